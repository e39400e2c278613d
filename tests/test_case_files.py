"""How a case is written: what `case_files.py` promises."""

from __future__ import annotations

import case_files
import pytest

BASE = {"a.c": b"one\ntwo\n\ntwo\nfive\n", "b.c": b"x\n"}
HEAD = "small $ deprecate-feature x\n"


def files(changes: str) -> dict[str, bytes]:
    return case_files.files(case_files.parse(HEAD + changes), BASE)


def test_the_head_is_a_tree_and_a_command() -> None:
    case = case_files.parse("# Why.\nsmall $ deprecate-feature 'a b' \\\n  --since 11.0\n")
    assert (case.tree, case.argv) == ("small", ("deprecate-feature", "a b", "--since", "11.0"))


def test_without_changes_the_tree_is_its_folder() -> None:
    assert files("") == BASE


def test_what_is_expected_ends_the_file() -> None:
    text = f"{HEAD}-- remove a.c --\n"
    end = case_files.expected(b"", b"no\n", 1)
    assert end == "-- stderr --\nno\n-- exit 1 --\n"
    assert case_files.parse(text + end).given == text
    assert case_files.parse(text + end).expected == end


@pytest.mark.parametrize("stdout", [b"", b"done\n", b"done", b"caf\xe9\r\n"])
def test_any_output_comes_back(stdout: bytes) -> None:
    assert case_files.stdout(case_files.parse(HEAD + case_files.expected(stdout, b"", 0))) == stdout


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ("-- file c.c --\nnew\n\n", {**BASE, "c.c": b"new\n\n"}),
        ("-- file b.c --\n", {**BASE, "b.c": b""}),
        ("-- file b.c, no newline at its end --\ny\n", {**BASE, "b.c": b"y"}),
        ("-- file b.c --\ncaf\udce9\r\n", {**BASE, "b.c": b"caf\xe9\r\n"}),
        ("-- remove b.c --\n", {"a.c": BASE["a.c"]}),
        ("-- move b.c to d/b.c --\n", {"a.c": BASE["a.c"], "d/b.c": b"x\n"}),
        ("-- move b.c to d.c --\n-- edit d.c --\n@@\n-x\n+y\n",
         {"a.c": BASE["a.c"], "d.c": b"y\n"}),
        ("-- edit b.c --\n@@\n x\n+y\n", {**BASE, "b.c": b"x\ny\n"}),
        ("-- edit a.c --\n@@\n two\n\n-two\n+four\n", {**BASE, "a.c": b"one\ntwo\n\nfour\nfive\n"}),
        ("-- edit a.c --\n@@\n+zero\n one\n@@ here\n-five\n",
         {**BASE, "a.c": b"zero\none\ntwo\n\ntwo\n"}),
    ],
)  # fmt: skip
def test_changes(changes: str, expected: dict[str, bytes]) -> None:
    assert files(changes) == expected


@pytest.mark.parametrize(
    "changes",
    [
        "-- edit a.c --\n@@\n-two\n",  # there twice
        "-- edit a.c --\n@@\n-tw\n",  # not a whole line
        "-- edit a.c --\n@@\n-six\n",
        "-- edit a.c --\n@@\n+where?\n",
        "-- edit c.c --\n@@\n-one\n",
        "-- remove c.c --\n",
        "-- move c.c to b.c --\n",
        "-- replace b.c --\n",
    ],
)
def test_a_change_that_does_not_fit_is_no_case(changes: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        files(changes)


@pytest.mark.parametrize(
    "text", ["", "# Why.\n", "deprecate-feature x\n", "-- file a.c --\nx $ y\n"]
)
def test_a_file_without_a_command_is_no_case(text: str) -> None:
    with pytest.raises(ValueError, match="looked for TREE"):
        case_files.parse(text)
