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

_CODE = ("hw", "system", "softmmu", "target", "net")
#: Functions that make a device, by the name of its type (include/hw/qdev-core.h, one for each
#: bus in include/hw), and the fields that name what a board makes for the user.
_CALLED = re.compile(
    rb"\b\w{0,40}(?:_new|_create\w{0,40}|_init_child|_initialize(?:_child)?|_peripheral|_nic_devices?)"
    rb"\s{0,4}\("
)
_MAKES = (
    rb"(?:" + _CALLED.pattern + rb"[^;\"]{0,200}"
    rb"|\b(?:default_\w{1,20}|\w{0,20}(?:model|type|soc_name))\s{0,4}=\s{0,20})"
)
#: What puts a text together, up to its format.
_PUTS = rb"\b(?:snprintf|g_strdup_printf)\s{0,4}\([^;\"]{0,100}"


def parts(tree: Tree, one: Type, files: Sequence[str]) -> Iterator[Part]:
    """Yield a part that is for a person where code that stays needs the type.

    Arguments:
        files: those that go with it.
    """
    for child in device_types.children(tree, one.name):
        if child.path not in files and child.name != one.name:
            yield Part(child.path, child.line, by_hand=f"{child.name} is built on {one.name}")
    literal, formats = f'"{one.name}"', tuple(_formats(one.name))
    makes = re.compile(_MAKES + re.escape(literal.encode()))
    puts = re.compile(_PUTS + rb"(?:" + b"|".join(re.escape(f.encode()) for f in formats) + rb")")
    for path in dict.fromkeys(h.path for h in tree.grep((literal, *formats), _CODE)):
        if path.endswith((".c", ".h")) and path not in files:
            source = tree.read(path)
            for found in makes.finditer(source):
                line = line_of(source, found.end() - 1)
                yield Part(path, line, by_hand=f"it makes the device {one.name}")
            for found in puts.finditer(source) if formats else ():
                item = c_items.read(source).at(found.start())
                if item is not None and _CALLED.search(source, item.start, item.end):
                    line = line_of(source, found.end() - 1)
                    yield Part(path, line, by_hand=f"it may make the device {one.name}")


def _formats(name: str) -> Iterator[str]:
    """Yield the formats with a text at the end that may give the name."""
    for mark in re.finditer(r"[-._]", name):
        yield f'"{name[: mark.end()]}%s"'
