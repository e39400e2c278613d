"""An enumeration that lists the members of a struct: a name in one is the same in the other."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.formats.qapi import schema as qapi_schema
from codemods.related.model import OWNS, Clue, Known
from codemods.related.scene import Evidence, Scene

#: An enumeration lists a struct's members when it has so many values, and so
#: many in a hundred of them are among the members.
_VALUES, _PERCENT = 3, 80


def find(scene: Scene, known: Known) -> Iterator[Clue]:
    """Yield a clue for the other half of each such value or member of the feature."""
    mine = {t for t, strength in known.items() if strength == OWNS}
    owners = {t.owner for t in mine if t.kind in ("value", "member")}
    for enum, struct in _pairs(scene):
        if not {enum.name, struct.name} & owners:
            continue
        for value in enum.members:
            one, other = (scene.book.of(d.name, value.name) for d in (enum, struct))
            for this, that in ((one, other), (other, one)):
                if this and that and this in mine and that not in mine:
                    yield Clue(that, OWNS, f"the same as {this.qualified}")


def _pairs(scene: Scene) -> Iterator[tuple[qapi_schema.Definition, qapi_schema.Definition]]:
    by_file: dict[str, list[qapi_schema.Definition]] = {}
    for definition in scene.book.definitions.values():
        by_file.setdefault(definition.path, []).append(definition)
    for definitions in by_file.values():
        structs = [(d, {m.name for m in d.members}) for d in definitions if d.meta == "struct"]
        for enum in definitions:
            values = {m.name for m in enum.members}
            if enum.meta != "enum" or len(values) < _VALUES:
                continue
            for struct, members in structs:
                if len(values & members) * 100 >= len(values) * _PERCENT:
                    yield enum, struct


EVIDENCE = Evidence("pairs", find, derived=True)
