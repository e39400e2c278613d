"""A character device backend: a value of ChardevBackendKind, no C; or an alias, with a warning.

Source: b04c12282b and 5965243641 in QEMU's history.
"""

from __future__ import annotations

from collections.abc import Iterator

from codemods.kind import WORD_START, Kind, Naming, Part
from codemods.model import WARNING, Entry, Feature, Mark, Place
from codemods.qemu import same_thing
from codemods.qemu.code import aliases, warning, warning_at
from codemods.qemu.code import parts as type_parts
from codemods.qemu.listing import chapters, titles
from codemods.qemu.schema import values as enum_values
from codemods.source.tree import Tree

ID = "chardev-backend"
_ENUM = "ChardevBackendKind"
_FOLDER = "chardev"


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the backend called `name`, or the alias of one."""
    found = list(enum_values.named(tree, name, ID, _ENUM))
    yield from found or (_feature(a) for a in aliases.below(tree, _FOLDER) if a.name == name)


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each backend, then each alias."""
    yield from enum_values.every(tree, ID, _ENUM)
    yield from map(_feature, aliases.below(tree, _FOLDER))


def places(tree: Tree, feature: Feature) -> tuple[Place, ...]:
    """Return the value of the schema; none of an alias, which the schema does not know."""
    return () if _is_alias(feature) else enum_values.places_if_any(tree, feature)


def parts(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield the QOM type of the backend, or the row of an alias."""
    if not _is_alias(feature):
        yield from type_parts.of_object(tree, f"chardev-{feature.name}", feature.path, feature.line)
    for one in aliases.below(tree, _FOLDER):
        if _is_alias(feature) and one.name == feature.name:
            yield _row(tree, one)
        elif not _is_alias(feature) and one.real == feature.name:
            yield Part(one.path, one.line, by_hand=f"{one.name} is another name for {one.real}")


def _row(tree: Tree, one: aliases.Alias) -> Part:
    source = tree.read(one.path)
    table = source.find(f"{one.table}[]".encode())
    at = source.find(f'"{one.name}"'.encode(), table)
    return type_parts.row(tree, one.path, at, one.name)


@warning.deferred
def marks(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield the warning of an alias where it is looked for in its table."""
    for one in aliases.below(tree, _FOLDER) if _is_alias(feature) else ():
        if one.name == feature.name:
            spot = aliases.place(tree, one)
            if spot is None:
                looked_for = f"one function that looks for a name in {one.table}"
                yield Mark(WARNING, one.path, one.line, lacks=looked_for)
            else:
                yield warning_at.mark(tree, spot, f"-chardev {one.name}", "is", ("The alias",))


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the backend with the character devices, an alias with the command line options."""
    name = f"``{feature.name}``"
    if _is_alias(feature):
        return Entry(
            chapters.CLI, name, before="``-chardev`` backend alias",
            befores="``-chardev`` backend aliases",
            short=titles.short(name, "chardev backend alias", "chardev backend aliases"),
        )  # fmt: skip
    return Entry(
        chapters.CHARACTER_DEVICES, name, before="Backend", befores="Backends",
        short=titles.short(name, "chardev backend"),
    )  # fmt: skip


def _is_alias(feature: Feature) -> bool:
    return not feature.qualified.startswith(f"{_ENUM}.")


def _feature(one: aliases.Alias) -> Feature:
    return Feature(ID, one.name, one.name, one.path, one.line, (f'"{one.name}"',))


KIND = Kind(
    id=ID,
    noun="character device backend",
    find=find,
    every=every,
    places=places,
    marks=marks,
    entry=entry,
    parts=parts,
    refines=("qapi-enum-value",),
    naming=Naming("chardev backend", (), (WORD_START + r"--?chardev[ =](?:backend=)?",)),
    same=same_thing.other,
    one_chapter=True,
)
