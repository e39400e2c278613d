"""An audio backend: a value of AudiodevDriver, no C.

QEMU has deprecated none so far; the entry follows that of `-accel hax`
(90c167a1da), an option that names an implementation as -audiodev does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codemods.model import Entry, Feature, Kind, Request
from codemods.qemu.listing import chapters, titles
from codemods.qemu.schema import values as enum_values
from codemods.source.splice import Edit
from codemods.source.tree import Tree

ID = "audio-backend"
_ENUM = "AudiodevDriver"


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the backend `name`, or "AudiodevDriver.name"."""
    yield from enum_values.named(tree, name, ID, _ENUM)


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each audio backend."""
    yield from enum_values.every(tree, ID, _ENUM)


def deprecate(tree: Tree, feature: Feature, request: Request) -> Iterable[Edit]:
    """Nothing outside the schema."""
    return ()


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the backend with the command line option that selects it."""
    short = titles.short(f"``{feature.name}``", "audio backend")
    return Entry(chapters.CLI, f"``-audiodev {feature.name}``", short=short)


KIND = Kind(
    id=ID, noun="audio backend", find=find, every=every, places=enum_values.places_if_any,
    deprecate=deprecate, entry=entry, refines=("qapi-enum-value",),
)  # fmt: skip
