"""The hunks of a patch, with the number of each line in the file before and after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from codemods.review.model import Step, text_of

_CONTEXT = 3


@dataclass(frozen=True)
class Row:
    """A line of a hunk: its mark (" ", "+", "-"), its text, its number after the patch, or 0."""

    mark: str
    text: str
    number: int


@dataclass(frozen=True)
class Hunk:
    """A hunk of `path`; `head` is its line "@@ ... @@"."""

    path: str
    head: str
    rows: tuple[Row, ...]

    def holds(self, line: int) -> bool:
        """Tell whether a line of the file after the patch stands in it."""
        return any(row.number == line for row in self.rows)


def of_file(step: Step, path: str) -> Iterator[Hunk]:
    """Yield the hunks in which a patch changes the file `path`."""
    old, new = _lines(text_of(step.before, path)), _lines(text_of(step.after, path))
    short = min(len(old), len(new))
    head = next((n for n in range(short) if old[n] != new[n]), short)
    tail = next((n for n in range(short - head) if old[-1 - n] != new[-1 - n]), short - head)
    # Enough of what is alike at both ends for the context, so that big files cost nothing.
    first, last = max(0, head - _CONTEXT), max(0, tail - _CONTEXT)
    a, b = old[first : len(old) - last], new[first : len(new) - last]
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        yield Hunk(path, _head(group, first), tuple(_rows(group, a, b, first)))


def _head(group: list[tuple[str, int, int, int, int]], first: int) -> str:
    a, b = group[0][1], group[-1][2]
    c, d = group[0][3], group[-1][4]
    return f"@@ -{a + first + 1},{b - a} +{c + first + 1},{d - c} @@"


def _rows(
    group: list[tuple[str, int, int, int, int]], a: list[str], b: list[str], first: int
) -> Iterator[Row]:
    for tag, i, j, k, m in group:
        if tag == "equal":
            yield from (Row(" ", b[n], first + n + 1) for n in range(k, m))
            continue
        yield from (Row("-", a[n], 0) for n in range(i, j))
        yield from (Row("+", b[n], first + n + 1) for n in range(k, m))


def _lines(source: bytes) -> list[str]:
    return source.decode(errors="replace").splitlines()
