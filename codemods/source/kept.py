"""A tree of which some folders are read once, and then searched in memory."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from codemods.source.memory import Memory
from codemods.source.search import below
from codemods.source.tree import Hit, Tree


class Kept:
    """Another tree, with the same answers to every question."""

    def __init__(self, base: Tree, folders: Sequence[str]) -> None:
        self._base = base
        self._folders = tuple(folders)

    def read(self, path: str) -> bytes:
        """See Tree."""
        return self._base.read(path)

    def files(self) -> Sequence[str]:
        """See Tree."""
        return self._base.files()

    def grep(self, words: Sequence[str], under: Sequence[str] = ()) -> Sequence[Hit]:
        """See Tree."""
        return (self._memory if self._has(under) else self._base).grep(words, under)

    def naming(self, word: str, under: Sequence[str] = ()) -> Sequence[str]:
        """See Tree."""
        return (self._memory if self._has(under) else self._base).naming(word, under)

    def _has(self, under: Sequence[str]) -> bool:
        return bool(under) and len(list(below(under, self._folders))) == len(under)

    @cached_property
    def _memory(self) -> Memory:
        return Memory(_Part(self._base, self._folders))


class _Part:
    """The files of some folders of a tree."""

    def __init__(self, base: Tree, folders: Sequence[str]) -> None:
        self._base = base
        self._paths = tuple(below(base.files(), folders))

    def read(self, path: str) -> bytes:
        return self._base.read(path)

    def files(self) -> Sequence[str]:
        return self._paths

    def grep(self, words: Sequence[str], under: Sequence[str] = ()) -> Sequence[Hit]:
        return self._base.grep(words, under)

    def naming(self, word: str, under: Sequence[str] = ()) -> Sequence[str]:
        return self._base.naming(word, under)
