"""A tree with fewer searches: of some folders, and for some words, it remembers what there is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from codemods.source.memory import Memory
from codemods.source.searching.matching import below, names
from codemods.source.searching.words import Words
from codemods.source.tree import Hit, Tree


class Kept:
    """Another tree, with the same answers to every question.

    `folders` are read once, then searched in memory.  All lines that hold one of the `words`
    are found with one search, which then answers for every longer word as well.
    """

    def __init__(self, base: Tree, folders: Sequence[str] = (), words: Sequence[str] = ()) -> None:
        self._base = base
        self._folders = tuple(folders)
        self._words = Words(words)
        self._asked = tuple(words)

    def read(self, path: str) -> bytes:
        """See Tree."""
        return self._base.read(path)

    def files(self) -> Sequence[str]:
        """See Tree."""
        return self._base.files()

    def grep(self, words: Sequence[str], under: Sequence[str] = ()) -> Sequence[Hit]:
        """See Tree."""
        if self._has(under):
            return self._memory.grep(words, under)
        found = [self._of(word) for word in words]
        if not words or any(hits is None for hits in found):
            return self._base.grep(words, under)
        wanted = [word.encode() for word in words]
        lines = {hit for hits in found for hit in hits or () if any(w in hit.text for w in wanted)}
        inside = set(below((hit.path for hit in lines), under))
        return sorted((h for h in lines if h.path in inside), key=lambda h: (h.path, h.line))

    def naming(self, word: str, under: Sequence[str] = ()) -> Sequence[str]:
        """See Tree."""
        if self._has(under):
            return self._memory.naming(word, under)
        hits = self._of(word)
        if hits is None:
            return self._base.naming(word, under)
        paths = dict.fromkeys(hit.path for hit in hits if names(hit.text, word))
        return sorted(below(paths, under))

    def _has(self, under: Sequence[str]) -> bool:
        return bool(under) and len(list(below(under, self._folders))) == len(under)

    def _of(self, word: str) -> Sequence[Hit] | None:
        """Return all lines that may hold `word`, or None where only a search can tell."""
        key = max(self._words.parts(word), key=len, default=None)
        return None if key is None else self._found[key]

    @cached_property
    def _found(self) -> dict[str, list[Hit]]:
        """The lines that hold each of the words."""
        found: dict[str, list[Hit]] = {word: [] for word in self._asked}
        for hit in self._base.grep(self._asked):
            for word in dict.fromkeys(self._words.within(hit.text)):
                found[word].append(hit)
        return found

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
