"""Take lines out of C text as a person does: with their comment, and without a gap left behind."""

from __future__ import annotations

import re

from codemods.source.splice import Edit
from codemods.syntax.parse import Node

_REST = re.compile(rb"(?:[ \t;,\\]*(?:/\*[^\n]*?\*/|//[^\n]*)[ \t\\]*|[ \t;,\\]*)\r?(?:\n|\Z)")


def whole_lines(source: bytes, start: int, end: int) -> tuple[int, int] | None:
    """Return the lines that [start, end) fills, with a comment behind; None if it shares one."""
    first = source.rfind(b"\n", 0, start) + 1
    rest = _REST.match(source, end)
    if rest is None or source[first:start].strip():
        return None
    return first, rest.end()


def cut(path: str, source: bytes, start: int, end: int, *, comment: bool = True) -> Edit:
    """Return the edit that takes out [start, end), with its lines where it fills them.

    Arguments:
        comment: take out the comment right above as well.
    """
    lines = whole_lines(source, start, end)
    if lines is None:
        return _inline(path, source, start, end)
    first, last = lines
    if comment:
        first = _comment_above(source, first, last)
    return without_gap(path, source, first, last)


def without_gap(path: str, source: bytes, first: int, last: int) -> Edit:
    """Return the edit that takes out the whole lines [first, last) and a blank line too many."""
    above, below = _line_above(source, first), _line_at(source, last)
    opens = above is None or above.rstrip().endswith((b"{", b":"))
    closes = below is None or below.strip().startswith((b"}", b"#endif"))
    if below is not None and not below.strip() and (opens or not (above or b"").strip()):
        last = _skip_blank(source, last)
        closes = (_line_at(source, last) or b"}").strip().startswith(b"}")
        if not closes or opens:
            return Edit(path, first, last, b"")
    if above is not None and not above.strip() and (closes or last >= len(source)):
        first = _skip_blank_up(source, first)
    return Edit(path, first, last, b"")


def directive(source: bytes, block: Node) -> int:
    """Return where the line of a directive starts that is first in the braces `block`, or 0."""
    inner = [n for n in block.children if n.type not in ("{", "}", "comment")]
    if not inner or not inner[0].type.startswith("preproc_"):
        return 0
    return source.rfind(b"\n", 0, inner[0].start_byte) + 1


def dedented(text: bytes, column: int) -> bytes:
    """Return whole lines as they read from `column` on; directives stay where they are."""
    lines = text.rstrip().split(b"\n")
    rooms = [len(line) - len(line.lstrip(b" ")) for line in lines]
    code = [r for r, line in zip(rooms, lines, strict=True) if line.strip() and r]
    width = max(min(code, default=column) - column, 0)
    return b"\n".join(line[min(width, r) :] for r, line in zip(rooms, lines, strict=True))


def _inline(path: str, source: bytes, start: int, end: int) -> Edit:
    """Take out a piece of a line; the blanks on one side go with it."""
    before = start
    while source[before - 1 : before] in (b" ", b"\t"):
        before -= 1
    line = source.rfind(b"\n", 0, start) + 1
    if before > line and source[end : end + 1] in (b" ", b"\t", b"\n", b"\r", b")", b";", b""):
        return Edit(path, before, end, b"")
    while source[end : end + 1] in (b" ", b"\t"):
        end += 1
    return Edit(path, start, end, b"")


def _comment_above(source: bytes, first: int, last: int) -> int:
    """Return where the comment right above `first` begins, if it is about what goes.

    One that opens a paragraph of several statements is about all of them.
    """
    start = comment_start(source, first)
    if start == first:
        return first
    above, below = _line_above(source, start), _line_at(source, last)
    opens = above is None or not above.strip() or above.rstrip().endswith((b"{", b"*/"))
    goes_on = below is not None and below.strip() and not below.strip().startswith((b"}", b"#"))
    if opens and goes_on and source[first : first + 1] in (b" ", b"\t"):
        return first
    return start


def comment_start(source: bytes, first: int) -> int:
    """Return the line start of the comment that ends right above line start `first`, or `first`."""
    above = _line_above(source, first)
    if above is None:
        return first
    text = above.strip()
    start = source.rfind(b"\n", 0, first - 1) + 1
    if text.startswith(b"//"):
        return comment_start(source, start)
    if not text.endswith(b"*/"):
        return first
    if text.startswith(b"/*"):
        return start
    opened = source.rfind(b"/*", 0, first)
    line = source.rfind(b"\n", 0, opened) + 1
    if (
        opened < 0
        or source[line:opened].strip()
        or b"*/" in source[opened : first - len(above) - 1]
    ):
        return first
    return line


def _line_above(source: bytes, first: int) -> bytes | None:
    if first == 0:
        return None
    start = source.rfind(b"\n", 0, first - 1) + 1
    return source[start : first - 1]


def _line_at(source: bytes, at: int) -> bytes | None:
    if at >= len(source):
        return None
    end = source.find(b"\n", at)
    return source[at:] if end < 0 else source[at:end]


def _skip_blank(source: bytes, at: int) -> int:
    while (line := _line_at(source, at)) is not None and not line.strip():
        at += len(line) + 1
    return min(at, len(source))


def _skip_blank_up(source: bytes, first: int) -> int:
    while (line := _line_above(source, first)) is not None and not line.strip():
        first -= len(line) + 1
    return first
