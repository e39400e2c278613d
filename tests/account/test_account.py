"""Every line that spells a feature is accounted for."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codemods.account.account import account
from codemods.model import Accounted, Feature, Patch
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay

WORDS = ("x-tail", "x_tail", "CAT_X_TAIL")
CAT = Feature("cat", "x-tail", "Cat.x-tail", "qapi/cat.json", 1, WORDS)
CODE = b"""\
int wag(void)
{
    return cat[CAT_X_TAIL];
}

FURRY(CAT_X_TAIL,
      x_tail = {
"""
FILES = {
    "qapi/cat.json": b"{ 'enum': 'Cat',\n  'data': [ 'x-tail',\n  'x-tailor' ] }\n",
    "cat.c": CODE,
    "include/cat.h": b"extern int x_tail;\n",
    "tests/qtest/cat-test.c": b'run("x-tail");\n',
    "tests/data.json": b"'x-tail'\n",
    "docs/cat.rst": b"x-tail and CAT_X_TAIL, x-tail\r\nx-tails\n",
    "docs/about/deprecated.rst": b"``x-tail``\n",
    "options.hx": b"x-tail\n",
    "scripts/cat.py": b"x_tail = 1\n",
    ".dot/cat.sh": b"x-tail",
    "po/de.po": b"x-tail\n",
    "roms/cat": b"x-tail\n",
    "latin.c": b"/* \xe9 x-tail */\n",
    "binary": b"\0x-tail\n",
}


@pytest.fixture
def where(tmp_path: Path) -> Path:
    for path, data in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    return tmp_path


def patch(feature: Feature = CAT, files: dict[str, bytes] | None = None) -> Patch:
    return Patch("s", "b", (feature,), (), files or {})


def plain_search(where: Path, words=WORDS) -> int:
    """Count the lines as a person would."""
    each = [part for word in words for part in ("-e", word)]
    done = subprocess.run(
        ["git", "grep", "--no-index", "-I", "-F", "-n", *each],
        cwd=where, capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout.count(b"\n")


def verdicts(rows) -> dict[tuple[str, int], str]:
    return {(row.path, row.line): row.verdict for row in rows}


def test_the_sum_is_that_of_a_plain_search(where):
    rows = account(FolderTree(where), [patch()])
    assert len(rows) == plain_search(where) == sum(Counter(r.verdict for r in rows).values())
    assert len(verdicts(rows)) == len(rows), "a line is counted twice"


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.lists(st.sampled_from(["x-tail", "CAT_X_TAIL", "x_tails", " ", "\n", "é", "{"])))
def test_the_sum_is_that_of_a_plain_search_whatever_the_text(tmp_path, text):
    (tmp_path / "any.c").write_text("x-tail" + "".join(text))
    assert len(account(FolderTree(tmp_path), [patch()])) == plain_search(tmp_path)


def test_every_line_has_a_reason(where):
    assert all(row.reason for row in account(FolderTree(where), [patch()]))


@pytest.mark.parametrize(
    ("path", "line", "verdict"),
    [
        ("qapi/cat.json", 2, "left"),
        ("cat.c", 3, "left"),
        ("cat.c", 6, "not parsed"),
        ("cat.c", 7, "not parsed"),
        ("include/cat.h", 1, "left"),
        ("tests/qtest/cat-test.c", 1, "ask"),
        ("tests/data.json", 1, "ask"),
        ("docs/cat.rst", 1, "ask"),
        ("docs/about/deprecated.rst", 1, "left"),
        ("options.hx", 1, "ask"),
        ("scripts/cat.py", 1, "ask"),
        (".dot/cat.sh", 1, "ask"),
        ("po/de.po", 1, "left"),
        ("latin.c", 1, "left"),
    ],
)
def test_verdict_of_an_untouched_line(where, path, line, verdict):
    assert verdicts(account(FolderTree(where), [patch()]))[path, line] == verdict


@pytest.mark.parametrize(("path", "line"), [("qapi/cat.json", 3), ("docs/cat.rst", 2)])
def test_a_longer_name_is_another_thing(where, path, line):
    rows = account(FolderTree(where), [patch()])
    found = next(row for row in rows if (row.path, row.line) == (path, line))
    assert found == Accounted(path, line, "left", "part of a longer name")


def test_changed_lines_are_edited_and_moved_ones_are_not(where):
    old = FILES["qapi/cat.json"]
    new = b"# more\n" + old.replace(b"'x-tail',", b"{ 'name': 'x-tail' },")
    rows = verdicts(account(FolderTree(where), [patch(files={"qapi/cat.json": new})]))
    assert rows["qapi/cat.json", 2] == "edited"
    assert rows["qapi/cat.json", 3] == "left"
    assert Counter(rows.values())["edited"] == 1


def test_inserted_lines_are_not_counted(where):
    new = CODE.replace(b"{\n    return", b"{\n    warn(CAT_X_TAIL);\n    return")
    tree = FolderTree(where)
    rows = account(tree, [patch(files={"cat.c": new})])
    assert len(rows) == plain_search(where)
    assert "edited" not in {row.verdict for row in rows}


def test_patches_of_a_series_add_up(where):
    dog = Feature("dog", "x-tailor", "Dog.x-tailor", "qapi/cat.json", 3, ("x-tailor",))
    first = FILES["qapi/cat.json"].replace(b"'x-tail',", b"{ 'name': 'x-tail' },")
    second = first.replace(b"'x-tailor'", b"{ 'name': 'x-tailor' }")
    series = [patch(CAT, {"qapi/cat.json": first}), patch(dog, {"qapi/cat.json": second})]
    rows = account(FolderTree(where), series)
    assert Counter(row.verdict for row in rows)["edited"] == 2
    assert len(rows) == plain_search(where, (*WORDS, "x-tailor"))


def test_an_overlay_is_accounted_as_it_stands(where):
    tree = Overlay(FolderTree(where), {"cat.c": b"nothing\n"})
    assert "cat.c" not in {row.path for row in account(tree, [patch()])}


def test_a_feature_without_spellings_has_no_account(where):
    silent = Feature("cat", "purring", "purring", "docs/cat.rst", 1)
    assert account(FolderTree(where), [patch(silent)]) == ()
    assert account(FolderTree(where), []) == ()


MODE = Feature("member", "mode", "Wag.mode", "qapi/wag.json", 1, ("mode",))
WAG = b"{ 'struct': 'Wag', 'data': { 'mode': 'str' } }\n{ 'command': 'wag-it', 'data': 'Wag' }\n"


@pytest.mark.parametrize(
    ("path", "text", "verdict"),
    [
        ("docs/a.rst", b"``wag-it`` takes ``mode``\n", "ask"),
        ("docs/a.rst", b"``wag-it`` with mode=fast\n", "ask"),
        ("docs/a.rst", b"Wag: @mode\n", "ask"),
        ("docs/a.rst", b"``wag-it`` in the mode that you like\n", "left"),
        ("docs/a.rst", b"``purr`` takes ``mode``\n", "left"),
        ("tests/a.c", b'send("wag-it", "mode");\n', "ask"),
    ],
)
def test_of_an_everyday_word_only_the_name_counts(tmp_path, path, text, verdict):
    for file, data in {"qapi/wag.json": WAG, "many.c": b"int mode;\n" * 200, path: text}.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_bytes(data)
    rows = account(FolderTree(tmp_path), [patch(MODE)])
    assert len(rows) == plain_search(tmp_path, ("mode",))
    assert verdicts(rows)[path, 1] == verdict


def test_a_rare_word_counts_wherever_it_stands(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.rst").write_text("in the mode that you like\n")
    assert [row.verdict for row in account(FolderTree(tmp_path), [patch(MODE)])] == ["ask"]
