"""The files in which an object of a type of the schema can be at hand."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.formats.c import items as c_items
from codemods.qemu.schema import definitions
from codemods.removal import uses
from codemods.removal.of_schema import generated, holders
from codemods.source.tree import Tree

#: Whoever has so many names to reach a type by may reach it from anywhere.
_MOST = 300


def files(tree: Tree, name: str) -> frozenset[str] | None:
    """Return the C files that name the type, or what holds or gives one; None if that is no limit.

    A structure that has a member of it holds one, and so does what holds that structure; a
    function or a macro of a header gives one.
    """
    known = {name: None}
    level = [name]
    found: set[str] = set()
    while level:
        asked = [one for n in level for one in (n, f"{n}{generated.LIST}")]
        paths = {p for held in uses.where(tree, asked).values() for p in held}
        found |= paths
        by = {*_in_schema(tree, level), *_in_headers(tree, asked, paths)}
        level = [one for one in sorted(by) if one not in known]
        known |= dict.fromkeys(level)
        if len(known) > _MOST:
            return None
    return frozenset(found)


def _in_schema(tree: Tree, names: list[str]) -> Iterator[str]:
    """Yield the types that have a member of one of those types, and the commands that give one."""
    for name in names:
        quoted = f"'{name}'".encode()
        for schema in definitions.naming(tree, name):
            for one in schema.definitions:
                text = schema.source[one.value.start : one.value.end]
                if one.name == name or one.meta == "enum" or quoted not in text:
                    continue
                command = one.meta == "command"
                yield f"qmp_{definitions.c_name(one.name)}" if command else one.name


def _in_headers(tree: Tree, names: list[str], paths: set[str]) -> Iterator[str]:
    """Yield the structures of the headers among `paths` that have a member of one of those types.

    So do the functions that give one.
    """
    wanted = set(names)
    for path in sorted(p for p in paths if p.endswith((".h", ".inc"))):
        source = tree.read(path)
        for item in c_items.read(source).items:
            text = source[item.start : item.end]
            if item.kind in (c_items.PROTOTYPE, c_items.FUNCTION):
                text = text.partition(b"(")[0]
            if not any(name.encode() in text for name in wanted):
                continue
            if item.kind in (c_items.PROTOTYPE, c_items.FUNCTION):
                gives = set(c_items.words(text))
            else:
                gives = set(holders.fields(text).values()) if item.kind == c_items.TYPE else set()
            if wanted & gives:
                yield from item.names
