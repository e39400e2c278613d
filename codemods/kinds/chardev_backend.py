"""A character device backend: a value of ChardevBackendKind, no C.

Source: b04c12282b in QEMU's history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codemods.model import Entry, Feature, Kind, Request
from codemods.qemu.listing import chapters, titles
from codemods.qemu.schema import values as enum_values
from codemods.source.splice import Edit
from codemods.source.tree import Tree

ID = "chardev-backend"
_ENUM = "ChardevBackendKind"


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the backend `name`, or "ChardevBackendKind.name"."""
    yield from enum_values.named(tree, name, ID, _ENUM)


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each character device backend."""
    yield from enum_values.every(tree, ID, _ENUM)


def deprecate(tree: Tree, feature: Feature, request: Request) -> Iterable[Edit]:
    """Nothing outside the schema."""
    return ()


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the backend with the character devices."""
    name = f"``{feature.name}``"
    return Entry(
        chapters.CHARACTER_DEVICES, name, before="Backend", befores="Backends",
        short=titles.short(name, "backend"),
    )  # fmt: skip


KIND = Kind(
    id=ID, noun="character device backend", find=find, every=every,
    places=enum_values.places_if_any, deprecate=deprecate, entry=entry,
    refines=("qapi-enum-value",),
)  # fmt: skip
