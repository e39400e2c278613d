"""Whom the cover letter goes to."""

from __future__ import annotations

from codemods.series import covering
from codemods.series.covering import Recipients

LIST = "qemu-devel@nongnu.org"


def people(first: int, last: int) -> list[str]:
    return [f"P{n} <p{n}@example.org>" for n in range(first, last)]


def patches(*cc: list[str]) -> list[Recipients]:
    return [((LIST,), one) for one in cc]


def test_all_where_they_are_few() -> None:
    each = patches(people(0, 9), people(5, 17))
    assert covering.addressed(each) == ((LIST,), tuple(people(0, 17)))
    assert covering.said(each) == ()


def test_those_of_several_patches_and_the_lists_where_they_are_many() -> None:
    each = patches(people(0, 10), [*people(8, 18), "a-list@nongnu.org"], [LIST])
    assert covering.addressed(each) == ((LIST,), (*people(8, 10), "a-list@nongnu.org"))
    (text,) = covering.said(each)
    assert text.endswith("not to 16 more")


def test_those_of_most_patches_where_even_they_are_too_many() -> None:
    each = patches(people(0, 30), people(0, 30), people(20, 30))
    to, cc = covering.addressed(each)
    assert cc == (*people(0, 7), *people(20, 30))
    assert len(to) + len(cc) == covering.MANY


def test_nobody_at_all() -> None:
    assert covering.addressed([]) == ((), ())
    assert covering.said([]) == ()
