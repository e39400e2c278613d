"""What goes with a device type: its file or its structure, its header, the rows that name it.

Source: 8ebc416ac1, 762c855439, e4f6035585 and 879be3af49 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from codemods.formats.c import items as c_items
from codemods.formats.c import rows
from codemods.kind import Part
from codemods.qemu import built
from codemods.qemu.code import parts as type_parts
from codemods.qemu.code import types as qom_types
from codemods.qemu.code.types import Type
from codemods.qemu.devices import needed
from codemods.qemu.devices import types as device_types
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree

_CRASH_TEST = "scripts/device-crash-test"
#: The field of a structure that names one of the types that are made of it.
_NAME = re.compile(rb"\.\w{1,40}name\b")
_FIELDS = ("driver", "name", "type", "typename")


def parts(tree: Tree, one: Type) -> Iterator[Part]:
    """Yield what goes with the device."""
    macro = qom_types.macro(tree, one)
    others = [
        t
        for t in device_types.of_file(tree, one.path)
        if t.name != one.name and not _is_base(tree, t, one)
    ]
    shared = bool(others) or built.makes_machine(tree, one.path)
    types = (macro,) if macro else ()
    files = () if shared else (*built.own(tree, one.path), *_headers(tree, one, macro))
    if shared:
        yield _own_name(tree, one, others) or type_parts.defined(tree, one, local=False)
        yield Part(one.path, one.line, types=types)
    else:
        yield Part(one.path, one.line, files=files, types=types, local=True)
    yield from needed.parts(tree, one, files)
    yield from type_parts.rows_of(tree, one.name, _FIELDS)
    yield from type_parts.compared(tree, one.name)
    yield from _listed(tree, one.name)


def _own_name(tree: Tree, one: Type, others: Sequence[Type]) -> Part | None:
    """Return the field that names the type, of a structure that makes others, too; or None."""
    source = tree.read(one.path)
    item = c_items.read(source).at(one.start)
    if item is None or not any(item.start <= t.start < item.end for t in others):
        return None
    row = rows.around(source, item.start, item.end, one.start)
    if row is None or row.array or not _NAME.match(source, row.start):
        return None
    return Part(one.path, one.line, (rows.cut(one.path, source, row),))


def _is_base(tree: Tree, one: Type, child: Type) -> bool:
    """Tell whether `one` is there for `child` alone: abstract, and above no other type."""
    if not one.abstract or child.parent != one.name:
        return False
    return {t.name for t in device_types.children(tree, one.name)} == {child.name}


def _headers(tree: Tree, one: Type, macro: str) -> Iterator[str]:
    """Yield the header that is the device's own: it defines the macro, and is called alike."""
    stem = one.path.rpartition("/")[2].removesuffix(".c")
    alike = {re.sub(r"[-_]", "", n) for n in (one.name, stem)}
    for path in tree.naming(macro, ("include", "hw")) if macro else ():
        name = re.sub(r"[-_]", "", path.rpartition("/")[2].removesuffix(".h"))
        if path.endswith(".h") and name in alike:
            defined = c_items.read(tree.read(path)).defining(macro)
            yield from (path for item in defined if item.kind == c_items.MACRO)


def _listed(tree: Tree, name: str) -> Iterator[Part]:
    """Yield the row of the crash test's list of devices that need a property."""
    if _CRASH_TEST not in tree.files():
        return
    source = tree.read(_CRASH_TEST)
    row = re.compile(
        rb"(?m)^[ \t]*\{'device':'" + re.escape(name.encode()) + rb"',[^\n]*\},[^\n]*\n"
    )
    for found in row.finditer(source):
        yield Part(_CRASH_TEST, line_of(source, found.start()),
                   (Edit(_CRASH_TEST, found.start(), found.end(), b""),))  # fmt: skip
