"""The #include lines of C text, also where a backslash lets one go on in the next line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_GAP = rb"(?:[ \t]|\\\r?\n){0,80}"
_INCLUDE = re.compile(
    rb"(?m)^%s#%sinclude%s([\"<])([^\">\r\n]{1,400})[\">][^\n\\]*(?:\\(?:\r?\n)?[^\n\\]*)*(?:\n|\Z)"
    % (_GAP, _GAP, _GAP)
)


@dataclass(frozen=True)
class Include:
    """One of them: the header as it is named, in quotes or not, and its lines, [start, end)."""

    name: str
    quoted: bool
    start: int
    end: int


def includes(source: bytes) -> Iterator[Include]:
    """Yield each #include of the text, in its order."""
    for found in _INCLUDE.finditer(source):
        name = found[2].decode(errors="surrogateescape")
        yield Include(name, found[1] == b'"', found.start(), found.end())


def may_name(line: bytes) -> bool:
    """Tell whether the line may be that of an #include which names the header."""
    return line.lstrip().startswith((b"#", b'"', b"<", b"include"))
