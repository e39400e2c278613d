"""Rows of C tables: what stands between the commas of an initializer, told by tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass

from codemods.formats.c.cutting import whole_lines, without_gap
from codemods.source.splice import Edit

_TOKEN = re.compile(
    rb"""(?P<skip>/\*.*?(?:\*/|\Z)|//[^\n]*|(?m:^)[ \t]*\#(?:/\*.*?(?:\*/|\Z)|\\\r?\n|[^\n\\]|\\.)*)
    |(?P<text>(?<!\\)"(?:\\.|[^"\\\n])*"|(?<!\\)'(?:\\.|[^'\\\n])*')
    |(?P<word>[A-Za-z_0-9.][\w.]*)
    |(?P<mark>[^\s\w])""",
    re.VERBOSE | re.DOTALL,
)
_OPENING, _CLOSING = (b"(", b"[", b"{"), (b")", b"]", b"}")


@dataclass(frozen=True)
class Row:
    """Bytes [start, end) of a row without its comma; `comma` is the offset behind that, or 0.

    `before` and `after` are the end of the row above and the start of the row
    below, -1 where there is none.  `table` is where the braces open, `array`
    whether rows are elements and not fields.
    """

    start: int
    end: int
    comma: int
    before: int
    after: int
    table: int
    array: bool


def around(source: bytes, first: int, last: int, at: int) -> Row | None:
    """Return the row around byte `at` of the outermost initializer in [first, last), or None."""
    depth, table = 0, -1
    valued = False
    for found in _TOKEN.finditer(source, first, last):
        if found.lastgroup == "skip":
            continue
        mark = found.group()
        if mark == b"{" and valued and table < 0:
            rows, close = _rows(source, found.end(), last)
            if found.start() < at < close:
                return _row(source, rows, found.start(), at)
        valued = mark == b"="
        depth += (mark in _OPENING) - (mark in _CLOSING)
    return None


def rows(source: bytes, table: int, last: int) -> tuple[tuple[int, int, int], ...]:
    """Return (start, end, offset behind the comma or 0) of each row of the braces at `table`."""
    return tuple(_rows(source, table + 1, last)[0])


def argument(source: bytes, opening: int, last: int, at: int) -> tuple[int, Row] | None:
    """Return the argument around byte `at` of the use of a macro, counted from 0, or None.

    Arguments:
        opening: where its parenthesis opens.
    """
    found, close = _rows(source, opening + 1, last)
    row = _row(source, found, opening, at) if at < close else None
    return ([start for start, _, _ in found].index(row.start), row) if row else None


def together(source: bytes, start: int, end: int, one: int, other: int) -> bool:
    """Tell whether two bytes of [start, end) are in one row, or that is no array of rows."""
    if not start <= other <= end:
        return False
    row = around(source, start, end, one)
    return row is None or not row.array or row.start <= other <= row.end


def cut(path: str, source: bytes, row: Row) -> Edit:
    """Return the edit that takes out a row with its comma, and its lines where it fills them.

    A table that opens one row on the line where the last one closes keeps that layout.
    """
    lines = whole_lines(source, row.start, row.comma or row.end)
    if lines is not None:
        gap = source[: lines[0]].endswith(b"\n\n") and source[lines[1] : lines[1] + 1] == b"\n"
        return without_gap(path, source, *lines) if gap else Edit(path, *lines, b"")
    if row.after >= 0:
        between = source[row.before : row.start] if row.before >= 0 else b""
        ends = b"\n" in source[row.comma or row.end : row.after]
        if ends and re.fullmatch(rb",[ \t]+", between):
            # The last one of its line: the next line stays where it is.
            return Edit(path, row.before + 1, row.comma or row.end, b"")
        return Edit(path, row.start, row.after, b"")
    if row.before >= 0:
        return Edit(path, row.before, row.end, b"")
    start = len(source[: row.start].rstrip(b" "))
    return Edit(path, start, row.comma or row.end, b"")


def _row(source: bytes, found: list[tuple[int, int, int]], table: int, at: int) -> Row | None:
    for n, (start, end, comma) in enumerate(found):
        if start <= at < end:
            before = found[n - 1][1] if n else -1
            after = found[n + 1][0] if n + 1 < len(found) else -1
            head = source[:table].rstrip()
            array = head.endswith(b"=") and head[:-1].rstrip().endswith(b"]")
            return Row(start, end, comma, before, after, table, array)
    return None


def _rows(source: bytes, at: int, last: int) -> tuple[list[tuple[int, int, int]], int]:
    """Return the rows from behind an opening brace, and where the closing one stands."""
    found: list[tuple[int, int, int]] = []
    depth, start, end = 0, -1, -1
    for token in _TOKEN.finditer(source, at, last):
        if token.lastgroup == "skip":
            continue
        mark = token.group()
        if depth == 0 and mark in (b",", b"}", b")"):
            if start >= 0:
                found.append((start, end, token.end() if mark == b"," else 0))
            start = -1
            if mark != b",":
                return found, token.start()
            continue
        depth += (mark in _OPENING) - (mark in _CLOSING)
        start = token.start() if start < 0 else start
        end = token.end()
    return found, last
