"""Which type an object of C code has, where that is a type of the schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from codemods.formats.c import items as c_items
from codemods.formats.c import names as c_names
from codemods.formats.c import rows as c_rows
from codemods.formats.qapi import values as qapi_values
from codemods.qemu.schema import definitions
from codemods.removal.of_schema import generated
from codemods.source.splice import Edit
from codemods.source.tree import Tree
from codemods.syntax.parse import Node, parse

_WORD = re.compile(rb"[A-Za-z_]\w*")
_QUALIFIERS = ("static", "extern", "inline", "const", "struct", "coroutine_fn")
#: A row of a table of properties: name, structure, field.
_PROPERTY = re.compile(
    rb"\bDEFINE_PROP\w{0,60}\(\s{0,40}\"[^\"\n]{1,100}\",\s{0,80}"
    rb"(\w{1,100}),\s{0,80}([\w.]{1,200})"
)


def type_of(tree: Tree, path: str, node: Node) -> str:
    """Return the type of an expression: a variable, or a member of one; "" if not known.

    What is pointed to, or is one of many, counts as what points to it.
    """
    if node.type == "parenthesized_expression":
        return type_of(tree, path, node.named_children[0])
    if node.type in ("subscript_expression", "pointer_expression"):
        inner = node.child_by_field_name("argument")
        return type_of(tree, path, inner) if inner is not None else ""
    if node.type == "cast_expression":
        return _named(node.child_by_field_name("type"))
    if node.type == "call_expression":
        return _returned(tree, path, node)
    if node.type == "identifier":
        return _declared(node) or _of_file(tree, path, (node.text or b"").decode())
    if node.type == "field_expression":
        holder, field = node.child_by_field_name("argument"), node.child_by_field_name("field")
        owner = type_of(tree, path, holder) if holder is not None else ""
        if owner and field is not None:
            return member(tree, path, owner, (field.text or b"").decode())
    return ""


def initialised(tree: Tree, path: str, pair: Node) -> str:
    """Return the type of the structure in whose braces `.member = value` stands; "" if not known.

    The braces of a member in another structure's count, and those of an array's element.
    """
    braces = pair.parent
    around = braces.parent if braces is not None else None
    while around is not None and around.type == "initializer_list":
        around = around.parent
    if around is None:
        return ""
    if around.type == "compound_literal_expression":
        return _named(around.child_by_field_name("type"))
    if around.type == "init_declarator" and around.parent is not None:
        return _named(around.parent.child_by_field_name("type"))
    if around.type == "initializer_pair":
        owner, named = initialised(tree, path, around), around.named_children[0]
        field = named.named_children[0] if named.type == "field_designator" else None
        if field is None:
            return owner
        return member(tree, path, owner, (field.text or b"").decode()) if owner else ""
    return ""


def rows(tree: Tree, path: str, owner: str, field: str) -> Iterator[Edit]:
    """Yield the edit for each row of a table of properties that sets a field of the type `owner`.

    They are meant for one after the other: each is told for the tree as it is.
    """
    source = tree.read(path)
    for found in _PROPERTY.finditer(source):
        *inner, last = found[2].decode().split(".")
        if last != field or not inner:
            continue
        kind = found[1].decode()
        for step in inner:
            kind = member(tree, path, kind, step) if kind else ""
        item = c_items.read(source).at(found.start())
        if kind != owner or item is None:
            continue
        row = c_rows.around(source, item.start, item.end, found.start())
        if row is not None and row.array:
            yield c_rows.cut(path, source, row)
            return


def member(tree: Tree, path: str, owner: str, field: str) -> str:
    """Return the type of a member: of a type of the schema, or of a structure of C."""
    known = definitions.definition(tree, owner)
    if known is not None:
        for one in known[1].members:
            if definitions.c_name(one.name) == field:
                return qapi_values.type_name(one.value.data)
        return ""
    listed = owner.endswith(generated.LIST)
    single = definitions.definition(tree, owner.removesuffix(generated.LIST)) if listed else None
    if single is not None:
        return {"value": single[1].name, "next": owner}.get(field, "")
    return next(filter(None, (f.get(field, "") for f in _structures(tree, path, owner))), "")


def _declared(node: Node) -> str:
    one = c_names.meant(node)
    return _named(one.declaration.child_by_field_name("type")) if one is not None else ""


def _named(kind: Node | None) -> str:
    """Return the name of a type, also of one in a macro such as g_autoptr(), or in a cast."""
    if kind is not None and kind.type == "macro_type_specifier":
        kind = kind.child_by_field_name("type")
    if kind is not None and kind.type == "type_descriptor":
        kind = kind.child_by_field_name("type")
    return (kind.text or b"").decode().removeprefix("struct ") if kind is not None else ""


def _returned(tree: Tree, path: str, call: Node) -> str:
    """Return the type of what a function gives, if the tree has one of that name."""
    called = call.child_by_field_name("function")
    if called is None or called.type != "identifier":
        return ""
    name = (called.text or b"").decode()
    for place in (path, *(p for p in tree.naming(name) if p != path and p.endswith((".c", ".h")))):
        source = tree.read(place)
        for item in c_items.read(source).defining(name):
            if item.kind in (c_items.FUNCTION, c_items.PROTOTYPE):
                words = _WORD.findall(source[item.start : item.end].partition(b"(")[0])
                before = [w.decode() for w in words if w.decode() not in _QUALIFIERS]
                return before[-2] if len(before) > 1 and before[-1] == name else ""
    return ""


def _of_file(tree: Tree, path: str, name: str) -> str:
    """Return the type of a variable of the whole file, "" where it has none called so."""
    source = tree.read(path)
    for item in c_items.read(source).defining(name):
        if item.kind == c_items.VARIABLE and item.names == (name,):
            words = _WORD.findall(source[item.start : item.end].partition(b"=")[0])
            before = [w.decode() for w in words[: words.index(name.encode())]]
            return before[-1] if before else ""
    return ""


def _structures(tree: Tree, path: str, name: str) -> Iterator[dict[str, str]]:
    """Yield the members of each structure called so, that of the file `path` first."""
    others = (p for p in tree.naming(name) if p.endswith(".h") and p != path)
    for place in (path, *others):
        source = tree.read(place)
        for item in c_items.read(source).items:
            if item.kind == c_items.TYPE and name in item.names and not item.constants:
                yield fields(source[item.start : item.end])


@lru_cache(maxsize=256)
def fields(text: bytes) -> dict[str, str]:
    """Return name and type of each member of a structure that is of one type or points to it."""
    found = {}
    stack = [parse("c", text).root_node]
    while stack:
        node = stack.pop()
        stack += node.named_children
        if node.type == "field_declaration":
            kind, named = node.child_by_field_name("type"), node.child_by_field_name("declarator")
            while named is not None and named.type == "pointer_declarator":
                named = named.child_by_field_name("declarator")
            if kind is not None and named is not None and named.type == "field_identifier":
                word = (kind.text or b"").decode().removeprefix("struct ")
                found[(named.text or b"").decode()] = word
    return found
