"""What the command line prints."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from codemods.cli import common
from codemods.model import Patch
from codemods.pipeline.common import Outcome
from codemods.series import questions, words, writing
from codemods.series.rendering import PatchFile

_NAMED = 3


def names(written: Iterable[str]) -> None:
    """Print the names of the files, as git format-patch does."""
    for name in written:
        common.out_path(name)


def for_the_sender(outcome: Outcome) -> None:
    """Print what is nobody's business on the list: the account in numbers, what was checked."""
    if not outcome.files:
        return
    common.say(words.totals(outcome.account))
    for text in questions.for_the_sender(outcome.patches):
        common.say(text)
    passed = [result.check for result in outcome.results if result.status == "passed"]
    if passed:
        common.say(f"checks passed: {', '.join(passed)}")
    for result in outcome.results:
        if result.note:
            common.say(f"{result.check}: {result.note}")


def strangers(folder: Path | None, files: Sequence[PatchFile]) -> tuple[str, ...]:
    """Return a warning of the patches in `folder` that are not of the series, if there are any."""
    found = writing.others(folder, files)
    if not found:
        return ()
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    where = folder or "the current directory"
    return (
        f"{where} holds other patches, which *.patch names, too: {', '.join(found[:_NAMED])}{more}",
    )


def as_json(outcome: Outcome, written: Sequence[str]) -> None:
    """Print everything that is known as one JSON object."""
    common.out(json.dumps(document(outcome, written), indent=2))


def document(outcome: Outcome, written: Sequence[str]) -> dict[str, Any]:
    """Return the JSON object: patches, recipients, account, checks, warnings and files."""
    totals: dict[str, int] = {"edited": 0, "left": 0, "ask": 0, "not parsed": 0}
    for row in outcome.account:
        totals[row.verdict] += 1
    return {
        "patches": [_patch(patch) for patch in outcome.patches],
        "recipients": [
            [
                {"address": one.address, "because": [asdict(source) for source in one.because]}
                for one in each
            ]
            for each in outcome.recipients
        ],
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
                **({"note": result.note} if result.note else {}),
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
        "questions": list(questions.of([patch])),
        "notes": list(patch.notes),
    }
