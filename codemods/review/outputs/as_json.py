"""The findings as JSON, with the number of this form.

{"format": 1, "base": COMMIT, "patches": [{"name", "subject"}], "findings": [...], "notes": [...]}

A finding: "rule", "severity" ("error", "warning", "note"), "path", "line" (from 1, 0 for none;
of the file after the patch), "message", "names", "patch" (its number from 1, 0 for the whole
series), "hint", "fixable".
"""

from __future__ import annotations

import json

from codemods.review.model import Finding
from codemods.review.review import Review

FORMAT = 1


def text(found: Review) -> str:
    """Return the document."""
    document = {
        "format": FORMAT,
        "base": found.series.base,
        "patches": [{"name": s.name, "subject": s.subject} for s in found.series.steps],
        "findings": [_finding(f) for f in found.findings],
        "notes": list(found.notes),
    }
    return json.dumps(document, indent=2) + "\n"


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "path": finding.path,
        "line": finding.line,
        "message": finding.message,
        "names": list(finding.names),
        "patch": finding.step + 1,
        "hint": finding.hint,
        "fixable": bool(finding.edits),
    }
