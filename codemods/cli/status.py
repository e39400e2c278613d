"""`deprecate-feature NAME --status`: print the marks of a feature."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from codemods import marks, printable
from codemods.cli import common
from codemods.cli.terminal.columns import columns
from codemods.errors import Refused
from codemods.model import Feature, Mark, Request
from codemods.plan.resolve import resolve
from codemods.qemu import releases
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree

_HEADINGS = ("mark", "state", "since", "where", "what it says")
THERE, MISSING, IMPOSSIBLE, NO_PLACE = "there", "missing", "impossible", "no place"


def show(tree: GitTree | FolderTree, options: Mapping[str, Any]) -> None:
    """Print the marks of each name: plain columns, or JSON.

    Raises:
        Refused: a name means nothing, or several things.
    """
    features = [resolve(tree, name, options["kind"]) for name in options["names"]]
    request = Request(releases.resolve(tree, options["since"], past=True))
    found = [(feature, _rows(tree, feature, request)) for feature in features]
    if options["as_json"]:
        common.out(json.dumps([document(feature, rows) for feature, rows in found], indent=2))
        return
    for feature, rows in found:
        for line in columns(_HEADINGS, [_cells(mark, state, why) for mark, state, why in rows]):
            common.out(line)
        common.say(totals(feature, rows))


#: A mark, its state, and why it is impossible or without a place.
_Row = tuple[Mark, str, str]


def _rows(tree: GitTree | FolderTree, feature: Feature, request: Request) -> list[_Row]:
    return [(mark, *_state(tree, mark, request)) for mark in marks.of(tree, feature)]


def _state(tree: GitTree | FolderTree, mark: Mark, request: Request) -> tuple[str, str]:
    if mark.lacks:
        return NO_PLACE, f"looked for {mark.lacks}, found none"
    if mark.add is None:
        return THERE, mark.text
    try:
        list(mark.add(tree, request))
    except Refused as err:
        return IMPOSSIBLE, str(err)
    return MISSING, ""


def totals(feature: Feature, rows: Sequence[_Row]) -> str:
    """Return one line that says how far the feature is deprecated."""
    there = sum(1 for _, state, _ in rows if state == THERE)
    since = next((mark.since for mark, _, _ in rows if mark.since), "")
    name = f"{feature.kind}:{feature.qualified}"
    if not there:
        return f"{name}: not deprecated"
    dated = f" since {since}" if since else ""
    missing = [mark.says for mark, state, _ in rows if state in (MISSING, IMPOSSIBLE)]
    lacking = f", missing: {', '.join(missing)}" if missing else ""
    return f"{name}: deprecated{dated}, {there} marks{lacking}"


def document(feature: Feature, rows: Sequence[_Row]) -> dict[str, Any]:
    """Return the JSON object of the marks of one feature."""
    return {
        "feature": feature.qualified,
        "kind": feature.kind,
        "path": feature.path,
        "line": feature.line,
        "marks": [
            {
                "mark": mark.says,
                "state": state,
                "since": mark.since or None,
                "path": mark.path,
                "line": mark.line,
                "text": why or None,
            }
            for mark, state, why in rows
        ],
    }


def _cells(mark: Mark, state: str, why: str) -> tuple[str, ...]:
    where = f"{mark.path}:{mark.line}"
    return (mark.says, state, mark.since, printable.shown(where), printable.shown(why))
