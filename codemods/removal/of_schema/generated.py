"""The C names that scripts/qapi makes of a definition.

Source: scripts/qapi/common.py and gen.py of QEMU.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codemods.formats.c import folding
from codemods.formats.qapi import cuts
from codemods.formats.qapi import values as qapi_values
from codemods.formats.qapi.schema import Definition, Member
from codemods.qemu.schema import constants, definitions
from codemods.source.tree import Tree

#: How the list of a type is called after it.
LIST = "List"
_SCALARS = frozenset({
    "bool", "int", "number", "size", "QType",
    *(f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)),
})  # fmt: skip


def names(definition: Definition) -> Iterator[tuple[str, bytes]]:
    """Yield the functions that are the definition in C, and what a call of each is worth."""
    own = definitions.c_name(definition.name)
    if definition.meta == "command":
        yield f"qmp_{own}", folding.FALSE
        yield f"qmp_marshal_{own}", folding.FALSE
    elif definition.meta == "event":
        yield f"qapi_event_send_{own.lower()}", folding.FALSE
        yield f"QAPI_EVENT_{own.upper()}", folding.FALSE


def type_names(tree: Tree, definition: Definition) -> Iterator[str]:
    """Yield the names by which C code uses a type."""
    own = definitions.c_name(definition.name)
    yield own
    yield list_name(definition)
    yield f"qapi_free_{own}"
    yield f"visit_type_{own}"
    if definition.meta == "enum":
        yield f"{own}_lookup"
        yield from (
            constants.constant(tree, definition, m.name)
            for m in definition.members
            if m.role == "value"
        )
    if definition.meta == "union":
        yield f"{own}Kind"


def list_name(definition: Definition) -> str:
    """Return the name of the C type for lists of a type."""
    return f"{definitions.c_name(definition.name)}{LIST}"


def has_flag(tree: Tree, member: Member) -> bool:
    """Tell whether a bool has_x goes with the member x: where it is optional and no pointer.

    Lists have one, and everything optional had one before 8.0.
    """
    if not member.optional:
        return False
    kind = member.value.data
    named = qapi_values.type_name(kind)
    if isinstance(kind, list) or (isinstance(kind, dict) and isinstance(kind.get("type"), list)):
        return True
    if named in _SCALARS or not _elides(tree):
        return True
    found = definitions.definition(tree, named)
    return found is not None and found[1].meta == "enum"


def _elides(tree: Tree) -> bool:
    """Tell whether the tree's generators leave has_x out for pointers; newer ones do."""
    scripts = ("scripts/qapi/schema.py",)
    return bool(tree.grep(("need_has",), scripts)) or not tree.grep(("class",), scripts)


def arguments(tree: Tree, definition: Definition) -> tuple[Member, ...]:
    """Return the members that a structure has in C, those of its base first."""
    data = definition.value.data
    base = data.get("base") if isinstance(data, dict) else None
    found = definitions.definition(tree, base) if isinstance(base, str) else None
    own = tuple(m for m in definition.members if m.role == "member")
    return (*arguments(tree, found[1]), *own) if found is not None else own


def unboxed(tree: Tree, struct: str) -> Iterator[Definition]:
    """Yield the commands and events whose arguments in C are the members of a structure.

    The ones of structures that are made from it count, too.
    """
    for schema in definitions.naming(tree, struct):
        for definition in schema.definitions:
            data = definition.value.data
            if not isinstance(data, dict):
                continue
            if definition.meta in ("command", "event"):
                if data.get("data") == struct and data.get("boxed") is not True:
                    yield definition
            elif definition.meta == "struct" and data.get("base") == struct:
                yield from unboxed(tree, definition.name)


def carriers(tree: Tree, types: Iterable[str]) -> set[str]:
    """Return the definitions that have one of the types in them, directly or not.

    A title calls a member by the command that takes or returns it, whatever its type is called.
    """
    queue = [name for name in types if name]
    found: set[str] = set()
    while queue:
        name = queue.pop()
        for schema in definitions.naming(tree, name):
            for one in schema.definitions:
                if one.name not in found and name in cuts.references(one):
                    found.add(one.name)
                    queue.append(one.name)
    return found


def is_returned(tree: Tree, name: str) -> bool:
    """Tell whether a command returns the type, directly or not."""
    among = {name} | carriers(tree, [name])
    for schema in definitions.every(tree):
        for one in schema.definitions:
            data = one.value.data
            if one.meta == "command" and isinstance(data, dict) and data.get("returns"):
                kind = data["returns"]
                if (kind[0] if isinstance(kind, list) else kind) in among:
                    return True
    return False
