"""How clients meet a type of the schema: as arguments, as a return value, as an event's data.

Members of a base type and of union branches stand beside the others on the
wire, so a type's users are looked for through both.  Source:
docs/devel/qapi-code-gen.rst, "Struct types" and "Union types".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from codemods.formats.qapi import schema as qapi_schema
from codemods.formats.qapi import values as qapi_values
from codemods.qemu.schema import definitions
from codemods.source.tree import Tree


@dataclass(frozen=True)
class Use:
    """`role` is "argument", "return value" or "event"; `name` the command or event."""

    role: str
    name: str


def of(tree: Tree, definition: qapi_schema.Definition) -> tuple[Use, ...]:
    """Return the commands and events whose arguments or value hold the members of `definition`."""
    if definition.meta in ("command", "event"):
        return (Use("argument" if definition.meta == "command" else "event", definition.name),)
    found: dict[Use, None] = {}
    for name in _inherited(tree, definition):
        for user in _naming(tree, name, definition.path):
            found |= dict.fromkeys(_direct(user, name))
    if any(use.role == "return value" for use in found):
        # Other commands return it, too, as a part of something.
        found |= dict.fromkeys(_returning(tree, definition))
    return tuple(found)


def branches(tree: Tree, definition: qapi_schema.Definition, union: str) -> tuple[str, ...]:
    """Return the branches of `union` whose members are, or begin with, those of `definition`."""
    found = definitions.definition(tree, union)
    if found is None:
        return ()
    names = set(_inherited(tree, definition))
    data = found[1].value.data
    assert isinstance(data, dict)
    listed = data.get("data")
    pairs = listed.items() if isinstance(listed, dict) else ()
    return tuple(branch for branch, value in pairs if qapi_values.type_name(value) in names)


def at(tree: Tree, owner: str, steps: Sequence[str]) -> Iterator[str]:
    """Yield the types that `owner` has at the end of a path of members, or takes over there.

    Arguments:
        owner: a command, whose arguments and value are meant, an event or a type.
    """
    found = definitions.definition(tree, owner)
    if found is None:
        return
    data = found[1].value.data
    assert isinstance(data, dict)
    starts = [owner]
    if found[1].meta in ("command", "event"):
        starts = [qapi_values.type_name(data.get(key)) for key in ("data", "returns")]
    known = list(_whole(tree, starts))
    for step in steps:
        members = (one.member(step) for one in known)
        known = list(_whole(tree, [qapi_values.type_name(m.value.data) for m in members if m]))
    yield from (one.name for one in known)


def _whole(tree: Tree, names: Sequence[str]) -> Iterator[qapi_schema.Definition]:
    """Yield the types called so, and those whose members stand among theirs on the wire."""
    todo, seen = list(names), set[str]()
    while todo:
        name = todo.pop()
        found = definitions.definition(tree, name) if name and name not in seen else None
        seen.add(name)
        if found is not None:
            yield found[1]
            todo += _parts(found[1])


def _inherited(tree: Tree, definition: qapi_schema.Definition) -> list[str]:
    """Return the name of `definition` and of the types that take over its members."""
    todo, seen = [definition.name], [definition.name]
    while todo:
        name = todo.pop()
        for user in _naming(tree, name, definition.path):
            if name in _parts(user) and user.name not in seen:
                seen.append(user.name)
                todo.append(user.name)
    return seen


def _parts(definition: qapi_schema.Definition) -> list[str]:
    """Return the types whose members stand among those of `definition` on the wire."""
    data = definition.value.data
    assert isinstance(data, dict)
    parts = [qapi_values.type_name(data.get("base"))]
    listed = data.get("data")
    # A union without a discriminator (before 7.0) nests its branches below "data".
    if definition.meta == "union" and "discriminator" in data and isinstance(listed, dict):
        parts += [qapi_values.type_name(value) for value in listed.values()]
    return [p for p in parts if p]


def _direct(user: qapi_schema.Definition, name: str) -> Iterator[Use]:
    data = user.value.data
    assert isinstance(data, dict)
    if user.meta == "command" and data.get("data") == name:
        yield Use("argument", user.name)
    if user.meta == "command" and qapi_values.type_name(data.get("returns")) == name:
        yield Use("return value", user.name)
    if user.meta == "event" and data.get("data") == name:
        yield Use("event", user.name)


def _returning(tree: Tree, definition: qapi_schema.Definition) -> Iterator[Use]:
    """Yield the commands whose values hold the members of `definition`, however deep."""
    todo, seen = [definition.name], {definition.name}
    while todo:
        name = todo.pop()
        for user in _naming(tree, name, definition.path):
            if user.meta == "command":
                yield from (use for use in _direct(user, name) if use.role == "return value")
            elif user.meta in ("struct", "union") and user.name not in seen and _holds(user, name):
                seen.add(user.name)
                todo.append(user.name)


def _holds(user: qapi_schema.Definition, name: str) -> bool:
    """Tell whether a member, a branch or the base of `user` is of the type `name`."""
    data = user.value.data
    assert isinstance(data, dict)
    listed = data.get("data")
    values = [*listed.values(), data.get("base")] if isinstance(listed, dict) else []
    return name in map(qapi_values.type_name, values)


def _naming(tree: Tree, name: str, path: str) -> Iterator[qapi_schema.Definition]:
    """Yield the definitions of the files that name `name` and share the schema of `path`."""
    agent = definitions.is_guest_agent(path)
    for schema in definitions.naming(tree, name):
        if definitions.is_guest_agent(schema.path) == agent:
            yield from schema.definitions
