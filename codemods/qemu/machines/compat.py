"""Properties that versioned machines set to stay as they were: tables of GlobalProperty.

A property that one of them sets stays until the last machine of that version goes.  Source:
hw/core/machine.c, and MACHINE_VER_DELETION of include/hw/core/boards.h (include/hw/boards.h
before 10.2) in QEMU.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from codemods.formats.c import macros as c_macros
from codemods.formats.c import tokens as c_tokens
from codemods.formats.c.tokens import Token
from codemods.qemu.code import headers
from codemods.source.tree import Tree

_TABLE = re.compile(
    r"GlobalProperty\s+(\w*compat_(\d+)_(\d+))\s*\[\]\s*=\s*\{(.*?)\n\};", re.DOTALL
)
_ROW = re.compile(r'\{\s*([A-Z]\w*|"[^"]+")\s*,\s*"([^"]+)"')
_KEPT = re.compile(rb"#define MACHINE_VER_DELETION_MAJOR\s+(\d+)")


@dataclass(frozen=True)
class Setting:
    """A row that sets `property` of the device `driver` for machines up to `version`."""

    table: str
    version: tuple[int, int]
    driver: str
    property: str


def setting(tree: Tree, properties: frozenset[str]) -> Iterator[Setting]:
    """Yield each row that sets one of the properties, whatever the device."""
    words = [f'"{name}"' for name in sorted(properties)]
    paths = {h.path for h in tree.grep(words, ("hw",))} if words else set()
    for path in sorted(p for p in paths if p.endswith(".c")):
        text = tree.read(path).decode("latin-1")
        for table in _TABLE.finditer(text):
            for row in _ROW.finditer(table[4]):
                if row[2] in properties:
                    version = int(table[2]), int(table[3])
                    yield Setting(table[1], version, _driver(tree, path, row[1]), row[2])


def kept_for(tree: Tree) -> int | None:
    """Return for how many major releases a versioned machine stays; None where none says so."""
    for path in ("include/hw/core/boards.h", "include/hw/boards.h"):
        if path in tree.naming("MACHINE_VER_DELETION_MAJOR", ("include",)):
            found = _KEPT.search(tree.read(path))
            return int(found[1]) if found else None
    return None


def _driver(tree: Tree, path: str, text: str) -> str:
    if text.startswith('"'):
        return text.strip('"')
    known = headers.lookup(tree, path, ("include", "hw"))
    return c_tokens.string(c_macros.expand([Token("name", text, 0)], known)) or text
