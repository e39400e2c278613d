"""As `checkpatch.pl --terse` prints it, nothing where all is well: for b4's check commands.

b4 takes a line with "ERROR:" for a failure and any other for a warning, so notes, which
are for a person to weigh, are left out.
"""

from __future__ import annotations

from codemods.review.model import NOTE
from codemods.review.review import Review


def text(found: Review) -> str:
    """Return a line for each error and warning."""
    lines = []
    for finding in found.findings:
        if finding.severity != NOTE:
            line = f":{finding.line}" if finding.line else ""
            place = f"{finding.path}{line}: " if finding.path else ""
            said = f"{finding.severity.upper()}: {finding.message} [{finding.rule}]"
            lines.append(f"{place}{said}\n")
    return "".join(lines)
