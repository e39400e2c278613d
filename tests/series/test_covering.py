"""Whom the cover letter goes to."""

from __future__ import annotations

from pathlib import Path

from codemods.series import covering
from codemods.series.covering import Recipients
from codemods.source.folder import FolderTree

LIST = "qemu-devel@nongnu.org"
LISTS = (LIST, "a-list@nongnu.org")


def people(first: int, last: int) -> list[str]:
    return [f"P{n} <p{n}@example.org>" for n in range(first, last)]


def patches(*cc: list[str]) -> list[Recipients]:
    return [((LIST,), one) for one in cc]


def test_all_where_they_are_few() -> None:
    each = patches(people(0, 9), people(5, 17))
    assert covering.addressed(each, LISTS) == ((LIST,), tuple(people(0, 17)))
    assert covering.said(each, LISTS) == ()


def test_those_of_several_patches_and_the_lists_where_they_are_many() -> None:
    each = patches(
        people(0, 10), [*people(8, 18), "a-list@nongnu.org"], [LIST, "nameless@example.org"]
    )
    assert covering.addressed(each, LISTS) == ((LIST,), (*people(8, 10), "a-list@nongnu.org"))
    (text,) = covering.said(each, LISTS)
    assert text.endswith("not to 17 more")


def test_those_of_most_patches_where_even_they_are_too_many() -> None:
    each = patches(people(0, 30), people(0, 30), people(20, 30))
    to, cc = covering.addressed(each, LISTS)
    assert cc == (*people(0, 7), *people(20, 30))
    assert len(to) + len(cc) == covering.MANY


def test_nobody_at_all() -> None:
    assert covering.addressed([], LISTS) == ((), ())
    assert covering.said([], LISTS) == ()


def test_maintainers_tells_what_a_list_is(tmp_path: Path) -> None:
    assert covering.lists(FolderTree(tmp_path)) == frozenset()
    text = (
        "Harps\nM: p1@example.org\nL: Harps@Example.org (moderated)\nF: harp.c\n\n"
        "Lutes\nL: Lute talk <lutes@example.org>\nR: nameless@example.org\nF: lute.c\n\n"
        "Incompatible changes\nR: A Person <p2@example.org>\nR: users@example.org\n"
        "F: docs/about/deprecated.rst\n"
    )
    (tmp_path / "docs/about").mkdir(parents=True)
    (tmp_path / "docs/about/deprecated.rst").write_text("Deprecated features\n")
    (tmp_path / "MAINTAINERS").write_text(text)
    found = covering.lists(FolderTree(tmp_path))
    assert found == {"harps@example.org", "lutes@example.org", "users@example.org"}
