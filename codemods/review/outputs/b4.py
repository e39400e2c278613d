"""The answer to `b4 review`, which asks with review-perpatch-check-cmd and the like.

A JSON list of {"tool", "status": "pass", "warn" or "fail", "summary", "url", "details"}.
Source: b4 0.16, src/b4/review.
"""

from __future__ import annotations

import json

from codemods.review.model import ERROR, NOTE, WARNING
from codemods.review.outputs import concise
from codemods.review.review import Review

TOOL = "check-deprecation"


def text(found: Review) -> str:
    """Return one answer for the whole of what was read."""
    counts = {s: sum(f.severity == s for f in found.findings) for s in (ERROR, WARNING, NOTE)}
    status = "fail" if counts[ERROR] else "warn" if counts[WARNING] else "pass"
    shown = [f"{n} {s}{'s' if n > 1 else ''}" for s, n in counts.items() if n]
    details = "\n".join(concise.line(f, found.series.steps) for f in found.findings)
    answer = {
        "tool": TOOL,
        "status": status,
        "summary": ", ".join(shown) or "nothing found",
        "url": "",
        "details": details,
    }
    return json.dumps([answer], indent=2) + "\n"
