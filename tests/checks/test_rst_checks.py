"""Each wrong deprecated.rst is caught, each right one passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods.checks.of_patches import rst_entry, rst_valid
from codemods.errors import Refused
from codemods.model import Check, Patch
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay

PATH = "docs/about/deprecated.rst"
TEXT = """\
List
====

Chapter
-------

``a`` (since 9.0)
'''''''''''''''''

First.


``b`` (since 10.0)
''''''''''''''''''

Second.

Device options
--------------

Group
'''''

``c`` (since 10.0)
^^^^^^^^^^^^^^^^^^

Third.
"""
NEW = "``n`` (since 9.1)\n'''''''''''''''''\n\nNew.\n"
SPOT = "First.\n"


def problems(check: Check, after: str, before: str = TEXT, path: str = PATH) -> list[str]:
    base = Overlay(FolderTree(Path("/nonexistent")), {path: before.encode()})
    files = {path: after.encode()}
    patch = Patch("", "", (), (), files)
    return [p.message for p in check.run(base, Overlay(base, files), patch)]


def with_new(new: str, spot: str = SPOT) -> str:
    return TEXT.replace(spot, f"{spot}\n{new}")


RIGHT = {
    "nothing changed": TEXT,
    "one entry": with_new(NEW),
    "last in the file": TEXT + "\n" + NEW.replace("9.1", "11.0").replace("'" * 17, "^" * 18),
    "a chapter": with_new("Other\n-----\n\n" + NEW, "Second.\n"),
    "dated in place": TEXT.replace("(since 9.0)", "(since 9.2)"),
    "dated, two blank lines above": TEXT.replace("``b`` (since 10.0)", "``b`` (since 10.1)"),
}

WRONG = {
    "short underline": (with_new(NEW.replace("'''\n", "''\n")), "underline"),
    "long underline": (with_new(NEW.replace("'''\n", "''''\n")), "underline"),
    "no version": (with_new("``n``\n'''''\n\nNew.\n"), "no `(since X.Y)`"),
    "three numbers": (with_new(NEW.replace("9.1", "9.1.0").replace("'" * 17, "'" * 19)), "since"),
    "version before the end": (
        with_new(NEW.replace(")\n", ") x\n").replace("'" * 17, "'" * 19)), "since"),
    "wrong level": (with_new(NEW.replace("'", "^"), "First.\n"), "level"),
    "chapter's level": (with_new(NEW.replace("'", "-"), "Second.\n"), "level"),
    "group's level": (with_new(NEW.replace("9.1", "9.9"), "Third.\n"), "level"),
    "before an older one": (with_new(NEW, "-------\n"), ""),
    "behind a younger one": (with_new(NEW, "Second.\n"), "younger"),
    "before one as old": (with_new(NEW.replace("9.1", "9.0"), "-------\n"), ""),
    "too few blanks above": (TEXT.replace(SPOT, SPOT + NEW), ""),
    "two blanks above": (TEXT.replace(SPOT, f"{SPOT}\n\n{NEW}"), "blank lines above"),
    "two blanks below": (with_new(NEW.replace("'\n\n", "'\n\n\n")), "blank lines below"),
    "no blank below": (with_new(NEW.replace("'\n\n", "'\n")), "blank lines below"),
    "trailing blanks": (with_new(NEW.replace("New.", "New. ")), "trailing"),
    "foreign line end": (with_new(NEW.replace("New.\n", "New.\r\n")), "line end"),
    "another entry changed": (with_new(NEW).replace("Second.", "2nd."), "text"),
    "another entry gone": (with_new(NEW).replace(TEXT[TEXT.index("``b``"):TEXT.index("Dev")], ""),
                           "is gone"),
    "blank line dropped": (with_new(NEW).replace("Second.\n\n", "Second.\n\n\n"), "outside"),
    "introduction changed": (with_new(NEW).replace("List\n", "Lost\n"), ""),
    "text changed with the version": (
        TEXT.replace("(since 9.0)", "(since 9.2)").replace("First.", "1st."), "with its version"),
    "dated out of order": (TEXT.replace("(since 9.0)\n", "(since 9.9)\n").replace(
        "(since 10.0)\n''", "(since 9.8)\n''", 1), "before one"),
    "end of file": (with_new(NEW) + "\n", "line end"),
}  # fmt: skip


@pytest.mark.parametrize("after", RIGHT.values(), ids=RIGHT)
def test_right(after: str) -> None:
    assert problems(rst_entry.CHECK, after) == []
    assert problems(rst_valid.CHECK, after) == []


@pytest.mark.parametrize(("after", "message"), WRONG.values(), ids=WRONG)
def test_wrong(after: str, message: str) -> None:
    assert after != TEXT
    assert any(message in m for m in problems(rst_entry.CHECK, after))


def test_other_files_are_not_entries() -> None:
    assert problems(rst_entry.CHECK, "x\n", path="docs/other.rst") == []


@pytest.mark.parametrize(
    "text",
    ["a ``b\n", "a_ word\n", "Title\n====\n", "*a\n", "para\n  indented\nback\n", ":a:`b\n"],
)
def test_invalid(text: str) -> None:
    assert problems(rst_valid.CHECK, text, before="", path="docs/x.rst")


@pytest.mark.parametrize(
    "text",
    [
        "See :ref:`x`, :doc:`/y` and |z|.\n",
        ".. some-directive:: x\n   :option: y\n\n   text\n",
        ".. include:: /etc/hostname\n",
        "",
    ],
)
def test_valid_for_sphinx(text: str) -> None:
    assert problems(rst_valid.CHECK, text, before="", path="docs/x.rst") == []


def test_old_faults_do_not_count() -> None:
    assert problems(rst_valid.CHECK, "New.\n\na ``b\n", before="a ``b\n", path="d.rst") == []


def test_what_docutils_rejects_as_it_is_is_no_fault_of_an_edit() -> None:
    """An underline that stands twice is another kind of fault once the section is empty."""
    twice = TEXT.replace("-------\n", "-------\n-------\n", 1)
    emptied = twice[: twice.index("\n``a``")] + "\n" + twice[twice.index("Device") :]
    with pytest.raises(Refused, match=r"as it is: WARNING: .*ransition") as refused:
        problems(rst_valid.CHECK, emptied, before=twice)
    assert (refused.value.path, refused.value.line) == (PATH, 6)


def test_a_document_that_docutils_does_not_read() -> None:
    """The line is another one behind the edit, and the message the same."""
    old = "T\n====\n\n" + "x " * 6_000 + "\n"
    (found,) = problems(rst_valid.CHECK, f"New.\n\n{old}", before=old, path="d.rst")
    assert found == "not checked: docutils reads no document with a line this long"
    assert problems(rst_valid.CHECK, old, before="T\n====\n", path="d.rst")


def test_what_is_no_document_any_more_or_never_was_has_no_faults() -> None:
    assert problems(rst_valid.CHECK, "a ``b\n", before="", path="d.txt") == []
    base, files = FolderTree(Path("/nonexistent")), {"d.rst": None}
    assert not list(rst_valid.CHECK.run(base, Overlay(base, files), Patch("", "", (), (), files)))


def test_a_new_file_has_no_old_faults() -> None:
    files = {"d.rst": b"a ``b\n"}
    base = FolderTree(Path("/nonexistent"))
    assert list(rst_valid.CHECK.run(base, Overlay(base, files), Patch("", "", (), (), files)))
