"""A network backend: a value of NetClientDriver, no C marks it.

Source: `-netdev` takes none of the two that `-net` alone does; see net_client_init1() of
net/net.c.  The entry follows that of an audio backend.
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

ID = "network-backend"
_ENUM = "NetClientDriver"
#: What `-netdev` refuses, and `-net` takes.
_OLD = ("none", "nic")


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the backend with the command line option that selects it."""
    option = "-net" if feature.name in _OLD else "-netdev"
    short = titles.short(f"``{feature.name}``", "network backend")
    return Entry(chapters.CLI, f"``{option} {feature.name}``", short=short)


KIND = Kind(
    id=ID,
    noun="network backend",
    find=partial(enum_values.named, kind=ID, only=_ENUM),
    every=partial(enum_values.every, kind=ID, only=_ENUM),
    places=enum_values.places_if_any,
    entry=entry,
    parts=partial(registered.parts, Registry("net", "NetClientInfo", "type")),
    refines=("qapi-enum-value",),
    naming=Naming("network backend", (), (WORD_START + r"--?net(?:dev)?[ =](?:type=)?",)),
    same=same_thing.other,
)
