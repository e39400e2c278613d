"""A QMP or guest agent command: the flag and its sentence, no C.

A command that is a transaction action too is flagged there as well.  Source:
1084159b31 and 228529d1fe in QEMU's history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codemods.kind import Kind, Naming, Part
from codemods.model import Entry, Feature, Place
from codemods.qemu.schema import chapter_of, commands, definitions
from codemods.source.tree import Tree

ID = "qmp-command"


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the command `name`."""
    yield from commands.named(tree, name, ID, "command")


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each command of each schema."""
    yield from commands.every(tree, ID, "command")


def places(tree: Tree, feature: Feature) -> tuple[Place, ...]:
    """Return the command and, where enum values carry flags, its transaction action."""
    own = Place(feature.path, feature.name, "", "This command")
    if not definitions.supports_enum_features(tree):
        return (own,)
    for schema in definitions.naming(tree, feature.name):
        actions = schema.definition(commands.ACTIONS)
        if actions is not None and actions.member(feature.name) is not None:
            return (
                own,
                Place(schema.path, commands.ACTIONS, feature.name, f"Member @{feature.name}"),
            )
    return (own,)


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the command under its name."""
    return Entry(chapter_of.command(feature.path), f"``{feature.name}``")


def parts(tree: Tree, feature: Feature) -> Iterable[Part]:
    """Nothing besides the definition: its function and its types follow from it."""
    return ()


KIND = Kind(
    id=ID,
    noun="command",
    find=find,
    every=every,
    places=places,
    entry=entry,
    parts=parts,
    refines=("qapi-enum-value",),
    naming=Naming(
        "command",
        ("execute", "exec-oob"),
        (),
        r"\w*(cmd|qmp|command)\w*",
        certain=False,
        bare=True,
        meta="command",
    ),
)
