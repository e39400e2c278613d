"""What needs a device type: code that makes one by its name, types that are built on it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from glob import escape

from codemods.formats.c import items as c_items
from codemods.formats.c import rows
from codemods.kind import Part
from codemods.qemu.code import types as qom_types
from codemods.qemu.code.types import Type
from codemods.qemu.devices import realize
from codemods.qemu.devices import types as device_types
from codemods.source.splice import line_of
from codemods.source.tree import Tree

_CODE = ("hw", "include", "system", "softmmu", "target", "net")
#: Functions that make a device, by the name of its type (include/hw/qdev-core.h, one for each
#: bus in include/hw).
_CALLED = re.compile(
    rb"\b(?:object|qdev|sysbus|isa|pci|pcie|i2c|ssi|usb|nubus|ide|scsi|hda|smbus|aux|xen|qemu)_\w{0,40}"
    rb"(?:new|create|initialize|init_child|peripheral|nic_device)\w{0,20}\s{0,4}\("
)
#: What stands before a name that is made, kept in a field for that, or given to who does.
_MAKES = (
    rb"(?:" + _CALLED.pattern + rb"[^;\"]{0,200}|\b\w{1,40}_create\w{0,40}\([^;\"]{0,200}"
    rb"|\b(?:default_\w{1,20}|\w{0,20}(?:model|type|soc_name))\s{0,4}=\s{0,20}"
    rb"|\breturn\b[^;\"]{0,100}|[?:]\s{0,20})"
)
#: A call that is given the name, if that is no common word and the function does not ask for it.
_GIVEN = (
    rb"\b(?!\w{0,20}(?:strcmp|strstr|printf|report|error|cast|resolve|by_name|prop|qdict|opt|register"
    rb"|vmstate|trace|memory_region|has|alias|get|find|lookup))\w{2,60}"
    rb"\((?:[^;\"()]|\([^;\"()]{0,100}\)){0,100}"
)
_COMMON_WORD = re.compile(r"[a-z]+")
_ALLOWS = "machine_class_allow_dynamic_sysbus_dev"
#: What puts a text together, up to its format, which a macro may begin.
_PUTS = re.compile(
    rb"\b(?:snprintf|g_strdup_printf)\s{0,4}\([^;\"]{0,100}?(?:\b([A-Z]\w{1,60})\s{0,20})?"
    rb'"([^"\n]{0,80})%s"'
)
_FORMAT = re.compile(r"%[sdiu]")
#: A format with less to it than this gives any name.
_TELLING = 3


def may_make(source: bytes) -> bool:
    """Tell whether code of a file makes devices."""
    return _CALLED.search(source) is not None


def parts(tree: Tree, one: Type, files: Sequence[str]) -> Iterator[Part]:
    """Yield a part that is for a person where code that stays needs the type.

    Arguments:
        files: those that go with it.
    """
    for child in device_types.children(tree, one.name):
        if child.path not in files and child.name != one.name:
            yield Part(child.path, child.line, by_hand=f"{child.name} is built on {one.name}")
    literal = f'"{one.name}"'
    ends = dict.fromkeys(f'{mark}%s"' for mark in re.findall(r"[-._]", one.name))
    before = _MAKES if _COMMON_WORD.fullmatch(one.name) else rb"(?:" + _MAKES + b"|" + _GIVEN + b")"
    makes = re.compile(before + re.escape(literal.encode()))
    for path in dict.fromkeys(h.path for h in tree.grep((literal, *ends), _CODE)):
        if not path.endswith((".c", ".h")) or path in files:
            continue
        source = tree.read(path)
        for found in makes.finditer(source):
            if path == one.path and _defines(source, one, found.end()):
                continue
            line = line_of(source, found.end() - 1)
            yield Part(path, line, by_hand=f"it makes the device {one.name}")
        for found in _PUTS.finditer(source):
            begun = device_types.meaning(tree, path, found[1].decode()) if found[1] else ""
            text = begun + found[2].decode(errors="replace")
            if _may_give(text, one.name) and _makes(source, found):
                line = line_of(source, found.end() - 1)
                yield Part(path, line, by_hand=f"it may make the device {one.name}")
    ancestry = device_types.ancestry(tree, one)
    if ancestry is not None and not _may_be_created(tree, one, ancestry):
        why = f"no user can create {one.name}; look for code that makes it by a name put together"
        yield Part(one.path, one.line, left=why)


def _defines(source: bytes, one: Type, at: int) -> bool:
    """Tell whether the byte `at` of the type's file is in what defines it."""
    item = c_items.read(source).at(one.start)
    if item is None or item.kind != c_items.VARIABLE:
        return False
    return rows.together(source, item.start, item.end, one.start, at)


def _may_be_created(tree: Tree, one: Type, ancestry: device_types.Ancestry) -> bool:
    """Tell whether a user can create the device: in general, or because a board allows it."""
    if realize.is_creatable(tree, ancestry):
        return True
    known = [os.fsencode(n) for n in (qom_types.macro(tree, one), f'"{one.name}"') if n]
    return any(n in hit.text for hit in tree.grep((_ALLOWS,), _CODE) for n in known)


def _may_give(begin: str, name: str) -> bool:
    """Tell whether a format of which this is all but the "%s" at its end may give the name."""
    parts = _FORMAT.split(begin)
    if len("".join(parts)) < _TELLING:
        return False
    return fnmatchcase(name, "*".join(map(escape, (*parts, ""))))


def _makes(source: bytes, found: re.Match[bytes]) -> bool:
    """Tell whether a device is made where the text is put together."""
    item = c_items.read(source).at(found.start())
    return item is not None and _CALLED.search(source, item.start, item.end) is not None
