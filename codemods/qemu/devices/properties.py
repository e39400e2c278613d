"""The properties of device types.

Most stand in an array of Property that a class_init hands to its class, some
are added by calls.  Source: include/hw/qdev-properties.h
(include/hw/core/qdev-properties.h in 11.0) and qom/object.c in QEMU.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from codemods.formats.c import calls as c_calls
from codemods.formats.c import classes as c_classes
from codemods.formats.c import functions as c_functions
from codemods.formats.c import initializers as c_initializers
from codemods.formats.c import macros as c_macros
from codemods.formats.c import tokens as c_tokens
from codemods.qemu.code import headers
from codemods.qemu.code.types import Type
from codemods.qemu.devices import realize
from codemods.qemu.devices import types as device_types
from codemods.source.splice import line_of
from codemods.source.tree import Tree

_STRUCT = "Property"
_HEADERS = ("include", "hw")
_HANDED = "device_class_set_props(?:_n)?"
_ADDED = (
    r"object_(?:class_)?property_add(?P<how>|_bool|_str|_enum|_link|_alias|_uint(?:8|16|32|64)_ptr)"
)
#: How a value is shown, by what follows "qdev_prop_" in the property's info.
_FORMS = (("bool|bit(64)?", "on|off"), ("on_off_auto.*", "on|off|auto"), ("u?int.*|size.*", "n"))
OTHER = "xxxx"
_ADDED_FORMS = {"_bool": "on|off"}
#: How the types end that carry a virtio device, and what else may stand behind that.
TRANSPORTS = ("-pci", "-ccw")
_TRANSPORT = re.compile(r"(-non-transitional|-transitional)?$")


@dataclass(frozen=True)
class DeviceProperty:
    """A property: its name, where it is defined, and how its value is shown in a title."""

    name: str
    path: str
    line: int
    form: str


def of_type(tree: Tree, one: Type) -> Iterator[DeviceProperty]:
    """Yield the properties that `one` itself has, without those of its parents."""
    for path, function in realize.class_functions(tree, one):
        for name in _handed(tree.read(path), function):
            yield from _array(tree, path, name)
        yield from _added(tree, path, function)
    source = tree.read(one.path)
    init = c_classes.functions(one.path, source).get(one.instance_init)
    if init is not None:
        yield from _added(tree, one.path, init)


def inherited(tree: Tree, one: Type) -> Iterator[DeviceProperty]:
    """Yield the properties of `one`, of its parents, and of what a virtio transport carries."""
    ancestry = device_types.ancestry(tree, one)
    for ancestor in ancestry.types if ancestry else ():
        yield from of_type(tree, ancestor)
    for inside in carried(tree, one):
        yield from inherited(tree, inside)


def of_base(tree: Tree, one: Type) -> Iterator[DeviceProperty]:
    """Yield the properties that all devices on the bus of `one` have."""
    ancestry = device_types.ancestry(tree, one)
    name, seen = (ancestry.types[-1].parent if ancestry else ""), set()
    while name and name not in seen:
        seen.add(name)
        for base in device_types.named(tree, name)[:1]:
            yield from of_type(tree, base)
            name = base.parent


def carried(tree: Tree, one: Type) -> Iterator[Type]:
    """Yield the virtio device that a type on a transport carries."""
    name = _TRANSPORT.sub("", one.name)
    for ending in TRANSPORTS:
        if name.endswith(ending):
            yield from device_types.named(tree, f"{name.removesuffix(ending)}-device")


def _handed(source: bytes, function: c_functions.Function) -> list[str]:
    """Return the names of the arrays that `function` gives to a class, in their order."""
    given = c_calls.calls(source, function.node, _HANDED)
    found = [(call.span.start, call.argument(1)) for call in given]
    made = c_classes.assignments(source, function, "props")
    found += [(one.statement.start, one.value) for one in made]
    return [name for _, value in sorted(found) if (name := c_calls.name(value))]


def _array(tree: Tree, near: str, name: str) -> tuple[DeviceProperty, ...]:
    """Return the properties of the array `name`, of the file `near` or the only one that has it."""
    if own := _arrays(tree, near).get(name):
        return own
    paths = [p for p in tree.naming(name, ("hw",)) if p.endswith(".c")]
    found = [array for p in paths if (array := _arrays(tree, p).get(name))]
    return found[0] if len(found) == 1 else ()


@lru_cache(maxsize=256)
def _arrays(tree: Tree, path: str) -> Mapping[str, tuple[DeviceProperty, ...]]:
    source = tree.read(path)
    text = c_tokens.text_of(source)
    lookup = headers.lookup(tree, path, _HEADERS)
    found: dict[str, tuple[DeviceProperty, ...]] = {}
    for _, name, inside in c_initializers.declared(text, _STRUCT):
        made = c_initializers.structures(c_macros.expand(inside, lookup))
        found[name] = tuple(p for one in made for p in _property(source, path, one))
    return found


def _property(
    source: bytes, path: str, one: c_initializers.Initializer
) -> Iterator[DeviceProperty]:
    name = c_tokens.string(one.fields.get("name", ()))
    if name:
        line = line_of(source, one.start)
        info = "".join(t.text for t in one.fields.get("info", ()))
        yield DeviceProperty(name, path, line, _form(info))


def _form(info: str) -> str:
    word = re.sub(r"^&?\(?(qdev_prop_)?|\)$", "", info)
    return next((form for pattern, form in _FORMS if re.fullmatch(pattern, word)), OTHER)


def _added(tree: Tree, path: str, function: c_functions.Function) -> Iterator[DeviceProperty]:
    source = tree.read(path)
    for call in c_calls.calls(source, function.node, _ADDED):
        name = c_calls.string(call.argument(1))
        found = re.fullmatch(_ADDED, call.name)
        if found and re.fullmatch(r"[\w.+-]+", name):
            form = "n" if found["how"].endswith("_ptr") else _ADDED_FORMS.get(found["how"], OTHER)
            yield DeviceProperty(name, path, line_of(source, call.span.start), form)
