"""The device types of the tree: QOM types below "device" that are no CPUs.

Source: include/hw/qdev-core.h (include/hw/core/qdev.h in 11.0) and, for the
three names that a virtio device has on PCI, hw/virtio/virtio-pci.c in QEMU.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from codemods.formats.c import initializers as c_initializers
from codemods.formats.c import macros as c_macros
from codemods.formats.c import tokens as c_tokens
from codemods.formats.c.macros import Macro
from codemods.qemu.code import headers
from codemods.qemu.code import types as qom_types
from codemods.qemu.code.types import Type
from codemods.qemu.devices import types_in_loops
from codemods.source.splice import line_of
from codemods.source.tree import Tree

#: The headers that hold the macros with which types are named and defined.
_HEADERS = ("include/hw", "include/qom", "hw", "include/system", "include/sysemu")
_MACRO = "OBJECT_DEFINE"
#: A use of it for the type TYPE_%s (include/qom/object.h).
_USE = rf"(?m)^{_MACRO}_\w+\([^;]*?\b%s\b"
#: Where types stand, and the headers that name them.
_SEARCHED = ("hw", "include", "target", "migration", "system", "softmmu", "backends", "net")
_PCI_STRUCT = "VirtioPCIDeviceTypeInfo"
_STRUCTS = ("TypeInfo", _PCI_STRUCT)
_PCI_NAMES = ("generic_name", "transitional_name", "non_transitional_name")
_PCI_PARENT = "virtio-pci"
_ROOT, _SYSBUS = "device", "sys-bus-device"
#: The types from which devices start.  Nothing above them is of interest here.
_BASES = frozenset(
    {_ROOT, _SYSBUS, "pci-device", "isa-device", "usb-device", "i2c-slave", "ssi-slave",
     "ssi-peripheral", "virtio-device", "scsi-device", "ide-device", "hda-codec", "ccw-device",
     "virtio-serial-port", _PCI_PARENT, "xen-device", "sd-card"}
)  # fmt: skip
_OTHERS = frozenset({"cpu", "object", "machine", "bus", "accel", ""})


@dataclass(frozen=True)
class Ancestry:
    """A device type and its ancestors below the base of its bus, the nearest first."""

    types: tuple[Type, ...]

    @property
    def on_sysbus(self) -> bool:
        """Whether such devices are wired up by boards."""
        return self.types[-1].parent == _SYSBUS


def named(tree: Tree, name: str) -> tuple[Type, ...]:
    """Return the types called `name`, also abstract ones and such that are no devices."""
    return tuple(t for path in files(tree, name) for t in of_file(tree, path) if t.name == name)


def children(tree: Tree, parent: str) -> tuple[Type, ...]:
    """Return the types whose parent is the type `parent`."""
    paths = files(tree, parent)
    return tuple(t for path in paths for t in of_file(tree, path) if t.parent == parent)


def descendants(tree: Tree, parent: str) -> tuple[Type, ...]:
    """Return the types below the type `parent`, at any depth."""
    found: dict[str, Type] = {}
    queue = [parent]
    while queue:
        for child in children(tree, queue.pop()):
            if child.name not in found:
                found[child.name] = child
                queue.append(child.name)
    return tuple(found.values())


def every(tree: Tree) -> Iterator[Type]:
    """Yield each device type that is not abstract, sorted by path and line."""
    hits = tree.grep((*_STRUCTS, _MACRO), _SEARCHED)
    paths = sorted({h.path for h in hits if h.path.endswith(".c")})
    found = [one for path in paths for one in of_file(tree, path)]
    types = {one.name: one for one in found}
    yield from (one for one in found if not one.abstract and _reaches(types, one))


def ancestry(tree: Tree, one: Type) -> Ancestry | None:
    """Return `one` and its ancestors, or None where it is no device."""
    found = [one]
    while found[-1].parent not in _BASES and found[-1].name not in _BASES:
        parent = found[-1].parent
        above = () if parent in _OTHERS else named(tree, parent)
        if not above or len(found) > 20:
            return None
        # The same name in two files: the nearer one is meant.
        near = [t for t in above if t.path == found[-1].path]
        found.append((near or list(above))[0])
    return Ancestry(tuple(found))


def spelled(tree: Tree, one: Type, path: str) -> str:
    """Return how the file `path` can name the type: by its macro if it sees it, or by a string."""
    name = qom_types.macro(tree, one)
    return name if name and meaning(tree, path, name) == one.name else f'"{one.name}"'


def meaning(tree: Tree, path: str, name: str) -> str:
    """Return the string that the macro `name` stands for in the file `path`; "" for none."""
    known = headers.lookup(tree, path, _HEADERS)
    return c_tokens.string(c_macros.expand([c_tokens.Token("name", name, 0)], known)) or ""


def of_file(tree: Tree, path: str) -> tuple[Type, ...]:
    """Return the types that the file `path` defines."""
    return _of_file(tree, path)


def files(tree: Tree, name: str) -> tuple[str, ...]:
    """Return the C files that may define or name the type `name`.

    A type that is written as a macro and a string is found by its last part,
    one that is numbered by a macro by all but its number.
    """
    whole = f'"{name}"'
    hits = tree.grep((whole,), _SEARCHED)
    found = _spelling(tree, dict.fromkeys(h.path for h in hits), {whole: ()})
    if not found:
        ends = {f'"{part}"': joints for part, joints in _ends(name)}
        hits = tree.grep(tuple(ends), _SEARCHED)
        found = _spelling(tree, dict.fromkeys(h.path for h in hits), ends)
    return tuple(found)


def _ends(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the parts of `name` that may be a string of their own, and what may stand before each.

    With the mark in front of it that may be anything, a name of C included.
    """
    yield name.rstrip("0123456789"), ()
    for mark in re.finditer(r"[^A-Za-z0-9]", name):
        yield name[mark.start() :], ()
        before = re.split(r"[^A-Za-z0-9]", name[: mark.start()])[-1]
        yield name[mark.end() :], (f'"{mark[0]}"', f'{before}{mark[0]}"')


def _spelling(
    tree: Tree, paths: Iterable[str], literals: Mapping[str, Sequence[str]]
) -> dict[str, None]:
    """Return the C files with one of the strings `literals`, or with a macro made with one.

    Arguments:
        literals: with each, the ends of strings of which the file of a macro has one.
    """
    found: dict[str, None] = {}
    for path in paths:
        text = c_tokens.text_of(tree.read(path)) if path.endswith((".c", ".h")) else ""
        held = [literal for literal in literals if literal in text]
        joined = [one for one in held if not literals[one] or any(j in text for j in literals[one])]
        if path.endswith(".c") and (joined or any(_begun(tree, literals[one]) for one in held)):
            found[path] = None
        for macro in _made_with(c_macros.definitions(tree.read(path)), joined) if joined else ():
            found |= dict.fromkeys(_naming(tree, macro))
    return found


def _begun(tree: Tree, joints: Sequence[str]) -> bool:
    """Tell whether a header, or the macro of any file, may begin what has these joints."""
    mark, before = (os.fsencode(joint) for joint in joints)
    hits = tree.grep(joints, _SEARCHED)
    return any(before in hit.text or (mark in hit.text and hit.path.endswith(".h")) for hit in hits)


def _naming(tree: Tree, macro: str) -> Iterator[str]:
    """Yield the C files that use `macro`, also where a defining macro puts its TYPE_ in front."""
    yield from (p for p in tree.naming(macro, _SEARCHED) if p.endswith(".c"))
    if macro.startswith("TYPE_"):
        bare = macro.removeprefix("TYPE_")
        # One search serves every type.
        for path in dict.fromkeys(h.path for h in tree.grep((_MACRO,), _SEARCHED)):
            if path.endswith(".c") and re.search(_USE % bare, c_tokens.text_of(tree.read(path))):
                yield path


def _made_with(named: Mapping[str, Macro], literals: Sequence[str]) -> list[str]:
    """Return the names of those macros that use one of `literals`, directly or not."""
    made: list[str] = []
    for macro in named.values():
        used = any(literal in macro.text for literal in literals)
        if used or any(token.text in made for token in macro.body):
            made.append(macro.name)
    return made


@lru_cache(maxsize=512)
def _of_file(tree: Tree, path: str) -> tuple[Type, ...]:
    source = tree.read(path)
    if not any(word.encode() in source for word in (*_STRUCTS, _MACRO)):
        return ()
    found = list(qom_types.types(tree, path, _MACRO, _HEADERS))
    text = c_tokens.text_of(source)
    lookup = headers.lookup(tree, path, _HEADERS)
    for _, _, inside in c_initializers.declared(text, _PCI_STRUCT):
        for one in c_initializers.structures(c_macros.expand(inside, lookup)):
            found += _virtio_pci(source, path, one)
    found += types_in_loops.types(source, path, lookup, {one.name for one in found})
    return tuple(sorted(found, key=lambda t: t.start))


def _virtio_pci(source: bytes, path: str, one: c_initializers.Initializer) -> Iterator[Type]:
    """Yield the types that a virtio device has on the PCI bus, siblings of each other."""
    init = one.fields.get("class_init", ())
    parent = c_tokens.string(one.fields.get("parent", ())) or _PCI_PARENT
    for field in _PCI_NAMES:
        name = c_tokens.string(one.fields.get(field, ()))
        if name:
            start = one.fields[field][0].start
            yield Type(
                name, parent, path, line_of(source, start), start, init[0].text if init else "",
                False, "",
            )  # fmt: skip


def _reaches(types: dict[str, Type], one: Type) -> bool:
    for _ in range(20):
        if one.parent in _BASES or one.name in _BASES:
            return True
        if one.parent in _OTHERS or one.parent not in types:
            return False
        one = types[one.parent]
    return False
