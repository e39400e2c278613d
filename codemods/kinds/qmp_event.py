"""A QMP event: the flag and its sentence, no C.

Source: d43f1670c7 in QEMU's history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codemods.kind import Kind, Naming, Part
from codemods.model import Entry, Feature, Place
from codemods.qemu.listing import titles
from codemods.qemu.schema import chapter_of, commands
from codemods.source.tree import Tree

ID = "qmp-event"


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the event `name`."""
    yield from commands.named(tree, name, ID, "event")


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each event of each schema."""
    yield from commands.every(tree, ID, "event")


def places(tree: Tree, feature: Feature) -> tuple[Place, ...]:
    """Return the event itself."""
    return (Place(feature.path, feature.name, "", "This event"),)


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the event under its name."""
    name = f"``{feature.name}``"
    return Entry(chapter_of.event(feature.path), name, short=titles.short(name, "event"))


def parts(tree: Tree, feature: Feature) -> Iterable[Part]:
    """Nothing besides the definition: the calls that send it follow from it."""
    return ()


KIND = Kind(
    id=ID,
    noun="event",
    find=find,
    every=every,
    places=places,
    entry=entry,
    parts=parts,
    naming=Naming("event", ("event",), (), r"\w*event\w*", certain=False, meta="event"),
)
