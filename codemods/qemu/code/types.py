"""QOM types: what each TypeInfo of a C file says, macros expanded.

Source: include/qom/object.h in QEMU.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from codemods.formats.c import initializers as c_initializers
from codemods.formats.c import items as c_items
from codemods.formats.c import macros as c_macros
from codemods.formats.c import tokens as c_tokens
from codemods.formats.c.items import Item
from codemods.formats.c.tokens import Token
from codemods.qemu.code import headers
from codemods.source.splice import line_of
from codemods.source.tree import Tree

#: A macro at the outermost level that declares or defines the type that its arguments name.
DECLARING = re.compile(r"(OBJECT_DECLARE|DECLARE|OBJECT_DEFINE)_\w+")
#: The use of a macro that defines a type, up to its name without TYPE_.
_DEFINED = re.compile(rb"OBJECT_DEFINE_\w+\s{0,4}\(\s{0,40}\w+,\s{0,40}\w+,\s{0,40}(\w+)\s{0,4},")
_STRUCT = "TypeInfo"
#: The headers that define how a type of machine or CPU is called.
_NAMING = ("include/hw/core/boards.h", "include/hw/boards.h", "include/hw/core/cpu.h")
#: What stands at the left margin and looks like the use of a macro.
_USE = re.compile(r"^([A-Z][A-Z0-9_]*)[ \t]*\(", re.MULTILINE)


@dataclass(frozen=True)
class Type:
    """One QOM type.

    `name` and `parent` are the strings that name it and its parent, `start` the
    offset of its definition in `path`; `class_init` and `instance_init` are the
    functions' names or "".  `made` is the text that a macro expanded to, "" for a TypeInfo that is
    written out.
    """

    name: str
    parent: str
    path: str
    line: int
    start: int
    class_init: str
    abstract: bool
    made: str
    instance_init: str = ""


def declares(item: Item, own: str) -> bool:
    """Tell whether the item is the use of a macro that declares the type TYPE_X, X being `own`."""
    used = item.kind == c_items.CALL and DECLARING.fullmatch(item.names[0]) is not None
    return used and own in item.names


def types(tree: Tree, path: str, macro: str, folders: Sequence[str]) -> tuple[Type, ...]:
    """Return the types whose names can be told that the file `path` defines.

    Arguments:
        macro: what the names of macros contain that define such types.
        folders: where the headers stand that their macros are in.
    """
    return _types(tree, path, macro, tuple(folders))


def macro(tree: Tree, one: Type) -> str:
    """Return the macro that stands for the name of `one` in its definition, or ""."""
    source = tree.read(one.path)
    if use := _DEFINED.match(source, one.start):
        return f"TYPE_{use[1].decode()}"
    found = re.compile(rb"([A-Z]\w*)\s*[,}]").match(source, one.start)
    set_here = re.compile(rb"name\s*=\s*$").search(source, max(0, one.start - 40), one.start)
    return found[1].decode() if found and set_here and not one.made else ""


@lru_cache(maxsize=512)
def _types(tree: Tree, path: str, macro: str, folders: tuple[str, ...]) -> tuple[Type, ...]:
    source = tree.read(path)
    text = c_tokens.text_of(source)
    lookup = headers.lookup(tree, path, folders, _NAMING)
    found: list[Type] = []
    for _, _, inside in c_initializers.declared(text, _STRUCT):
        for one in c_initializers.structures(c_macros.expand(inside, lookup)):
            found += _type(source, path, lookup, one, "")
    for made in _uses(text, macro, lookup):
        shown = " ".join(token.text for token in made)
        for inside in c_initializers.in_expansion(made, _STRUCT):
            for one in c_initializers.structures(inside):
                found += _type(source, path, lookup, one, shown)
    return tuple(sorted(found, key=lambda t: t.start))


def _uses(text: str, part: str, lookup: c_macros.Lookup) -> Iterator[list[Token]]:
    """Yield what each use of a macro that defines a type expands to."""
    for found in _USE.finditer(text):
        name = found[1]
        macro = lookup(name) if part in name else None
        if macro is None or macro.parameters is None:
            continue
        inside = c_tokens.balanced(text, found.end() - 1)
        made = c_macros.expand([Token("name", name, found.start()), *inside], lookup)
        if any(token.text == _STRUCT for token in made):
            yield made


def _type(
    source: bytes, path: str, lookup: c_macros.Lookup, one: c_initializers.Initializer, made: str
) -> Iterator[Type]:
    def value(field: str) -> str:
        return c_tokens.string(c_macros.expand(one.fields.get(field, ()), lookup)) or ""

    def function(field: str) -> str:
        given = one.fields.get(field, ())
        return given[0].text if len(given) == 1 and given[0].text != "NULL" else ""

    name = value("name")
    if not name:
        return
    start = one.fields["name"][0].start
    yield Type(
        name, value("parent"), path, line_of(source, start), start,
        function("class_init"), [t.text for t in one.fields.get("abstract", ())] == ["true"], made,
        function("instance_init"),
    )  # fmt: skip
