"""The files below some paths, where reading them takes less than a search."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from codemods.source.searching.matching import inside
from codemods.source.tree import Tree

#: So few files are read sooner than git begins to search.
FILES = 16


class Texts:
    """The files of a tree below some paths.

    Arguments:
        read: the paths that were read before, as the tree goes on.
    """

    def __init__(self, tree: Tree, read: Collection[str]) -> None:
        self._tree = tree
        self._read = read
        self._folders: dict[tuple[str, ...], tuple[str, ...]] = {}

    def __call__(self, under: Sequence[str]) -> Mapping[str, bytes] | None:
        """Return the files below `under`; None where they are many and one was not read before."""
        paths = self._below(tuple(under))
        if len(paths) > FILES and not all(path in self._read for path in paths):
            return None
        return {path: self._tree.read(path) for path in paths}

    def _below(self, under: tuple[str, ...]) -> tuple[str, ...]:
        if under not in self._folders:
            self._folders[under] = inside(tuple(self._tree.files()), under)
        return self._folders[under]
