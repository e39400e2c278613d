"""What goes with a property of a device, where no other device has it, too."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.kind import Part
from codemods.qemu.code import property_parts
from codemods.qemu.code import types as qom_types
from codemods.qemu.code.types import Type
from codemods.qemu.devices import properties
from codemods.qemu.devices import types as device_types
from codemods.qemu.devices.properties import DeviceProperty
from codemods.source.tree import Tree


def parts(tree: Tree, one: Type, found: DeviceProperty) -> Iterator[Part]:
    """Yield what goes with the property `found` of the device `one`."""
    owner = _owner(tree, one, found)
    if owner is None:
        yield Part(found.path, found.line, by_hand=f"which type adds {found.name} is not told")
        return
    own = {one.name, owner.name, *(t.name for t in properties.carried(tree, one))}
    others = {t.name for t in (*_with(tree, owner), *_sharing(tree, owner, found))} - own
    if others:
        shown = ", ".join(sorted(others)[:3]) + (" and others" if len(others) > 3 else "")
        has = "have" if len(others) > 1 else "has"
        yield Part(found.path, found.line, by_hand=f"{shown} {has} the property, too")
        return
    drivers = {name for t in (one, owner) for name in (t.name, qom_types.macro(tree, t)) if name}
    home = {p for name in drivers for p in tree.naming(name, ("hw", "system", "softmmu"))}
    home = {p for p in home if p.endswith(".c")}
    yield from property_parts.parts(
        tree, found.path, found.line, found.name, drivers.__contains__, home
    )


def _owner(tree: Tree, one: Type, found: DeviceProperty) -> Type | None:
    """Return the type that has the property itself: the device, what it carries, or one above."""
    for own in (one, *properties.carried(tree, one)):
        ancestry = device_types.ancestry(tree, own)
        for ancestor in ancestry.types if ancestry else ():
            if found in properties.of_type(tree, ancestor):
                return ancestor
    return None


def _sharing(tree: Tree, owner: Type, found: DeviceProperty) -> Iterator[Type]:
    """Yield the types, not below the owner, that get the property from the same row or call."""
    for path in dict.fromkeys((found.path, owner.path)):
        for one in device_types.of_file(tree, path):
            if found in properties.of_type(tree, one):
                yield one


def _with(tree: Tree, owner: Type) -> tuple[Type, ...]:
    """Return the types that have what `owner` has: itself if it can be made, and those below it."""
    own = () if owner.abstract else (owner,)
    return (*own, *device_types.descendants(tree, owner.name))
