"""A value of a QAPI enumeration: the flag and its sentence, no C."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codemods.kind import Kind, Part
from codemods.model import Entry, Feature, Listed
from codemods.qemu.listing import chapters
from codemods.qemu.schema import commands, definitions
from codemods.qemu.schema import values as enum_values
from codemods.source.tree import Tree

ID = "qapi-enum-value"
_CODE = (".c", ".h")


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the enum values called `name`, or "Enum.value"."""
    return enum_values.named(tree, name, ID)


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each value of each enumeration."""
    for schema in definitions.every(tree):
        yield from enum_values.values(tree, schema, ID)


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the value with the QMP commands, under its enumeration."""
    definition, value = enum_values.split(feature.qualified)
    return Entry(
        chapters.QMP, f"``{value}``", before=f"``{definition}`` value",
        befores=f"``{definition}`` values",
    )  # fmt: skip


def parts(tree: Tree, feature: Feature) -> Iterable[Part]:
    """Nothing besides the value: its branches and its constant follow from it.

    Where only its text is in code, a person has to see whether it is meant there.  Another one
    that is zero once the first one is gone is told.
    """
    owner, name = enum_values.split(feature.qualified)
    found = definitions.definition(tree, owner)
    values = [m.name for m in found[1].members if m.role == "value"] if found else []
    if values[1:] and values[0] == name:
        why = f"what is 0 among the values of {owner} is {values[1]} from then on"
        yield Part(feature.path, feature.line, left=why)
    constant = enum_values.constant(feature)
    if not any(path.endswith(_CODE) for path in tree.naming(constant)):
        for hit in tree.grep((f'"{feature.name}"',)):
            if hit.path.endswith(_CODE) and not hit.path.startswith("tests/"):
                why = f"no code uses {constant}, but this may mean it by its text"
                yield Part(hit.path, hit.line, by_hand=why)
                return


def means(tree: Tree, feature: Feature, listed: Listed) -> bool:
    """Tell that `listed` has the command that the action of a transaction is named after."""
    if enum_values.split(feature.qualified)[0] != commands.ACTIONS:
        return False
    here = chapters.subject(listed.chapters) == "qmp"
    return here and any(n.text == feature.name and not n.owners for n in listed.names)


KIND = Kind(
    id=ID,
    noun="enum value",
    find=find,
    every=every,
    places=enum_values.places,
    entry=entry,
    parts=parts,
    means=means,
    owned=True,
    by_owner=True,
    hooked_by=enum_values.constant,
)
