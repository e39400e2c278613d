"""From a row of an inventory to the feature that a kind can deprecate."""

from __future__ import annotations

from codemods import kinds
from codemods.errors import Refused
from codemods.model import Feature, Request
from codemods.related.model import FLAGGED, Row
from codemods.source.tree import Tree


def of(tree: Tree, row: Row) -> Feature:
    """Return the feature that `row` is, of the most special kind that has it.

    Raises:
        Refused: no kind has it.
    """
    # One search of the whole tree, which the kinds then narrow down.
    tree.naming(row.qualified.rpartition(".")[2])
    found: list[Feature] = []
    for kind in kinds.every().values():
        for feature in kind.find(tree, row.qualified) if not kind.on_request else ():
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


def covered(tree: Tree, feature: Feature) -> set[str]:
    """Return the qualified names of the places that are marked with `feature`."""
    places = kinds.every()[feature.kind].places(tree, feature)
    return {f"{p.definition}.{p.member}" if p.member else p.definition for p in places}


def require_editable(tree: Tree, row: Row, feature: Feature, request: Request) -> None:
    """Refuse what is not of the schema and cannot be edited."""
    if row.kind not in FLAGGED:
        kinds.every()[feature.kind].require(tree, feature, request)
        for mark in kinds.every()[feature.kind].marks(tree, feature):
            list(mark.add(tree, request) if mark.add else ())
