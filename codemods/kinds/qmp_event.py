"""A QMP event: the flag and its sentence, no C.

Source: d43f1670c7 in QEMU's history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codemods.formats import qapi
from codemods.idioms import schema as schemas
from codemods.idioms import schemachapters
from codemods.model import Edit, Entry, Feature, Kind, Place, Request
from codemods.splice import line_of
from codemods.tree import Tree

ID = "qmp-event"


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the event `name`."""
    for schema in schemas.naming(tree, name):
        yield from (f for f in _events(schema) if f.name == name)


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each event of each schema."""
    for schema in schemas.every(tree):
        yield from _events(schema)


def places(tree: Tree, feature: Feature) -> tuple[Place, ...]:
    """Return the event itself."""
    return (Place(feature.path, feature.name, "", "This event"),)


def deprecate(tree: Tree, feature: Feature, request: Request) -> Iterable[Edit]:
    """Nothing outside the schema: the -compat policy works from the flag."""
    return ()


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the event under its name."""
    return Entry(schemachapters.event(feature.path), f"``{feature.name}``")


def _events(schema: qapi.Schema) -> Iterator[Feature]:
    for definition in schema.definitions:
        if definition.meta == "event":
            words = (definition.name, schemas.c_name(definition.name).lower())
            yield Feature(
                ID, definition.name, definition.name, schema.path,
                line_of(schema.source, definition.value.start), tuple(dict.fromkeys(words)),
            )  # fmt: skip


KIND = Kind(
    id=ID, noun="event", find=find, every=every, places=places, deprecate=deprecate, entry=entry,
)  # fmt: skip
