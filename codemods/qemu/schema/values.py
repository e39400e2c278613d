"""Values of QAPI enumerations as features."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.formats.qapi import schema as qapi_schema
from codemods.model import Feature, Place
from codemods.qemu.schema import constants, definitions
from codemods.source.tree import Tree


def values(
    tree: Tree, schema: qapi_schema.Schema, kind: str, only: str | None = None
) -> Iterator[Feature]:
    """Yield the enum values of one schema file as features of `kind`.

    Arguments:
        only: the enumeration to look at; None for all.
    """
    yield from _values(tree, schema, kind, only)


def named(tree: Tree, name: str, kind: str, only: str | None = None) -> Iterator[Feature]:
    """Yield the values called `name`, or "Enum.value", as features of `kind`.

    Arguments:
        only: the enumeration to look at; None for all.
    """
    owner, value = split(name)
    for schema in definitions.naming(tree, owner or value):
        yield from _values(tree, schema, kind, only, name)


def every(tree: Tree, kind: str, only: str) -> Iterator[Feature]:
    """Yield each value of the enumeration `only` as a feature of `kind`."""
    found = definitions.definition(tree, only)
    if found is not None:
        yield from values(tree, found[0], kind, only)


def places(tree: Tree, feature: Feature) -> tuple[Place, ...]:
    """Return the enum value itself."""
    definition, value = split(feature.qualified)
    return (Place(feature.path, definition, value, f"Member @{value}"),)


def places_if_any(tree: Tree, feature: Feature) -> tuple[Place, ...]:
    """Return the enum value itself; nothing in a tree whose enum values carry no flags.

    For kinds that QEMU deprecated before 6.2 as well, in C and documentation alone.
    """
    return places(tree, feature) if definitions.supports_enum_features(tree) else ()


def constant(feature: Feature) -> str:
    """Return the constant by which C code knows the enum value `feature`."""
    return feature.spellings[-1]


def split(qualified: str) -> tuple[str, str]:
    """Return ("Enum", "value") of "Enum.value"; the first is "" for a bare value."""
    owner, dot, value = qualified.partition(".")
    return (owner, value) if dot and owner[:1].isupper() else ("", qualified)


def _values(
    tree: Tree, schema: qapi_schema.Schema, kind: str, only: str | None, name: str = ""
) -> Iterator[Feature]:
    """Yield the enum values of one schema file, with `name` those that are called so."""
    for definition in schema.definitions:
        if definition.meta == "enum" and only in (None, definition.name):
            for member in definition.members:
                if name in ("", member.name, f"{definition.name}.{member.name}"):
                    yield _feature(tree, schema, definition, member, kind)


def _feature(
    tree: Tree,
    schema: qapi_schema.Schema,
    definition: qapi_schema.Definition,
    member: qapi_schema.Member,
    kind: str,
) -> Feature:
    words = (
        member.name,
        definitions.c_name(member.name),
        constants.constant(tree, definition, member.name),
    )
    return Feature(
        kind, member.name, f"{definition.name}.{member.name}", schema.path,
        schema.line_of(member.start), tuple(dict.fromkeys(words)),
    )  # fmt: skip
