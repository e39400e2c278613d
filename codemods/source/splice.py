"""Apply edits to bytes.  Bytes outside an edit never move."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache


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
    gone: set[int] = set()
    fresh: set[int] = set()
    for first, start in _gaps(a, b):
        # The matcher takes the square of the time: only what stands between lines that are
        # surely the same is left to it.
        matcher = SequenceMatcher(None, a[first.start : first.stop], b[start.start : start.stop],
                                  autojunk=False)  # fmt: skip
        for tag, i, j, k, m in matcher.get_opcodes():
            if tag != "equal":
                gone.update(range(first.start + i + 1, first.start + j + 1))
                fresh.update(range(start.start + k + 1, start.start + m + 1))
    return frozenset(gone), frozenset(fresh)


def _gaps(a: Sequence[bytes], b: Sequence[bytes]) -> Iterator[tuple[range, range]]:
    """Yield what stands between the lines that both have once, as far as they stand in order."""
    # What is alike at both ends is cut off first: edits are small, and files are not.
    short = min(len(a), len(b))
    head = next((n for n in range(short) if a[n] != b[n]), short)
    tail = next((n for n in range(short - head) if a[-1 - n] != b[-1 - n]), short - head)
    end = len(a) - tail, len(b) - tail
    here = there = head
    for n, m in (*_anchors(a[head : end[0]], b[head : end[1]]), (end[0] - head, end[1] - head)):
        if (n + head, m + head) != (here, there):
            yield range(here, n + head), range(there, m + head)
        here, there = n + head + 1, m + head + 1


def _anchors(a: Sequence[bytes], b: Sequence[bytes]) -> list[tuple[int, int]]:
    """Return the most lines that both have once and in the same order, as their numbers from 0."""
    counts, others = Counter(a), Counter(b)
    at = {line: m for m, line in enumerate(b) if others[line] == 1}
    pairs = [(n, at[line]) for n, line in enumerate(a) if line in at and counts[line] == 1]
    # The longest rising chain: for each length, the lowest end of such a chain.
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for k, (_, m) in enumerate(pairs):
        length = bisect_left(ends, m)
        ends[length : length + 1] = [m]
        last[length : length + 1] = [k]
        before.append(last[length - 1] if length else -1)
    chain: list[tuple[int, int]] = []
    k = last[-1] if last else -1
    while k >= 0:
        chain.append(pairs[k])
        k = before[k]
    return chain[::-1]


@lru_cache(maxsize=16)
def newline_of(source: bytes) -> bytes:
    """Return the line end that most lines of `source` have."""
    return b"\r\n" if 2 * source.count(b"\r\n") > source.count(b"\n") else b"\n"


def line_of(source: bytes, offset: int) -> int:
    """Return the line, counted from 1, that holds byte `offset` of `source`."""
    if len(source) < _SHORT:
        return source.count(b"\n", 0, offset) + 1
    return bisect_left(_newlines(source), offset) + 1


#: Up to here counting is faster than finding out once where all lines end.
_SHORT = 1 << 16


@lru_cache(maxsize=16)
def _newlines(source: bytes) -> array[int]:
    return array("q", (found.start() for found in re.finditer(b"\n", source)))
