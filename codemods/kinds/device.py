"""A device type: a warning when it is realized.

A device of before QOM has an init function instead, which its board calls.
Source: 7c8d295b27, e9a54265f5, 8d8a30d1ac and c8cdec74e6 in QEMU's history.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from codemods.errors import NotFound
from codemods.kind import WORD_START, Kind, Naming, Part
from codemods.model import Entry, Feature, Mark, Request
from codemods.qemu import same_thing
from codemods.qemu.code import types as qom_types
from codemods.qemu.code import warning
from codemods.qemu.code.types import Type
from codemods.qemu.devices import before_qom, realize
from codemods.qemu.devices import parts as device_parts
from codemods.qemu.devices import types as device_types
from codemods.qemu.devices.before_qom import Init
from codemods.qemu.devices.types import Ancestry
from codemods.qemu.listing import chapters, titles
from codemods.source.splice import Edit
from codemods.source.tree import Tree

ID = "device"
_VFIO = "hw/vfio/"


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the device types called `name`, or "FILE/name" where two files have one."""
    bare = name.rpartition("/")[2]
    found = [_feature(tree, one) for one in _types(tree, bare)]
    init = before_qom.named(tree, bare)
    found += [_plain(init)] if init is not None else []
    yield from (f for f in _told_apart(found) if name in (f.name, f.qualified))


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each device type that is not abstract, and each device of before QOM."""
    found = [_feature(tree, one) for one in device_types.every(tree)]
    found += [_plain(init) for init in before_qom.every(tree)]
    by_name: dict[str, list[Feature]] = {}
    for feature in found:
        by_name.setdefault(feature.name, []).append(feature)
    for same in by_name.values():
        yield from _told_apart(same)


@warning.deferred
def marks(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield the warning in the realize function, or in the init function of before QOM.

    Raises:
        Refused: the function is not found, or cannot be read.
    """
    init = before_qom.named(tree, feature.name)
    if init is not None:
        yield before_qom.warning_of(tree, init, f"{feature.name} device")
        return
    yield realize.warning_of(tree, _ancestry(tree, feature), partial(_warn, feature))


def _warn(feature: Feature, tree: Tree, request: Request) -> Iterator[Edit]:
    ancestry = _ancestry(tree, feature)
    return realize.warn(tree, ancestry, _subject(tree, feature, ancestry), request)


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the device with the emulated ones, or where its only board is listed already."""
    name = f"``{feature.name}``"
    short = titles.short(name, "device")
    init = before_qom.named(tree, feature.name)
    if init is not None:
        host = before_qom.host(tree, init)
        return host or Entry(chapters.EMULATED_DEVICES, name, after="device", short=short)
    chapter = chapters.VFIO_DEVICES if feature.path.startswith(_VFIO) else chapters.EMULATED_DEVICES
    if realize.is_creatable(tree, _ancestry(tree, feature)):
        return Entry(chapter, f"``-device {feature.name}``", short=short)
    return Entry(chapter, name, after="device", afters="devices", short=short)


def parts(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield the device's definition, or the file that is its own, and the rows that name it."""
    yield from device_parts.parts(tree, _ancestry(tree, feature).types[0])


def _types(tree: Tree, name: str) -> list[Type]:
    types = [t for t in device_types.named(tree, name) if not t.abstract]
    return [t for t in types if device_types.ancestry(tree, t) is not None]


def _told_apart(found: Sequence[Feature]) -> Iterator[Feature]:
    """Yield `found`, of the same name, with the names of their files where there are several."""
    for feature in found:
        name = f"{PurePosixPath(feature.path).stem}/{feature.name}"
        yield feature if len(found) == 1 else replace(feature, qualified=name)


def _plain(init: Init) -> Feature:
    return Feature(ID, init.name, init.name, init.path, init.line, (init.name,))


def _feature(tree: Tree, one: Type) -> Feature:
    macro = qom_types.macro(tree, one)
    words = (one.name, macro) if macro else (one.name,)
    return Feature(ID, one.name, one.name, one.path, one.line, words)


def _ancestry(tree: Tree, feature: Feature) -> Ancestry:
    for one in device_types.named(tree, feature.name):
        if one.path == feature.path and (found := device_types.ancestry(tree, one)):
            return found
    raise NotFound(f"the device {feature.name} is gone", path=feature.path)


def _subject(tree: Tree, feature: Feature, ancestry: Ancestry) -> str:
    if realize.is_creatable(tree, ancestry):
        return f"-device {feature.name}"
    name = feature.name
    return warning.plain(name if titles.says(name, "device") else f"{name} device")


KIND = Kind(
    id=ID,
    noun="device",
    find=find,
    every=every,
    marks=marks,
    entry=entry,
    parts=parts,
    costly=True,
    row="device",
    naming=Naming(
        "device",
        (),
        (WORD_START + r"--?device[ =](?:driver=)?", r"device_add +"),
        r"(?=\w*device_add)\w+",
        tag="device",
        helpers=("require_device",),
        bare=True,
        emulated=True,
    ),
    same=same_thing.device,
    owned=True,
    told_elsewhere=True,
)
