"""Read and cut Kconfig files: one block for each symbol, one line for each thing it says.

Source: docs/devel/kconfig.rst of QEMU.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from codemods.source.splice import Edit

_CONFIG = re.compile(rb"(?m)^(?:menu)?config[ \t]+(\w+)[ \t]*\r?\n(?:(?:[ \t][^\n]*)?\n)*")
_CONDITIONS = (b"depends on", b"default", b"if ", b"select", b"imply", b"bool")
#: What asks the user for a symbol, or gives it a value.
_FREE = re.compile(rb"(?m)^[ \t]+(?:(?:bool|tristate|prompt)[ \t]+[\"']|default\b|def_bool\b)")
_NAMES = re.compile(rb"(?m)^[ \t]+(select|imply)[ \t]+(\w+)")


@dataclass(frozen=True)
class Symbol:
    """The block of one symbol: bytes [start, end), what it selects and implies."""

    name: str
    start: int
    end: int
    selects: tuple[str, ...]


def symbols(source: bytes) -> Iterator[Symbol]:
    """Yield the symbols of a Kconfig file."""
    for found in _CONFIG.finditer(source):
        text = found.group().rstrip(b"\n") + b"\n"
        selected = tuple(m[2].decode() for m in _NAMES.finditer(text))
        yield Symbol(found[1].decode(), found.start(), found.start() + len(text), selected)


def is_free(source: bytes, symbol: Symbol) -> bool:
    """Tell whether a symbol can be set without another one that selects it."""
    return _FREE.search(source, symbol.start, symbol.end) is not None


def without_symbol(path: str, source: bytes, name: str) -> Iterator[Edit]:
    """Yield the edits that take out the block of a symbol with a blank line."""
    for symbol in symbols(source):
        if symbol.name == name:
            start, end = symbol.start, symbol.end
            if source[end : end + 1] == b"\n":
                end += 1
            elif source[:start].endswith(b"\n\n"):
                start -= 1
            yield Edit(path, start, end, b"")


def without_selection(path: str, source: bytes, name: str) -> Iterator[Edit]:
    """Yield the edits that take out the lines which select or imply a symbol."""
    line = re.compile(rb"(?m)^[ \t]+(?:select|imply)[ \t]+" + name.encode() + rb"\b[^\n]*\n")
    for found in line.finditer(source):
        yield Edit(path, found.start(), found.end(), b"")


def depending(source: bytes, name: str) -> Iterator[tuple[int, str]]:
    """Yield line number and text of each condition that names a symbol."""
    word = re.compile(rb"\b" + name.encode() + rb"\b")
    for number, line in enumerate(source.split(b"\n"), 1):
        bare = line.strip()
        if bare.startswith(_CONDITIONS) and word.search(bare.partition(b" ")[2]):
            yield number, bare.decode(errors="replace")
