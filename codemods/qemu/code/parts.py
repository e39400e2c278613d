"""What goes with a QOM type: its row or structure, its registration, the file that is its own.

Source: 50f97a0ec6, acba1ebcad, e7dba30e82, 762c855439 and 879be3af49 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from codemods.formats.c import cutting, rows
from codemods.formats.c import items as c_items
from codemods.kind import Part
from codemods.qemu import built
from codemods.qemu.code import objects, types
from codemods.qemu.code.types import Type
from codemods.source.searching import beforehand
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree


def defined(tree: Tree, one: Type, *, local: bool) -> Part:
    """Return the part that is the definition of a type in a file that has others."""
    source = tree.read(one.path)
    item = c_items.read(source).at(one.start)
    if item is None:
        return Part(one.path, one.line, by_hand=f"the definition of {one.name} cannot be read")
    if item.kind != c_items.VARIABLE:
        edit = cutting.cut(one.path, source, item.start, item.end)
        return Part(one.path, one.line, (edit,), local=local)
    row = rows.around(source, item.start, item.end, one.start)
    if row is not None and row.array:
        return Part(one.path, one.line, (rows.cut(one.path, source, row),), local=local)
    return Part(one.path, one.line, own=item.names[:1], local=local)


def whole(tree: Tree, path: str, line: int, others: Iterable[Type]) -> Part | None:
    """Return the part that is the file `path`, with what is only built for it; or None.

    Arguments:
        others: the types that stay; a file that defines one is not the feature's own.
    """
    homes = {t.path for t in others}
    if path in homes:
        return None
    found = built.beside(tree, path)
    # What is built with others that stay, or serves them, is theirs, too.
    shared = homes.intersection(found) or _serves_others(tree, path, found)
    return Part(path, line, files=(path,) if shared else found, local=True)


def _serves_others(tree: Tree, path: str, found: Sequence[str]) -> bool:
    """Tell whether another file uses a function of `found`, those of the file `path` left out."""
    names = [
        item.names[0] for one in found if one != path
        for item in c_items.read(tree.read(one)).items
        if item.kind == c_items.FUNCTION and not item.static
    ]  # fmt: skip
    beforehand.each(tree, names)
    return any(p.endswith(".c") and p not in found for name in names for p in tree.naming(name))


def of_object(tree: Tree, name: str, path: str, line: int) -> Iterator[Part]:
    """Yield what goes with the QOM type `name`: the file that is its own, or its structure."""
    found = list(objects.defined(tree, name))
    if not found:
        yield Part(path, line, by_hand=f"looked for the QOM type {name}, found none")
    for one, alone in found:
        if name_of := types.macro(tree, one):
            yield Part(one.path, one.line, types=(name_of,))
        if alone:
            yield Part(one.path, one.line, files=built.own(tree, one.path), closed=True)
        else:
            yield defined(tree, one, local=False)


def row(tree: Tree, path: str, at: int, called: str) -> Part:
    """Return the part that is the row of a table around byte `at` of the file `path`.

    Arguments:
        called: what the row is of, where it cannot be read.
    """
    source = tree.read(path)
    line = line_of(source, at)
    item = c_items.read(source).at(at)
    found = rows.around(source, item.start, item.end, at) if item else None
    if found is None or not found.array:
        return Part(path, line, by_hand=f"the row of {called} cannot be read")
    return Part(path, line, (rows.cut(path, source, found),))


def rows_of(
    tree: Tree, name: str, fields: Sequence[str],
    folders: Sequence[str] = ("hw", "system", "softmmu", "target"),
) -> Iterator[Part]:  # fmt: skip
    """Yield the rows of C tables that are about what is called `name`, a type or the like.

    Arguments:
        fields: the fields by which a row may name it; the first value counts, too.
        folders: where the tables are.
    """
    literal = f'"{name}"'
    named = "|".join(map(re.escape, fields))
    row_is = re.compile(
        rb"\{\s*(?:\.(?:" + named.encode() + rb")\s*=\s*)?" + re.escape(literal.encode())
        + rb"(?=\s*[,}])"
    )  # fmt: skip
    for path in dict.fromkeys(h.path for h in tree.grep((literal,), folders)):
        if not path.endswith((".c", ".h")):
            continue
        source = tree.read(path)
        for found in row_is.finditer(source):
            item = c_items.read(source).at(found.start())
            if (
                item is None
                or item.kind != c_items.VARIABLE
                or b"TypeInfo" in source[item.start : item.start + 60]
            ):
                continue
            row = rows.around(source, item.start, item.end, found.end() - 1)
            if row is not None and row.array and row.start == found.start():
                yield Part(path, line_of(source, row.start), (rows.cut(path, source, row),))


def compared(tree: Tree, name: str) -> Iterator[Part]:
    """Yield the comparisons of a type's name with the one called `name`: none is equal any more."""
    literal = f'"{name}"'
    asks = re.compile(
        rb"\bstrcmp\(object_get_typename\([^;\"]{1,100}?\),\s{0,40}" + re.escape(literal.encode())
        + rb"\)"
    )  # fmt: skip
    for path in dict.fromkeys(h.path for h in tree.grep((literal,), ("hw", "system", "softmmu"))):
        source = tree.read(path)
        for text in dict.fromkeys(found.group().decode() for found in asks.finditer(source)):
            line = line_of(source, source.index(text.encode()))
            yield Part(path, line, reads=((text, b"1"),))


def calls_of(tree: Tree, path: str, name: str) -> Iterator[Edit]:
    """Yield the edits for the statements of a file that hand on the variable `name`."""
    source = tree.read(path)
    for found in re.finditer(rb"(?m)^[ \t]*\w+\(&" + name.encode() + rb"\);\n", source):
        yield Edit(path, found.start(), found.end(), b"")
