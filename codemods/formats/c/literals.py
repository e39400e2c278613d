"""Write C string literals."""

from __future__ import annotations

import re

WIDTH = 80


def lines(head: str, text: str, tail: str) -> list[str]:
    """Return `head`, the literal of `text`, and `tail` as lines of at most WIDTH columns.

    A text that is too long for one line is broken between words and continued
    below its first quote.
    """
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    one = f'{head}"{quoted}"{tail}'
    if len(one) <= WIDTH:
        return [one]
    room = WIDTH - len(head) - len(tail) - 2
    rows = [""]
    for word in re.findall(r"\S+\s*", quoted):
        if rows[-1] and len(rows[-1]) + len(word) > room:
            rows.append("")
        rows[-1] += word
    starts = [head] + [" " * len(head)] * (len(rows) - 1)
    made = [f'{start}"{row}"' for start, row in zip(starts, rows, strict=True)]
    return [*made[:-1], made[-1] + tail]
