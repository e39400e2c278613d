"""A property of a device type: documentation only.

Source: 8b1e59a687, 36d83272d5 and adacc814f5 in QEMU's history.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from codemods.errors import NotFound
from codemods.kind import Kind, Naming, Part
from codemods.model import Entry, Feature, Source
from codemods.qemu import same_thing, value
from codemods.qemu.code.types import Type
from codemods.qemu.devices import properties as device_properties
from codemods.qemu.devices import property_parts
from codemods.qemu.devices import types as device_types
from codemods.qemu.devices.properties import DeviceProperty
from codemods.qemu.listing import chapters, titles
from codemods.source.tree import Tree

ID = "device-property"
_VFIO = "hw/vfio/"
#: How the name of a device ends that others carry on a transport.
_BEHIND = "-device"
#: The properties of so many devices are worth a look where none has the name.
_ALIKE = 3


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the property "DEVICE.PROPERTY", both may have dots, or its "...=VALUE" alone."""
    seen = set()
    owner, wanted = value.split(name)
    for one, found in _find(tree, owner):
        if (one.name, found.name) not in seen:
            seen.add((one.name, found.name))
            if not wanted:
                yield _feature(one, found)
            elif value.is_known(tree, wanted):
                yield _valued(one, found, wanted)


def every(tree: Tree) -> Iterator[Feature]:
    """Yield the properties of each device type that is not abstract, but for those of its bus."""
    yield from _properties(tree, device_types.every(tree))


def near(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the properties of the device in front of a dot, or of those that are called alike."""
    owner = value.split(name)[0]
    devices = [owner[:n] for n, letter in enumerate(owner) if letter == "."] or [owner]
    own = [one for device in devices for one in device_types.named(tree, device)]
    yield from _properties(tree, own or _alike(tree, devices))


def _alike(tree: Tree, names: Iterable[str]) -> list[Type]:
    known = {one.name: one for one in device_types.every(tree)}
    close = (difflib.get_close_matches(name, known, _ALIKE) for name in names)
    return [known[name] for some in close for name in some]


def _properties(tree: Tree, types: Iterable[Type]) -> Iterator[Feature]:
    seen = set()
    for one in types:
        for found in device_properties.inherited(tree, one):
            if (one.name, found.name) not in seen:
                seen.add((one.name, found.name))
                yield _feature(one, found)


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the property with the emulated devices, as it stands behind -device."""
    for one, found in _find(tree, value.split(feature.qualified)[0]):
        chapter = chapters.VFIO_DEVICES if one.path.startswith(_VFIO) else chapters.EMULATED_DEVICES
        device = _called(tree, one)
        of = f"of the ``{device}`` device"
        wanted = value.of(feature)
        shown = f"{found.name}={wanted}" if wanted else found.name
        short = titles.short(f"``{shown}``", f"property {of}", f"properties {of}")
        form = wanted or found.form
        return Entry(chapter, f"``-device {device},{found.name}={form}``", short=short)
    raise NotFound(f"the property {feature.qualified} is gone", path=feature.path)


def _called(tree: Tree, one: Type) -> str:
    """Return what a user calls the device, on whatever transport."""
    alias = one.name.removesuffix(_BEHIND)
    if not _stands_behind(one):
        return one.name
    names = (one.name, *(alias + ending for ending in device_properties.TRANSPORTS))
    known = any(alias in same_thing.of_device(tree, name) for name in names)
    return alias if known else one.name


def sources(tree: Tree, feature: Feature) -> Iterator[Source]:
    """Yield the file of the device itself: the property may be its parent's."""
    for one, _ in _find(tree, value.split(feature.qualified)[0]):
        yield Source(one.path, f"defines the device {one.name}")


def parts(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield the property's row or calls, its member, and the rows of tables that set it."""
    value.refuse_parts(feature)
    for one, found in _find(tree, feature.qualified):
        yield from property_parts.parts(tree, one, found)


def _find(tree: Tree, name: str) -> Iterator[tuple[Type, DeviceProperty]]:
    for n in (n for n, letter in enumerate(name) if letter == "."):
        device, wanted = name[:n], name[n + 1 :]
        # "virt-8.2" is none of a device "virt-8".
        if not device or wanted.isdigit():
            continue
        # A macro may put a name together, but hardly both.
        if not wanted or not (tree.grep((f'"{wanted}"',)) or tree.grep((f'"{device}"',))):
            continue
        types = device_types.named(tree, device)
        found = [pair for one in types for pair in _own(tree, one, wanted)]
        yield from found if types else _by_alias(tree, device, wanted)


def _own(tree: Tree, one: Type, wanted: str) -> Iterator[tuple[Type, DeviceProperty]]:
    """Yield the property of the type, of its parents, or else of all that is on its bus."""
    if one.abstract or device_types.ancestry(tree, one) is None:
        return
    own = [p for p in device_properties.inherited(tree, one) if p.name == wanted]
    of_bus = (
        [p for p in device_properties.of_base(tree, one) if p.name == wanted] if not own else []
    )
    yield from ((one, found) for found in (own or of_bus)[:1])


def _by_alias(tree: Tree, alias: str, wanted: str) -> list[tuple[Type, DeviceProperty]]:
    """Return the property of what `alias` stands for: of the device behind all transports, if any.

    "virtio-blk" is virtio-blk-pci, -ccw or -device, of which the last does the work.
    """
    types = [t for name in sorted(same_thing.of_device(tree, alias))
             for t in device_types.named(tree, name)]  # fmt: skip
    # Before 6.0 the table has no row for the device itself.
    inside = dict.fromkeys(t for one in types for t in device_properties.carried(tree, one))
    found = [pair for one in (*types, *inside) for pair in _own(tree, one, wanted)]
    behind = [pair for pair in dict.fromkeys(found) if _stands_behind(pair[0])]
    return behind or found


def _stands_behind(one: Type) -> bool:
    """Tell whether the type is the device that others carry on a transport."""
    return one.name.endswith(_BEHIND)


def _feature(one: Type, found: DeviceProperty) -> Feature:
    # In quotes it is what C has: a bare word like "size" stands everywhere.
    words = (found.name, f'"{found.name}"')
    return Feature(ID, f"{one.name}.{found.name}", f"{one.name}.{found.name}", found.path,
                   found.line, words)  # fmt: skip


def _valued(one: Type, found: DeviceProperty, wanted: str) -> Feature:
    name, shown = f"{one.name}.{found.name}={wanted}", f"{found.name}={wanted}"
    return Feature(ID, name, name, found.path, found.line, (shown,))


KIND = Kind(
    id=ID,
    noun="device property",
    find=find,
    every=every,
    marks=value.of_property,
    entry=entry,
    parts=parts,
    costly=True,
    near=near,
    sources=sources,
    naming=Naming("property", is_property=True, key="device"),
    same=same_thing.device_property,
    owned=True,
    one_chapter=True,
)
