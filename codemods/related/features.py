"""From a row of an inventory to the feature that a kind can deprecate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from codemods import kinds
from codemods.errors import Refused
from codemods.kind import Kind
from codemods.model import Feature, Request
from codemods.qemu.schema import definitions
from codemods.related.model import COMMAND_LINE, FLAGGED, OUTSIDE, Row
from codemods.source.searching import spelling
from codemods.source.tree import Tree


def of(tree: Tree, row: Row) -> Feature:
    """Return the feature that `row` is, of the most special kind that has it.

    Raises:
        Refused: no kind has it.
    """
    found: list[Feature] = []
    for kind in filter(lambda k: _may_have(k, row), kinds.every().values()):
        for feature in kind.find(tree, row.qualified):
            at = (feature.path, feature.line) == (row.path, row.line)
            if at or row.qualified in covered(tree, feature):
                found.append(feature)
    refined = {r for f in found for r in kinds.every()[f.kind].refines}
    special = [f for f in found if f.kind not in refined]
    if not special:
        raise Refused(
            f"no kind of feature covers the {row.kind} '{row.qualified}'",
            path=row.path, line=row.line, hint=f"leave it out: --exclude '{row.qualified}'",
        )  # fmt: skip
    return special[0]


def expect(tree: Tree, rows: Iterable[Row]) -> None:
    """Search the tree once for all that `rows` are called, in the schema, in C and in texts."""
    names = dict.fromkeys(word for row in rows for word in spelling.spelled(row.qualified))
    if telling := [word for word in names if not spelling.everyday(word)]:
        tree.grep(telling)


def _may_have(kind: Kind, row: Row) -> bool:
    """Tell whether the kind may have what `row` is: to look for it elsewhere takes long."""
    if row.kind in FLAGGED:
        return kind.in_schema
    if row.kind in OUTSIDE:
        return kind.row == row.kind
    return not kind.on_request and not (row.kind in COMMAND_LINE and kind.costly)


def covered(tree: Tree, feature: Feature) -> set[str]:
    """Return the qualified names of the places that are marked with `feature`."""
    places = kinds.every()[feature.kind].places(tree, feature)
    return {f"{p.definition}.{p.member}" if p.member else p.definition for p in places}


def fitting(tree: Tree, feature: Feature, request: Request) -> Request:
    """Return the request for an interface of a feature: its replacement only where that can be.

    What replaces the feature need not be a thing of the kind that the interface is.
    """
    kind = kinds.every()[feature.kind]
    try:
        kind.require(tree, feature, request)
        for place in kind.places(tree, feature) if request.replacement else ():
            if found := definitions.definition(tree, place.definition):
                definitions.reference(tree, found[1], request.replacement or "")
    except Refused:
        return replace(request, replacement=None)
    return request


def require_editable(tree: Tree, row: Row, feature: Feature, request: Request) -> None:
    """Refuse what cannot be edited: outside of the schema, or beside its flag."""
    if row.kind not in FLAGGED:
        kinds.every()[feature.kind].require(tree, feature, request)
    for mark in kinds.every()[feature.kind].marks(tree, feature):
        list(mark.add(tree, request) if mark.add else ())
