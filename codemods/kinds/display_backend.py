"""A display: a value of DisplayType, no C marks it.

The entry follows that of `-display sdl,window_close=...` (QEMU's 5.2), by the option.
"""

from __future__ import annotations

from functools import partial

from codemods.kind import WORD_START, Kind, Naming
from codemods.model import Entry, Feature
from codemods.qemu import same_thing
from codemods.qemu.code import registered
from codemods.qemu.code.registered import Registry
from codemods.qemu.listing import chapters, titles
from codemods.qemu.schema import values as enum_values
from codemods.source.tree import Tree

ID = "display-backend"
_ENUM = "DisplayType"


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the backend with the command line option that selects it."""
    short = titles.short(f"``{feature.name}``", "display")
    return Entry(chapters.CLI, f"``-display {feature.name}``", short=short)


KIND = Kind(
    id=ID,
    noun="display",
    find=partial(enum_values.named, kind=ID, only=_ENUM),
    every=partial(enum_values.every, kind=ID, only=_ENUM),
    places=enum_values.places_if_any,
    entry=entry,
    parts=partial(registered.parts, Registry("ui", "QemuDisplay", "type")),
    refines=("qapi-enum-value",),
    naming=Naming("display", (), (WORD_START + r"--?display[ =](?:type=)?",)),
    same=same_thing.other,
)
