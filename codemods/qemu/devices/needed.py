"""What needs a device type: code that makes one by its name, types that are built on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from codemods.formats.c import items as c_items
from codemods.model import Part
from codemods.qemu.code.types import Type
from codemods.qemu.devices import types as device_types
from codemods.source.splice import line_of
from codemods.source.tree import Tree

_CODE = ("hw", "include", "system", "softmmu", "target", "net")
#: Functions that make a device, by the name of its type (include/hw/qdev-core.h, one for each
#: bus in include/hw).
_CALLED = re.compile(
    rb"\b\w{0,40}(?:_new|_create\w{0,40}|_init_child|_initialize(?:_child)?|_peripheral|_nic_devices?)"
    rb"\s{0,4}\("
)
#: What stands before a name that is made, kept in a field for that, or given to who does.
_MAKES = (
    rb"(?:" + _CALLED.pattern + rb"[^;\"]{0,200}"
    rb"|\b(?:default_\w{1,20}|\w{0,20}(?:model|type|soc_name))\s{0,4}=\s{0,20}"
    rb"|\breturn\b[^;\"]{0,100}|[?:]\s{0,20})"
)
#: What puts a text together, up to its format, which a macro may begin.
_PUTS = re.compile(
    rb"\b(?:snprintf|g_strdup_printf)\s{0,4}\([^;\"]{0,100}?(?:\b([A-Z]\w{1,60})\s{0,20})?"
    rb'"([^"\n]{0,80})%s"'
)


def parts(tree: Tree, one: Type, files: Sequence[str]) -> Iterator[Part]:
    """Yield a part that is for a person where code that stays needs the type.

    Arguments:
        files: those that go with it.
    """
    for child in device_types.children(tree, one.name):
        if child.path not in files and child.name != one.name:
            yield Part(child.path, child.line, by_hand=f"{child.name} is built on {one.name}")
    literal, begins = f'"{one.name}"', tuple(_begins(one.name))
    ends = dict.fromkeys(f'{begin[-1]}%s"' for begin in begins)
    makes = re.compile(_MAKES + re.escape(literal.encode()))
    for path in dict.fromkeys(h.path for h in tree.grep((literal, *ends), _CODE)):
        if not path.endswith((".c", ".h")) or path in files:
            continue
        source = tree.read(path)
        for found in makes.finditer(source):
            line = line_of(source, found.end() - 1)
            yield Part(path, line, by_hand=f"it makes the device {one.name}")
        for found in _PUTS.finditer(source):
            begun = device_types.meaning(tree, path, found[1].decode()) if found[1] else ""
            if begun + found[2].decode(errors="replace") in begins and _makes(source, found):
                line = line_of(source, found.end() - 1)
                yield Part(path, line, by_hand=f"it may make the device {one.name}")


def _begins(name: str) -> Iterator[str]:
    """Yield what may stand before the last part of the name, of which it is put together."""
    for mark in re.finditer(r"[-._]", name):
        yield name[: mark.end()]


def _makes(source: bytes, found: re.Match[bytes]) -> bool:
    """Tell whether a device is made where the text is put together."""
    item = c_items.read(source).at(found.start())
    return item is not None and _CALLED.search(source, item.start, item.end) is not None
