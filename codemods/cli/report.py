"""What the command line prints."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import click

from codemods.errors import CodemodError, Problem
from codemods.model import Patch
from codemods.pipeline import Outcome


def on_terminal() -> bool:
    """Tell whether a person reads standard output; it may be closed."""
    return sys.stdout is not None and sys.stdout.isatty()


def error(err: CodemodError) -> None:
    """Print a refusal: what was found, and a hint."""
    click.echo(f"deprecate-feature: {err}", err=True)
    if err.hint:
        click.echo(f"hint: {err.hint}", err=True)


def problems(found: Iterable[Problem]) -> None:
    """Print what the checks found."""
    for problem in found:
        place = f"{problem.path}:{problem.line}: " if problem.line else f"{problem.path}: "
        click.echo(f"{place if problem.path else ''}{problem.check}: {problem.message}", err=True)
        if problem.hint:
            click.echo(f"hint: {problem.hint}", err=True)


def warnings(texts: Iterable[str]) -> None:
    """Print warnings."""
    for text in texts:
        click.echo(f"warning: {text}", err=True)


def names(written: Iterable[str]) -> None:
    """Print the names of the files, as git format-patch does."""
    for name in written:
        click.echo(name)


def as_json(outcome: Outcome, written: Sequence[str]) -> None:
    """Print everything that is known as one JSON object."""
    click.echo(json.dumps(document(outcome, written), indent=2))


def document(outcome: Outcome, written: Sequence[str]) -> dict[str, Any]:
    """Return the JSON object: patches, account, checks, warnings and files."""
    totals: dict[str, int] = {"edited": 0, "left": 0, "ask": 0, "not parsed": 0}
    for row in outcome.account:
        totals[row.verdict] += 1
    return {
        "patches": [_patch(patch) for patch in outcome.patches],
        "account": {
            "lines": len(outcome.account),
            "totals": totals,
            "rows": [asdict(row) for row in outcome.account],
        },
        "checks": [
            {
                "check": result.check,
                "status": result.status,
                "problems": [asdict(problem) for problem in result.problems],
                "warnings": list(result.warnings),
            }
            for result in outcome.results
        ],
        "warnings": list(outcome.warnings),
        "files": list(written),
    }


def _patch(patch: Patch) -> dict[str, Any]:
    return {
        "subject": patch.subject,
        "message": patch.body,
        "features": [asdict(feature) for feature in patch.features],
        "edits": [
            {
                "path": edit.path,
                "line": line,
                "removed_bytes": edit.end - edit.start,
                "text": edit.text.decode(errors="replace"),
            }
            for edit, line in patch.edits
        ],
        "files": sorted(patch.files),
        "questions": list(patch.questions),
        "notes": list(patch.notes),
    }
