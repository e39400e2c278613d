"""The findings as SARIF 2.1.0, which code hosts and editors read."""

from __future__ import annotations

import json

from codemods import __version__
from codemods.review import rules
from codemods.review.model import Finding
from codemods.review.review import Review

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def text(found: Review) -> str:
    """Return the document, with the rules that have something to say."""
    ids = sorted({f.rule for f in found.findings})
    driver = {
        "name": "check-deprecation",
        "version": __version__,
        "rules": [_rule(id_) for id_ in ids],
    }
    run = {"tool": {"driver": driver}, "results": [_result(f, ids) for f in found.findings]}
    document = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2) + "\n"


def _rule(id_: str) -> dict[str, object]:
    rule = rules.every()[id_]
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.about},
        "fullDescription": {"text": rule.explain},
    }


def _result(finding: Finding, ids: list[str]) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": ids.index(finding.rule),
        "level": finding.severity,
        "message": {"text": finding.message},
    }
    if finding.path:
        place: dict[str, object] = {"artifactLocation": {"uri": finding.path}}
        if finding.line:
            place["region"] = {"startLine": finding.line}
        result["locations"] = [{"physicalLocation": place}]
    return result
