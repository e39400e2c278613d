"""Find the hooks of a tree with one search."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from functools import cached_property

from codemods.qemu.hooks import in_c, in_tables, in_texts
from codemods.qemu.hooks.hook import WORDS, Hook
from codemods.qemu.schema import definitions
from codemods.source.searching import matching
from codemods.source.tree import Tree

#: Copies, samples, tests, and documents for developers: they speak of others' features.
_FOREIGN = re.compile(
    r"(?:tests|contrib|disas|roms|subprojects|scripts|linux-headers|bsd-user|gdbstub|libdecnumber|"
    r"include/standard-headers|include/hw/xen/interface|docs/about|docs/devel|docs/specs|"
    r"docs/config|qemu-deprecated|python)\b|docs/system/(?:deprecated|removed-features)"
)

_Reader = Callable[[Tree, str], Iterable[Hook]]


def hooks(tree: Tree) -> tuple[Hook, ...]:
    """Return every place that says that something is deprecated, by path and line.

    Code in C, the tables of options and commands, the build, prose of schema comments, and the
    manual.  The lists of docs/about and the schema's flags are no hooks.
    """
    found: list[Hook] = []
    for path in sorted({hit.path for hit in tree.grep(WORDS)}):
        found += of_file(tree, path)
    return tuple(sorted(found, key=lambda h: (h.path, h.line)))


class Reading:
    """The hooks of one tree, each file read once for however many features."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._asked = False
        self._known: dict[str, tuple[Hook, ...]] = {}

    def about(self, word: str) -> tuple[Hook, ...]:
        """Return the hooks of the files that also hold `word`, by which their feature goes."""
        found: list[Hook] = []
        for path in self._naming(word):
            if path not in self._known:
                self._known[path] = of_file(self._tree, path)
            found += self._known[path]
        return tuple(sorted(found, key=lambda h: (h.path, h.line)))

    def _naming(self, word: str) -> Iterable[str]:
        """Return the files with hooks in which `word` occurs as a whole word."""
        if not self._asked:
            # One question is answered sooner by a search.
            self._asked = True
            return self._tree.naming(word, self._paths) if self._paths else ()
        plain = os.fsencode(word)
        # Most files do not even have the bytes, which is told at the speed of memory.
        found = ((path, text) for path, text in self._texts if plain in text)
        return [path for path, text in found if matching.names(text, word)]

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        named = dict.fromkeys(hit.path for hit in self._tree.grep(WORDS))
        return tuple(path for path in named if _reader(path) is not None)

    @cached_property
    def _texts(self) -> tuple[tuple[str, bytes], ...]:
        return tuple((path, self._tree.read(path)) for path in self._paths)


def of_file(tree: Tree, path: str) -> tuple[Hook, ...]:
    """Return the hooks of the file `path` of the tree; none where no hook can be."""
    reader = _reader(path)
    return tuple(reader(tree, path)) if reader is not None else ()


def _reader(path: str) -> _Reader | None:
    if _FOREIGN.match(path):
        return None
    if definitions.is_schema(path):
        return in_texts.of_schema
    if path.startswith("docs/") and path.endswith((".rst", ".txt", ".rst.inc")):
        return in_texts.of_manual
    if path.endswith((".c", ".h", ".c.inc", ".h.inc", ".cc", ".m")):
        return in_c.hooks
    if path.endswith(".hx"):
        return in_tables.hooks
    return in_texts.of_build if path.endswith("meson.build") else None
