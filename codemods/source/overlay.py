"""A tree with some files changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from codemods.source import search
from codemods.source.tree import Hit, Tree


class Overlay:
    """A tree with some files replaced in memory."""

    def __init__(self, base: Tree, changed: Mapping[str, bytes]) -> None:
        self.base = base
        self.changed = dict(changed)

    def read(self, path: str) -> bytes:
        """See Tree."""
        return self.changed[path] if path in self.changed else self.base.read(path)

    def files(self) -> Sequence[str]:
        """See Tree."""
        return sorted({*self.base.files(), *self.changed})

    def grep(self, words: Sequence[str], under: Sequence[str] = ()) -> Sequence[Hit]:
        """See Tree."""
        kept = [h for h in self.base.grep(words, under) if h.path not in self.changed]
        found = [h for path, text in self._texts(under) for h in search.hits(path, text, words)]
        return kept + found

    def naming(self, word: str, under: Sequence[str] = ()) -> Sequence[str]:
        """See Tree."""
        kept = [p for p in self.base.naming(word, under) if p not in self.changed]
        return kept + [path for path, text in self._texts(under) if search.names(text, word)]

    def _texts(self, under: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        for path in search.below(sorted(self.changed), under):
            if search.is_text(self.changed[path]):
                yield path, self.changed[path]
