"""What is blank to docutils, and where the text before it ends."""

from __future__ import annotations

#: So far from its end the text is looked for at first.
_NEAR = 256


def is_blank(line: bytes) -> bool:
    """Tell whether `line` is blank to docutils, to which a blank is any that Unicode has."""
    return not stripped(line)


def stripped(text: bytes) -> bytes:
    """Return `text` without the blank lines, and the blanks, at its end; see is_blank()."""
    return text.decode("utf-8", "surrogateescape").rstrip().encode("utf-8", "surrogateescape")


def text_end(source: bytes, start: int, end: int) -> int:
    """Return where the text of [start, end) ends, without the blanks and blank lines behind it."""
    size = _NEAR
    while True:
        # Not in the middle of a character.
        first = source.rfind(b"\n", start, end - size) + 1 if end - size > start else start
        first = max(first, start)
        if (found := stripped(source[first:end])) or first == start:
            return first + len(found)
        size *= 2
