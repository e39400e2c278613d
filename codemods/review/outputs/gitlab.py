"""A code quality report as GitLab shows it beside a merge request.

Source: https://docs.gitlab.com/ci/testing/code_quality/, "Code Quality report format".
"""

from __future__ import annotations

import hashlib
import json

from codemods.review.model import ERROR, NOTE, WARNING, Finding
from codemods.review.review import Review

_SEVERITY = {ERROR: "critical", WARNING: "major", NOTE: "info"}


def text(found: Review) -> str:
    """Return the report; a finding without a file is one of the tree's top."""
    return json.dumps([_issue(f) for f in found.findings], indent=2) + "\n"


def _issue(finding: Finding) -> dict[str, object]:
    # Without the line, so that a finding is the same after a rebase.
    key = "\0".join((finding.rule, finding.path, finding.message))
    return {
        "description": finding.message,
        "check_name": finding.rule,
        "fingerprint": hashlib.sha256(key.encode(errors="replace")).hexdigest(),
        "severity": _SEVERITY[finding.severity],
        "location": {"path": finding.path or ".", "lines": {"begin": max(finding.line, 1)}},
    }
