"""What belongs to a feature is deprecated with it."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.errors import CodemodError
from codemods.formats.qapi import schema as qapi_schema
from codemods.formats.qapi import values as qapi_values
from codemods.qemu.schema import definitions
from codemods.related import inventory
from codemods.related.model import ASK, FLAGGED, MARK, Row
from codemods.review.facts.recognised import Known
from codemods.review.facts.schema import Flagged
from codemods.review.model import NOTE, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene

_SHOWN = 12
#: A series that flags more than so many things is not asked for the relatives of each.
_MOST = 3


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the interfaces of flagged features that stay unmarked, and their likes."""
    flagged = [k for k in scene.deprecated if k.flags]
    for known in flagged if len(flagged) <= _MOST else ():
        yield from _of_feature(scene, known)
    for place in scene.flagged:
        yield from _alike(scene, place)


def _of_feature(scene: Scene, known: Known) -> Iterator[Finding]:
    """Yield what the inventory of the feature marks, and what it asks about."""
    place = known.flags[0]
    # A member belongs to what has it; its name alone says nothing of others.
    if place.member is not None and place.member.role == "member":
        return
    try:
        rows = inventory.inventory(scene.after, known.feature.name).rows
    except CodemodError:
        return
    left = [r for r in rows if r.verdict == MARK and _unmarked(scene, r, known)]
    # The monitor's commands follow those of the schema; alone they ask for nothing.
    if any(row.kind in FLAGGED for row in left):
        asked = [r for r in rows if r.verdict == ASK and _unmarked(scene, r, known)]
        more = f"; {len(asked)} more are to be decided on" if asked else ""
        yield Finding(
            RULE.id, NOTE, place.path, place.line,
            f"{known.feature.qualified}: these belong to it and are not marked: {_listed(left)}"
            f"{more}", (*known.names, *(r.qualified for r in left)),
            hint=f"deprecate-feature {known.feature.name} --related lists them with the reasons",
        )  # fmt: skip


def _unmarked(scene: Scene, row: Row, known: Known) -> bool:
    own = {k.feature.qualified for k in scene.deprecated} | {f.qualified for f in scene.flagged}
    return "deprecated" not in row.carries and row.qualified not in own


def _listed(rows: list[Row]) -> str:
    shown = ", ".join(r.qualified for r in rows[:_SHOWN])
    return f"{shown} and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else shown


def _alike(scene: Scene, place: Flagged) -> Iterator[Finding]:
    """Yield the same member of another branch of the same union, with the same description."""
    if place.member is None or place.member.role != "member" or place.was is None:
        return
    others = [
        d for d in place.pair.schema.definitions
        if d.meta == "struct" and d.name != place.pair.now.name
        and (m := d.member(place.name)) and "deprecated" not in m.features
    ]  # fmt: skip
    beside = _beside(scene, place.pair.now.name) if others else frozenset()
    said = _described(place.pair.was, place.name)
    alike = [d for d in others if d.name in beside and _close(said, _described(d, place.name))]
    if alike:
        names = [f"{d.name}.{place.name}" for d in alike]
        yield Finding(
            RULE.id, NOTE, place.path, place.line,
            f"{place.qualified}: {', '.join(names)} is described in the same words and stays",
            (*place.names, *names),
        )  # fmt: skip


def _beside(scene: Scene, name: str) -> frozenset[str]:
    """Return the types that are branches of a union with the type `name`."""
    found: set[str] = set()
    for schema in definitions.naming(scene.after, name):
        for definition in schema.definitions:
            data = definition.value.data
            listed = data.get("data") if isinstance(data, dict) else None
            if definition.meta == "union" and isinstance(listed, dict):
                branches = {qapi_values.type_name(value) for value in listed.values()}
                found |= branches if name in branches else set()
    return frozenset(found)


def _described(definition: qapi_schema.Definition | None, name: str) -> list[str]:
    doc = definition.doc if definition else None
    item = next((i for i in doc.members if i.name == name), None) if doc else None
    return doc.text(item).split() if doc and item else []


def _close(one: list[str], other: list[str]) -> bool:
    """Tell whether one description begins as the other does, or is the whole of it."""
    short = min(len(one), len(other))
    return short >= 3 and one[:short] == other[:short]


RULE = Rule(
    "feature/related", NOTE, "interfaces of a deprecated feature that stay unmarked",
    "A capability has its parameters, its command, its event: when the feature goes, all go, so "
    "all are deprecated together, or the series says why not.  "
    "Source: the whole of deprecate-feature --related; docs/about/deprecated.rst.", run,
)  # fmt: skip
