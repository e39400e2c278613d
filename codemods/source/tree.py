"""What a QEMU source tree is to everything else: files to read and to search."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from typing import NamedTuple, Protocol

from codemods.errors import NotFound


class Hit(NamedTuple):
    """A line (counted from 1) of a file in which a searched text occurs."""

    path: str
    line: int
    text: bytes


class Tree(Hashable, Protocol):
    """Read access to one state of a source tree.  Paths are relative, with "/"."""

    def read(self, path: str) -> bytes:
        """Return the bytes of the regular file `path`; NotFound if there is none."""

    def files(self) -> Sequence[str]:
        """Return the paths of all regular files, sorted."""

    def grep(self, words: Sequence[str], under: Sequence[str] = ()) -> Sequence[Hit]:
        """Return every line in which one of the fixed strings `words` occurs.

        `under` limits the search to these files and folders.  Files that git
        takes for binary are not searched.
        """

    def naming(self, word: str, under: Sequence[str] = ()) -> Sequence[str]:
        """Return the paths of the files in which `word` occurs as a whole word."""


def exists(tree: Tree, path: str) -> bool:
    """Tell whether the regular file `path` is in `tree`."""
    try:
        tree.read(path)
    except NotFound:
        return False
    return True


def below(tree: Tree, folder: str) -> Sequence[str]:
    """Return the paths of the files in `folder`, at any depth, sorted."""
    every = tree.files()
    # "0" is what follows on "/".
    return every[bisect_left(every, f"{folder}/") : bisect_left(every, f"{folder}0")]
