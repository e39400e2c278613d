"""A TPM backend: a value of TpmType, no C marks it.

QEMU has deprecated none so far; the entry follows that of an audio backend.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from codemods.kind import WORD_START, Kind, Naming, Part
from codemods.model import Entry, Feature
from codemods.qemu import same_thing
from codemods.qemu.code import parts as type_parts
from codemods.qemu.listing import chapters, titles
from codemods.qemu.schema import values as enum_values
from codemods.source.tree import Tree

ID = "tpm-backend"
_ENUM = "TpmType"


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the backend with the command line option that selects it."""
    short = titles.short(f"``{feature.name}``", "TPM backend")
    return Entry(chapters.CLI, f"``-tpmdev {feature.name}``", short=short)


def parts(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield the QOM type of the backend."""
    yield from type_parts.of_object(tree, f"tpm-{feature.name}", feature.path, feature.line)


KIND = Kind(
    id=ID,
    noun="TPM backend",
    find=partial(enum_values.named, kind=ID, only=_ENUM),
    every=partial(enum_values.every, kind=ID, only=_ENUM),
    places=enum_values.places_if_any,
    entry=entry,
    parts=parts,
    refines=("qapi-enum-value",),
    naming=Naming("TPM backend", (), (WORD_START + r"--?tpmdev[ =](?:type=)?",)),
    same=same_thing.other,
)
