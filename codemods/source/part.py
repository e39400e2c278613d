"""A part of a tree: some of its folders, and nothing beside them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from codemods.errors import NotFound
from codemods.source.searching import matching
from codemods.source.tree import Hit, Tree


class Part:
    """The files of a tree that are below some folders: to search only there."""

    def __init__(self, whole: Tree, under: Sequence[str]) -> None:
        self._whole = whole
        self._under = tuple(under)

    def read(self, path: str) -> bytes:
        """See Tree."""
        if not any(matching.below([path], self._under)):
            raise NotFound("no such file in this part of the tree", path=path)
        return self._whole.read(path)

    def files(self) -> Sequence[str]:
        """See Tree."""
        return self._files

    @cached_property
    def _files(self) -> tuple[str, ...]:
        return matching.inside(self._whole.files(), self._under)

    def grep(self, words: Sequence[str], under: Sequence[str] = ()) -> Sequence[Hit]:
        """See Tree."""
        inside = self._inside(under)
        return self._whole.grep(words, inside) if inside else ()

    def naming(self, word: str, under: Sequence[str] = ()) -> Sequence[str]:
        """See Tree."""
        inside = self._inside(under)
        return self._whole.naming(word, inside) if inside else ()

    def _inside(self, under: Sequence[str]) -> tuple[str, ...]:
        if not under:
            return self._under
        return tuple(u for u in under if any(matching.below([u], self._under)))
