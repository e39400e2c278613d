"""A character device backend: a value of ChardevBackendKind, no C.

Source: b04c12282b in QEMU's history.
"""

from __future__ import annotations

from functools import partial

from codemods.model import WORD_START, Entry, Feature, Kind, Naming
from codemods.qemu import same_thing
from codemods.qemu.listing import chapters, titles
from codemods.qemu.schema import values as enum_values
from codemods.source.tree import Tree

ID = "chardev-backend"
_ENUM = "ChardevBackendKind"


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the backend with the character devices."""
    name = f"``{feature.name}``"
    return Entry(
        chapters.CHARACTER_DEVICES, name, before="Backend", befores="Backends",
        short=titles.short(name, "chardev backend"),
    )  # fmt: skip


KIND = Kind(
    id=ID,
    noun="character device backend",
    find=partial(enum_values.named, kind=ID, only=_ENUM),
    every=partial(enum_values.every, kind=ID, only=_ENUM),
    places=enum_values.places_if_any,
    entry=entry,
    refines=("qapi-enum-value",),
    naming=Naming("chardev backend", (), (WORD_START + r"--?chardev[ =](?:backend=)?",)),
    same=same_thing.other,
    one_chapter=True,
)
