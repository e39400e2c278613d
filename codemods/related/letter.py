"""What the cover letter says of a feature's inventory."""

from __future__ import annotations

from collections.abc import Container, Sequence

from codemods.related.group import Choice, is_seed, markable
from codemods.related.model import ASK, Inventory, Row
from codemods.series.words import bullet


def texts(
    found: Inventory, choice: Choice, done: str = "Deprecated", told: Container[str] = ()
) -> tuple[str, ...]:
    """Return what the series deprecates, what it leaves out and why, and what is beside it.

    A series for one thing says in its subject what that is.

    Arguments:
        done: the word for what it does.
        told: the documents of which the mail says elsewhere that they name the feature.
    """
    left = {row.qualified: why for row, why in choice.left}
    taken = {row.qualified for row in choice.taken}
    taken |= {row.qualified for row in found.rows if is_seed(found, row) and markable(row)}
    # A build option, or a topic that no name of the tree is, is deprecated by no patch.
    marked = [row for row in found.rows if row.qualified in taken and markable(row)]
    beside = [
        row for row in found.rows
        if row.verdict == ASK and row.qualified not in taken and row.qualified not in left
        and not (row.kind == "document" and row.path in told)
    ]  # fmt: skip
    parts = [_listing(f"{done} by this series", marked if len(marked) > 1 or choice.taken else ())]
    if choice.left:
        parts.append("Left out:\n\n" + "\n".join(bullet(_left(*each)) for each in choice.left))
    parts.append(_listing("Shared or adjacent, to be looked at", beside))
    return tuple(filter(None, parts))


def _left(row: Row, why: str) -> str:
    tie = f"; {row.evidence}" if row.verdict == ASK else ""
    return f"{row.kind} {row.qualified} ({row.path}:{row.line}): {why}{tie}"


def _listing(title: str, rows: Sequence[Row]) -> str:
    return "\n".join([f"{title}:", *_by_file(rows)]) if rows else ""


def _by_file(rows: Sequence[Row]) -> list[str]:
    """Return the rows below the names of their files: a line of a mail has no room for both."""
    kind = max(len(row.kind) for row in rows)
    lines: list[str] = []
    for path in dict.fromkeys(row.path for row in rows):
        lines.append(f"  {path}")
        for row in (r for r in rows if r.path == path):
            carries = f" ({', '.join(row.carries)})" if row.carries else ""
            name = "" if row.qualified == path else f"  {row.qualified}"
            lines.append(f"    {row.line:5}  {row.kind:{kind if name else 0}}{name}{carries}")
    return lines
