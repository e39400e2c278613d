"""A tree with some files changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from codemods.errors import NotFound
from codemods.source.searching import matching
from codemods.source.tree import Hit, Tree
from codemods.syntax import long


class Overlay:
    """A tree with some files replaced in memory, or taken away where `changed` maps to None."""

    def __init__(self, base: Tree, changed: Mapping[str, bytes | None]) -> None:
        # A patch may take many steps: what lies on top of an overlay lies on its base.
        beneath = base if isinstance(base, Overlay) else None
        self.base: Tree = beneath.base if beneath else base
        self.changed: dict[str, bytes | None] = {
            **(beneath.changed if beneath else {}), **changed,
        }  # fmt: skip

    def read(self, path: str) -> bytes:
        """See Tree."""
        if path not in self.changed:
            return self.base.read(path)
        data = self.changed[path]
        if data is None:
            raise NotFound("no such file in the tree", path=path)
        long.note(path, data)
        return data

    def files(self) -> Sequence[str]:
        """See Tree."""
        return self._files

    @cached_property
    def _files(self) -> Sequence[str]:
        there = self.base.files()
        fresh = self.changed.keys() - set(there)
        gone = {path for path, data in self.changed.items() if data is None}
        return sorted({*there, *fresh} - gone) if fresh or gone else there

    def grep(self, words: Sequence[str], under: Sequence[str] = ()) -> Sequence[Hit]:
        """See Tree."""
        kept = [h for h in self.base.grep(words, under) if h.path not in self.changed]
        found = [h for path, text in self._texts(under) for h in matching.hits(path, text, words)]
        return kept + found

    def naming(self, word: str, under: Sequence[str] = ()) -> Sequence[str]:
        """See Tree."""
        kept = [p for p in self.base.naming(word, under) if p not in self.changed]
        return kept + [path for path, text in self._texts(under) if matching.names(text, word)]

    def _texts(self, under: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        for path in matching.below(sorted(self.changed), under):
            data = self.changed[path]
            if data is not None and matching.is_text(data):
                yield path, data
