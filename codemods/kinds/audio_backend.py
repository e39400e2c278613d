"""An audio backend: a value of AudiodevDriver, no C marks it.

QEMU has deprecated none so far; the entry follows that of `-accel hax`
(90c167a1da), an option that names an implementation as -audiodev does.
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

ID = "audio-backend"
_ENUM = "AudiodevDriver"


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the backend with the command line option that selects it."""
    short = titles.short(f"``{feature.name}``", "audio backend")
    return Entry(chapters.CLI, f"``-audiodev {feature.name}``", short=short)


KIND = Kind(
    id=ID,
    noun="audio backend",
    find=partial(enum_values.named, kind=ID, only=_ENUM),
    every=partial(enum_values.every, kind=ID, only=_ENUM),
    places=enum_values.places_if_any,
    entry=entry,
    parts=partial(registered.parts, Registry("audio", "audio_driver", "name", by_name=True)),
    refines=("qapi-enum-value",),
    naming=Naming("audio backend", (), (WORD_START + r"--?audiodev[ =](?:driver=)?",)),
    same=same_thing.other,
)
