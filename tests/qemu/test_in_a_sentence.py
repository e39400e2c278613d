"""A title of the list in the middle of a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods.qemu.listing.in_a_sentence import in_a_sentence
from codemods.source.folder import FolderTree

DOCUMENT = """\
Birds come to the Harbour when other birds do, and to the harbour of Tern.
Both kinds of birds like Tern, and ``no tern`` likes both.  Gulls do not.
Run ``see gulls``, or look at gulls.rst and gulls=all.
"""


@pytest.fixture
def tree(tmp_path: Path) -> FolderTree:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "birds.rst").write_text(DOCUMENT)
    (tmp_path / "terns.c").write_text("/* a tern and another tern, some tern */\n")
    return FolderTree(tmp_path)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Birds without ``-wings``", "birds without ``-wings``"),
        ("Tern on a wire", "Tern on a wire"),
        ("Harbour, old", "Harbour, old"),
        ("Gulls in rows", "Gulls in rows"),
        ("Puffins of two colours", "Puffins of two colours"),
        ("MIPS hosts", "MIPS hosts"),
        ("Birds", "Birds"),
        ("``Birds`` of prey", "``Birds`` of prey"),
        ("", ""),
    ],
)
def test_only_what_documents_write_small_is_small(tree: FolderTree, title: str, said: str) -> None:
    assert in_a_sentence(tree, title) == said
