"""The tree's whole schema, as things that may belong to a feature and what uses what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from codemods.formats.qapi import schema as qapi_schema
from codemods.formats.qapi import values as qapi_values
from codemods.qemu.schema import definitions as schemas
from codemods.related.model import TYPE, Thing
from codemods.source.tree import Tree


@dataclass(frozen=True)
class Use:
    """A place where a type is used: a definition, and the member or branch in it, or "".

    `part` is the key of the definition that it stands in: "data", "returns" or "base".
    """

    definition: str
    member: str
    part: str = "data"


@dataclass(frozen=True)
class Book:
    """The schema.

    `things` are all definitions, values and members, by qualified name; `uses`
    tells where each type is used.
    """

    definitions: Mapping[str, qapi_schema.Definition]
    things: Mapping[str, Thing]
    uses: Mapping[str, tuple[Use, ...]]
    files: int

    def of(self, definition: str, member: str = "") -> Thing | None:
        """Return a definition, or a value or member of it."""
        return self.things.get(f"{definition}.{member}" if member else definition)

    def selector(self, union: str, branch: str) -> Thing | None:
        """Return the enum value that selects `branch` of `union`."""
        definition = self.definitions.get(union)
        data = definition.value.data if definition else None
        if not isinstance(data, dict) or "discriminator" not in data:
            return None
        base = data.get("base")
        if isinstance(base, str):
            holder = self.definitions.get(base)
            base = holder.value.data.get("data") if holder else None  # type: ignore[attr-defined]
        if not isinstance(base, dict):
            return None
        return self.of(qapi_values.type_name(base.get(data["discriminator"])), branch)


def read(tree: Tree) -> Book:
    """Return the schema of `tree`.

    Raises:
        Refused: a file is not in the schema language.
    """
    definitions: dict[str, qapi_schema.Definition] = {}
    things: dict[str, Thing] = {}
    uses: dict[str, list[Use]] = {}
    files = 0
    for schema in schemas.every(tree):
        files += 1
        for definition in schema.definitions:
            definitions.setdefault(definition.name, definition)
            for thing in _things(schema, definition):
                things.setdefault(thing.qualified, thing)
            for used, use in _uses(definition):
                uses.setdefault(used, []).append(use)
    return Book(definitions, things, {name: tuple(u) for name, u in uses.items()}, files)


def condition(value: object) -> str:
    """Return the `'if'` of a definition or member as text, "" for none."""
    return str(value["if"]) if isinstance(value, dict) and "if" in value else ""


def _things(schema: qapi_schema.Schema, definition: qapi_schema.Definition) -> Iterator[Thing]:
    own = definition.meta if definition.meta in ("command", "event") else TYPE
    path = definition.path
    yield Thing(own, definition.name, definition.name, path, definition.line, definition.features)
    for member in definition.members:
        if member.role != "branch":
            kind = "value" if definition.meta == "enum" else "member"
            line = schema.line_of(member.start)
            yield Thing(kind, definition.name, member.name, path, line, member.features)


def _uses(definition: qapi_schema.Definition) -> Iterator[tuple[str, Use]]:
    """Yield each use of a type in `definition`."""
    data = definition.value.data
    if not isinstance(data, dict) or definition.meta == "enum":
        return
    for key in ("data", "returns", "base"):
        part = data.get(key)
        if isinstance(part, dict):
            for member, value in part.items():
                name = str(member).removeprefix("*")
                yield qapi_values.type_name(value), Use(definition.name, name, key)
        elif part is not None:
            yield qapi_values.type_name(part), Use(definition.name, "", key)
