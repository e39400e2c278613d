"""What C code reports at run time: the one place that knows how a message is read.

Source: include/qemu/error-report.h, include/qapi/error.h.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CALL = re.compile(
    rb"\b(?:(?:warn|error|info)_(?:v?report|printf)\w*|error_setg\w*|monitor_printf)\s*\("
)
_LITERAL = re.compile(rb'(?<!\\)"((?:[^"\\\n]|\\.)*)"')
#: The end of a statement, or a literal that may hold what looks like one.
_PIECE = re.compile(rb'"(?:[^"\\\n]|\\.){0,400}"|;')
_SAYS = re.compile(r"\bdeprecated\b", re.IGNORECASE)


@dataclass(frozen=True)
class Report:
    """A message that says that something is deprecated: the offset of its call, and its text."""

    offset: int
    text: str


def deprecations(source: bytes, start: int, end: int, *names: str) -> Iterator[Report]:
    """Yield the messages in [start, end) of `source` that say that something is deprecated.

    Arguments:
        names: the message must hold one of them as a whole word; without any, all count.
    """
    for call in _CALL.finditer(source, start, end):
        rest = source[call.end() : _stop(source, call.end(), end)]
        text = b"".join(_LITERAL.findall(rest)).decode("utf-8", "replace")
        # What the call is given beside its format may name the thing, too.
        said = rest.decode("utf-8", "replace")
        if _SAYS.search(text) and (not names or any(whole(n).search(said) for n in names)):
            yield Report(call.start(), text)


def _stop(source: bytes, start: int, end: int) -> int:
    """Return where the statement ends that goes on at `start`."""
    pieces = _PIECE.finditer(source, start, end)
    return next((piece.start() for piece in pieces if piece[0] == b";"), end)


def whole(name: str) -> re.Pattern[str]:
    """Return what finds `name` as a whole word in a message."""
    return re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
