"""Each finding with the lines that it is about, and the fix as a small diff."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.review import where
from codemods.review.model import Finding, Series
from codemods.review.outputs import concise, fixes, hunks
from codemods.review.review import Review

_AROUND = 2


def text(found: Review) -> str:
    """Return all findings, a blank line between them, and how many there are."""
    blocks = ["\n".join(_block(found.series, f)) for f in found.findings]
    counts = {s: sum(f.severity == s for f in found.findings) for s in ("error", "warning", "note")}
    shown = ", ".join(f"{n} {s}{'s' if n != 1 else ''}" for s, n in counts.items() if n)
    return "\n\n".join([*blocks, f"{shown or 'nothing'} found"]) + "\n"


def _block(series: Series, finding: Finding) -> Iterator[str]:
    yield concise.line(finding, series.steps)
    yield from _shown(series, finding)
    if finding.hint:
        yield f"  = hint: {finding.hint}"
    if change := fixes.diff(series, finding):
        yield "  = fix:"
        yield from (f"      {line}" for line in change if not line.startswith("@@"))


def _shown(series: Series, finding: Finding) -> Iterator[str]:
    """Yield the lines around the place, as the patch that brings them has them."""
    place = _in_step(series, finding)
    if place is None:
        return
    step, line = place
    for hunk in hunks.of_file(series.steps[step], finding.path):
        if not hunk.holds(line):
            continue
        at = next(n for n, row in enumerate(hunk.rows) if row.number == line)
        rows = hunk.rows[max(0, at - _AROUND) : at + _AROUND + 1]
        for row in rows:
            number = str(row.number) if row.number else ""
            arrow = "->" if row is hunk.rows[at] else "  "
            yield f"{arrow}{number:>6} {row.mark}{row.text}".rstrip()
        return


def _in_step(series: Series, finding: Finding) -> tuple[int, int] | None:
    """Return the step that brings the line of a finding, and its number there."""
    if not finding.path or not finding.line:
        return None
    if finding.of_patch:
        return finding.step, finding.line
    return where.origin(series, finding.path, finding.line)
