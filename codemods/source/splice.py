"""Apply edits to bytes.  Bytes outside an edit never move."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Edit:
    """Replace bytes [start, end) of the file `path` with `text`."""

    path: str
    start: int
    end: int
    text: bytes


def splice(source: bytes, edits: Iterable[Edit]) -> bytes:
    """Return `source` with `edits` applied; their offsets all refer to `source`.

    Two insertions at the same offset keep the order in which they were given.

    Raises:
        ValueError: an edit lies outside `source` or two edits overlap.
    """
    parts: list[bytes] = []
    at = 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        if not at <= edit.start <= edit.end <= len(source):
            raise ValueError(
                f"{edit.path}: edit [{edit.start}, {edit.end}) overlaps another or lies outside"
            )
        parts += [source[at : edit.start], edit.text]
        at = edit.end
    parts.append(source[at:])
    return b"".join(parts)


def changed_lines(old: bytes, new: bytes) -> tuple[frozenset[int], frozenset[int]]:
    """Return the lines of `old` that `new` lacks, and those of `new` that `old` lacks, from 1."""
    a, b = old.split(b"\n"), new.split(b"\n")
    # What is alike at both ends is cut off first: edits are small, and files are not.
    short = min(len(a), len(b))
    head = next((n for n in range(short) if a[n] != b[n]), short)
    tail = next((n for n in range(short - head) if a[-1 - n] != b[-1 - n]), short - head)
    middles = a[head : len(a) - tail], b[head : len(b) - tail]
    matcher = SequenceMatcher(None, *middles, autojunk=False)
    gone: set[int] = set()
    fresh: set[int] = set()
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag != "equal":
            gone.update(range(head + start + 1, head + end + 1))
            fresh.update(range(head + first + 1, head + last + 1))
    return frozenset(gone), frozenset(fresh)


def line_of(source: bytes, offset: int) -> int:
    """Return the line, counted from 1, that holds byte `offset` of `source`."""
    return source.count(b"\n", 0, offset) + 1
