"""Who includes a file, read from the sources: of what was not compiled yet no build can tell."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from codemods.checks.of_build.database import HEADERS, held
from codemods.formats.c.directives.includes import includes

#: Folders with neither sources nor headers of the project.
_SKIPPED = frozenset({".git", "node_modules", "pyvenv"})


class Includers:
    """What includes what, below the folders `tops`.

    A name is taken for every file whose path ends so: rather one file too many is compiled.

    Arguments:
        sources: the files that are compiled.
    """

    def __init__(self, tops: Iterable[Path], sources: Iterable[Path]) -> None:
        every = frozenset(tops)
        # A build within the tree is walked with it.
        self._tops = tuple(top for top in every if every.isdisjoint(top.parents))
        self._sources = frozenset(sources)

    def of(self, file: Path) -> set[Path]:
        """Return the sources that include `file`, themselves or by what they include."""
        found: set[Path] = set()
        queue = [file]
        while queue:
            wanted = queue.pop()
            for includer, spelled in self._by_name.get(wanted.name, ()):
                if includer not in found and f"/{wanted}".endswith(f"/{spelled}"):
                    found.add(includer)
                    queue.append(includer)
        return found & self._sources

    @cached_property
    def _by_name(self) -> dict[str, list[tuple[Path, str]]]:
        found: dict[str, list[tuple[Path, str]]] = {}
        for path in {*self._sources, *self._headers()}:
            text = held(path) or b""
            for spelled in dict.fromkeys(one.name for one in includes(text)):
                # "../x.h" is no end of a path.
                name = re.sub(r"^(?:\.\.?/)+", "", spelled)
                found.setdefault(name.rpartition("/")[2], []).append((path, name))
        return found

    def _headers(self) -> Iterator[Path]:
        for top in self._tops:
            for folder, folders, files in os.walk(top):
                folders[:] = [name for name in folders if name not in _SKIPPED]
                yield from (Path(folder, name) for name in files if name.endswith(HEADERS))
