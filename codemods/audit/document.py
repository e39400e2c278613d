"""An audit as data, for JSON: the keys are documented in the README and only ever added to."""

from __future__ import annotations

from typing import Any

from codemods.audit.model import Finding, Spot
from codemods.audit.report import Report
from codemods.audit.standing import Standing
from codemods.qemu.listing import replacements
from codemods.qemu.releases import Release

#: Changes when a key changes its meaning or goes.
FORMAT = 1


def of(report: Report) -> dict[str, Any]:
    """Return `report` as plain values."""
    return {
        "format": FORMAT,
        "tree": {
            "commit": report.commit or None,
            "date": report.date or None,
            "version": spoken(report.release),
            "next": spoken(report.coming),
        },
        "entries": [entry(one) for one in report.entries],
        "findings": [finding(one) for one in report.findings],
        "dead": [{"path": d.path, "family": d.family, "machines": d.versions} for d in report.dead],
    }


def entry(one: Standing) -> dict[str, Any]:
    """Return an entry as plain values."""
    record, listed = one.record, one.record.entry
    return {
        "id": one.id,
        "kind": record.kind,
        "names": record.names,
        "title": listed.title,
        "chapter": " / ".join(listed.chapters),
        "path": listed.path,
        "line": listed.line,
        "since": listed.release,
        "first_release": spoken(one.first),
        "stage": one.stage,
        "flagged": [_place(spot) for spot in record.flagged],
        "warned": [_place(spot) for spot in record.warned],
        "marked": [_place(spot) for spot in record.marked],
        "said": [_place(spot) for spot in record.said],
        "replacement": replacements.of_body(listed.body) or None,
        "removal": {
            "from": spoken(one.goes),
            "may_go": one.may_go,
            "blocked_by": one.blocked_by or None,
            "blocked_until": spoken(one.blocked_until),
            "rank": one.rank or None,
            "age": one.age,
        },
        "owner": {"section": one.owner.title, "people": one.owner.people} if one.owner else None,
        "users": vars(one.users) if one.users else None,
        "siblings": one.siblings,
        "findings": [f.fingerprint for f in one.findings],
    }


def finding(one: Finding) -> dict[str, Any]:
    """Return a finding as plain values."""
    return {
        "id": one.fingerprint,
        "rule": one.rule,
        "severity": one.severity,
        "path": one.path,
        "line": one.line,
        "entity": one.entity,
        "message": one.message,
        "fix": one.fix or ("audit-deprecations --fix" if one.edits else None),
    }


def spoken(release: Release | None) -> str | None:
    """Return a release as people write it."""
    return f"{release[0]}.{release[1]}" if release else None


def _place(spot: Spot) -> dict[str, Any]:
    return {"path": spot.path, "line": spot.line, "text": spot.text}
