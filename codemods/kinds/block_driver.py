"""A block driver: a value of BlockdevDriver, and a warning where an image is opened with it.

Source: b873463821 and e1c4269763 in QEMU's history.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from codemods.kind import Kind, Naming, Part
from codemods.model import WARNING, Entry, Feature, Mark, Request
from codemods.qemu import built, same_thing
from codemods.qemu.code import block_drivers, warning
from codemods.qemu.code.block_drivers import Opener
from codemods.qemu.listing import chapters, titles
from codemods.qemu.schema import values as enum_values
from codemods.source.splice import Edit
from codemods.source.tree import Tree

ID = "block-driver"
_ENUM = "BlockdevDriver"


@warning.deferred
def marks(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield the warning first in each function that opens an image with this driver.

    Drivers that share the function are told apart by their name.
    """
    lacking: list[Opener] = []
    for opener in _openers(tree, feature):
        source, body = tree.read(opener.path), opener.function.body
        there = warning.said(opener.path, source, body, f"'{feature.name}'")
        if there is not None:
            yield there
        else:
            lacking.append(opener)
    if lacking:
        first = lacking[0]
        places = [(o.path, o.function.name) for o in lacking]
        yield Mark(WARNING, first.path, first.function.line, add=partial(_warn, feature, places))


def _warn(
    feature: Feature, places: Sequence[tuple[str, str]], tree: Tree, request: Request
) -> Iterator[Edit]:
    message = warning.text(f"block driver '{feature.name}'", request)
    edits: dict[Edit, None] = {}
    for opener in _openers(tree, feature):
        if (opener.path, opener.function.name) in places:
            # Two functions of one file share the include.
            edits |= dict.fromkeys(warning.at_top(
                opener.path, tree.read(opener.path), opener.function, message,
                name="warn_report_once", condition=opener.condition,
            ))  # fmt: skip
    yield from edits


def _openers(tree: Tree, feature: Feature) -> Iterator[Opener]:
    others = {f.name for f in enum_values.every(tree, ID, _ENUM)} - {feature.name}
    return block_drivers.openers(tree, feature.name, others)


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the driver with the block devices."""
    name = f"``{feature.name}``"
    return Entry(
        chapters.BLOCK_DEVICES, name, after="backend", afters="backends",
        short=titles.short(name, "block driver"),
    )  # fmt: skip


def parts(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield the file that is the driver's own, or its structures in a file of several."""
    for path, names, alone in block_drivers.defined(tree, feature.name):
        if alone:
            stem = path.removesuffix(".c")
            own = [p for p in tree.files() if p.startswith((f"{stem}-", f"{stem}_"))]
            files = dict.fromkeys([*built.own(tree, path), *(p for p in own if p[-2:] == ".c")])
            yield Part(path, 0, files=tuple(files), closed=True)
        else:
            yield Part(path, 0, names=tuple((name, b"NULL") for name in names))


KIND = Kind(
    id=ID,
    noun="block driver",
    find=partial(enum_values.named, kind=ID, only=_ENUM),
    every=partial(enum_values.every, kind=ID, only=_ENUM),
    places=enum_values.places_if_any,
    marks=marks,
    entry=entry,
    parts=parts,
    refines=("qapi-enum-value",),
    naming=Naming("block driver", ("driver",), (r"(?:\b|\.)driver=",)),
    same=same_thing.other,
)
