"""What the cover letter says of a feature's inventory and of the checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from codemods.group import Choice
from codemods.related.model import ASK, VERDICTS, Inventory, Row
from codemods.verify import Result


def texts(found: Inventory, choice: Choice) -> tuple[str, ...]:
    """Return the inventory, what the series takes of it, and what it leaves out and why."""
    counts = Counter(row.verdict for row in found.rows)
    total = ", ".join(f"{counts[v]} {v}" for v in VERDICTS)
    left = {row.qualified: why for row, why in choice.left}
    taken = {row.qualified for row in choice.taken} | set(found.seeds)
    shown = [row for row in found.rows if row.verdict != "skip"]
    table = _columns([(_done(row, taken, left), *_cells(row)) for row in shown])
    parts = [f"Inventory of {found.name} ({total}):\n\n" + "\n".join(table)]
    if choice.left:
        items = [
            f"- {row.qualified}: {why}; {row.evidence}"
            if row.verdict == ASK
            else f"- {row.qualified}: {why}"
            for row, why in choice.left
        ]
        parts.append("Left out:\n\n" + "\n".join(items))
    return (*parts, *found.notes)


def checks(results: Sequence[Result]) -> str:
    """Return what each check said, a line each."""
    lines = []
    for result in results:
        why = f" ({'; '.join(result.warnings)})" if result.warnings else ""
        lines.append(f"  {result.check}: {result.status}{why}")
    return "Checks of each patch:\n\n" + "\n".join(lines)


def _cells(row: Row) -> tuple[str, ...]:
    return row.kind, row.qualified, f"{row.path}:{row.line}", ", ".join(row.carries) or "-"


def _done(row: Row, taken: set[str], left: dict[str, str]) -> str:
    if row.qualified in taken:
        return "deprecated"
    return "left out" if row.qualified in left else row.verdict


def _columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    return [
        "  " + "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
