"""Which entry of deprecated.rst is that of a feature that goes, where no title names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods import kinds
from codemods.removal.documents import entry
from codemods.removal.documents.wanted import Wanted
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay

EXAMPLE = FolderTree(Path(__file__).resolve().parents[2] / "examples" / "tree")
LISTED = "docs/about/deprecated.rst"
#: Behind the headings of these chapters.
COMMANDS, OPTIONS = (
    "QEMU Machine Protocol (QMP) commands\n------------------------------------\n",
    "System emulator command line arguments\n--------------------------------------\n",
)


@pytest.mark.parametrize(
    ("chapter", "found"), [(COMMANDS, ["Old jobs (since 9.0)"]), (OPTIONS, [])]
)
def test_a_name_in_the_text_counts_in_the_chapter_of_its_kind_alone(
    chapter: str, found: list[str]
) -> None:
    text = EXAMPLE.read(LISTED).decode()
    assert text.count(chapter) == 1
    more = f"{chapter}\nOld jobs (since 9.0)\n''''''''''''''''''''\n\nSee ``job-halt``.\n"
    tree = Overlay(EXAMPLE, {LISTED: text.replace(chapter, more).encode()})
    kind = kinds.every()["qmp-command"]
    (feature,) = kind.find(tree, "job-halt")
    wanted = Wanted(feature, kind.entry(tree, feature))
    assert [s.title for s in entry._sections(tree, wanted, [feature])] == found
