"""What the cover letter says of a feature's inventory and of the checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from codemods.checks.running import Result
from codemods.related.group import Choice
from codemods.related.model import ASK, FOLLOWS, MARK, SKIP, VERDICTS, Inventory, Row
from codemods.series.words import bullet

#: What became of a row, and the heading for it.
_DONE = {
    MARK: "Deprecated by this series",
    "left out": "Left out",
    ASK: "Shared or adjacent, to be looked at",
    FOLLOWS: "Goes with what is deprecated",
}


def texts(found: Inventory, choice: Choice) -> tuple[str, ...]:
    """Return the inventory, what the series takes of it, and what it leaves out and why."""
    counts = Counter(row.verdict for row in found.rows)
    total = ", ".join(f"{counts[v]} {v}" for v in VERDICTS)
    left = {row.qualified: why for row, why in choice.left}
    taken = {row.qualified for row in choice.taken} | set(found.seeds)
    table = [f"Inventory of {found.title} ({total}):"]
    for done, title in _DONE.items():
        rows = [r for r in found.rows if r.verdict != SKIP and _done(r, taken, left) == done]
        table += ["\n".join([f"{title}:", *_by_file(rows)])] if rows else []
    parts = ["\n\n".join(table)]
    if choice.left:
        items = [
            f"{row.qualified}: {why}; {row.evidence}"
            if row.verdict == ASK
            else f"{row.qualified}: {why}"
            for row, why in choice.left
        ]
        parts.append("Why it is left out:\n\n" + "\n".join(map(bullet, items)))
    return (*parts, *map(bullet, found.notes))


def checks(results: Sequence[Result]) -> str:
    """Return what each check said, a line each."""
    lines = []
    for result in results:
        why = f" ({'; '.join(result.warnings)})" if result.warnings else ""
        lines.append(bullet(f"{result.check}: {result.status}{why}"))
    return "Checks of each patch:\n\n" + "\n".join(lines)


def _done(row: Row, taken: set[str], left: dict[str, str]) -> str:
    if row.qualified in taken:
        return MARK
    return "left out" if row.qualified in left else row.verdict


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
