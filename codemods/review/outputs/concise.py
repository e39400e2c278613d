"""One line for each finding: `path:line: severity: message [rule]`."""

from __future__ import annotations

from codemods.review.model import Finding, Step
from codemods.review.review import Review


def text(found: Review) -> str:
    """Return a line for each finding."""
    return "".join(f"{line(f, found.series.steps)}\n" for f in found.findings)


def line(finding: Finding, steps: tuple[Step, ...] = ()) -> str:
    """Return one finding on one line; a finding without a file names its patch."""
    of_step = steps[finding.step].name if steps and finding.step >= 0 else ""
    where = finding.path or of_step
    place = f"{where}:{finding.line}: " if finding.line else f"{where}: " if where else ""
    return f"{place}{finding.severity}: {finding.message} [{finding.rule}]"
