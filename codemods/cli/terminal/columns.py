"""Rows as plain columns, for pipes."""

from __future__ import annotations

from collections.abc import Sequence


def columns(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return `headings` and `rows` in columns as wide as they need to be, the last one uncut.

    Nothing where there are no rows.
    """
    if not rows:
        return []
    cells = [headings, *rows]
    widths = [max(len(row[n]) for row in cells) for n in range(len(headings) - 1)]
    return ["  ".join([*map(str.ljust, row[:-1], widths), row[-1]]).rstrip() for row in cells]
