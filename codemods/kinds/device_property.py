"""A property of a device type: documentation only.

Source: 8b1e59a687, 36d83272d5 and adacc814f5 in QEMU's history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from codemods.errors import NotFound
from codemods.idioms import chapters, devprops, devtypes
from codemods.idioms import entrytitle as titles
from codemods.idioms.devprops import DeviceProperty
from codemods.idioms.typeinfo import Type
from codemods.model import Edit, Entry, Feature, Kind, Place, Request
from codemods.tree import Tree

ID = "device-property"
_VFIO = "hw/vfio/"


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the property "DEVICE.PROPERTY"; both names may have dots in them."""
    seen = set()
    for one, found in _find(tree, name):
        if (one.name, found.name) not in seen:
            seen.add((one.name, found.name))
            yield _feature(one, found)


def every(tree: Tree) -> Iterator[Feature]:
    """Yield the properties of each device type that is not abstract, but for those of its bus."""
    seen = set()
    for one in devtypes.every(tree):
        for found in devprops.inherited(tree, one):
            if (one.name, found.name) not in seen:
                seen.add((one.name, found.name))
                yield _feature(one, found)


def places(tree: Tree, feature: Feature) -> Sequence[Place]:
    """No place of the schema."""
    return ()


def deprecate(tree: Tree, feature: Feature, request: Request) -> Iterable[Edit]:
    """Nothing outside the list of deprecated features, as has been usual since 7.1."""
    return ()


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the property with the emulated devices, as it stands behind -device."""
    for one, found in _find(tree, feature.qualified):
        chapter = chapters.VFIO_DEVICES if one.path.startswith(_VFIO) else chapters.EMULATED_DEVICES
        of = f"of the ``{one.name}`` device"
        short = titles.short(f"``{found.name}``", f"property {of}", f"properties {of}")
        return Entry(chapter, f"``-device {one.name},{found.name}={found.form}``", short=short)
    raise NotFound(f"the property {feature.qualified} is gone", path=feature.path)


def _find(tree: Tree, name: str) -> Iterator[tuple[Type, DeviceProperty]]:
    for n in (n for n, letter in enumerate(name) if letter == "."):
        device, wanted = name[:n], name[n + 1 :]
        # A macro may put a name together, but hardly both.
        if not device or not wanted or not (tree.naming(wanted) or tree.naming(device)):
            continue
        for one in devtypes.named(tree, device):
            if one.abstract or devtypes.ancestry(tree, one) is None:
                continue
            own = [p for p in devprops.inherited(tree, one) if p.name == wanted]
            of_bus = [p for p in devprops.of_base(tree, one) if p.name == wanted] if not own else []
            yield from ((one, found) for found in (own or of_bus)[:1])


def _feature(one: Type, found: DeviceProperty) -> Feature:
    # In quotes it is what C has: a bare word like "size" stands everywhere.
    words = (found.name, f'"{found.name}"')
    return Feature(ID, f"{one.name}.{found.name}", f"{one.name}.{found.name}", found.path,
                   found.line, words)  # fmt: skip


KIND = Kind(
    id=ID, noun="device property", find=find, every=every, places=places, deprecate=deprecate,
    entry=entry, costly=True,
)  # fmt: skip
