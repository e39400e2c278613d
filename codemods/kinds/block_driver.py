"""A block driver: a value of BlockdevDriver, and a warning where an image is opened with it.

Source: b873463821 and e1c4269763 in QEMU's history.
"""

from __future__ import annotations

from collections.abc import Iterator

from codemods.model import Entry, Feature, Kind, Request
from codemods.qemu.code import block_drivers, warning
from codemods.qemu.listing import chapters, titles
from codemods.qemu.schema import values as enum_values
from codemods.source.splice import Edit
from codemods.source.tree import Tree

ID = "block-driver"
_ENUM = "BlockdevDriver"


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the block driver `name`, or "BlockdevDriver.name"."""
    yield from enum_values.named(tree, name, ID, _ENUM)


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each block driver."""
    yield from enum_values.every(tree, ID, _ENUM)


def deprecate(tree: Tree, feature: Feature, request: Request) -> Iterator[Edit]:
    """Yield the warning first in each function that opens an image with this driver.

    Drivers that share the function are told apart by their name.
    """
    if request.warn == "none":
        return
    message = warning.text(f"block driver '{feature.name}'", request)
    others = {f.name for f in every(tree)} - {feature.name}
    edits: dict[Edit, None] = {}
    for opener in block_drivers.openers(tree, feature.name, others):
        # Two functions of one file share the include.
        edits |= dict.fromkeys(warning.at_top(
            opener.path, tree.read(opener.path), opener.function, message,
            name="warn_report_once", condition=opener.condition, about=f"'{feature.name}'",
        ))  # fmt: skip
    yield from edits


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the driver with the block devices."""
    name = f"``{feature.name}``"
    return Entry(
        chapters.BLOCK_DEVICES, name, after="backend", afters="backends",
        short=titles.short(name, "block driver"),
    )  # fmt: skip


KIND = Kind(
    id=ID, noun="block driver", find=find, every=every, places=enum_values.places_if_any,
    deprecate=deprecate, entry=entry, refines=("qapi-enum-value",),
)  # fmt: skip
