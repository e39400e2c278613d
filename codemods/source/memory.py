"""A tree that is read once and then searched in memory.

The tool searches a tree a few times for each feature, which is cheap with git;
a sweep does so for thousands of features.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from codemods.errors import NotFound
from codemods.source.searching.matching import below, hits, is_text, names, runs
from codemods.source.tree import Hit, Tree


class Memory:
    """The files of another tree, with the same answers to every question."""

    def __init__(self, base: Tree) -> None:
        self._files = {path: base.read(path) for path in base.files()}
        self._paths = tuple(self._files)
        self._text = {p: d for p, d in self._files.items() if is_text(d)}
        self._found: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}
        self._having: dict[bytes, list[str]] = {}

    def read(self, path: str) -> bytes:
        """See Tree."""
        try:
            return self._files[path]
        except KeyError:
            raise NotFound("no such file in the tree", path=path) from None

    def files(self) -> Sequence[str]:
        """See Tree."""
        return self._paths

    def grep(self, words: Sequence[str], under: Sequence[str] = ()) -> Sequence[Hit]:
        """See Tree."""
        paths = sorted({path for word in words for path in self._holding(word, under)})
        return [hit for path in paths for hit in hits(path, self._text[path], words)]

    def naming(self, word: str, under: Sequence[str] = ()) -> Sequence[str]:
        """See Tree."""
        return [p for p in below(self._with_runs(word), under) if names(self._text[p], word)]

    def forget(self) -> None:
        """Forget past searches; a tree remembers all of them for the length of a run."""
        self._found.clear()

    def _with_runs(self, word: str) -> Sequence[str]:
        """Return, in order, the text files in which each run of `word` is a run."""
        if not self._having:
            for path, text in self._text.items():
                for run in runs(text):
                    self._having.setdefault(run, []).append(path)
        wanted = [self._having.get(run, []) for run in runs(os.fsencode(word))]
        if not wanted:
            return tuple(self._text)
        fewest = min(wanted, key=len)
        others = [set(paths) for paths in wanted if paths is not fewest]
        return [p for p in fewest if all(p in paths for paths in others)]

    def _holding(self, word: str, under: Sequence[str]) -> tuple[str, ...]:
        """Return the text files in which `word` occurs at all."""
        key = (word, tuple(under))
        if key not in self._found:
            everywhere = self._found.get((word, ()))
            among = self._text if everywhere is None else everywhere
            wanted = os.fsencode(word)
            self._found[key] = tuple(p for p in below(among, under) if wanted in self._text[p])
        return self._found[key]
