"""A runtime option of a block driver: its schema member's flag, a warning where it is given.

Source: "iscsi,password=xxx" in docs/about/deprecated.rst and block/iscsi.c of QEMU.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from codemods.kind import Kind, Naming
from codemods.model import Entry, Feature, Mark, Place, Request
from codemods.qemu import same_thing
from codemods.qemu.code import driver_options, warning
from codemods.qemu.code.driver_options import DriverOption
from codemods.qemu.listing import chapters, titles
from codemods.qemu.options import schema_types
from codemods.source.tree import Tree

ID = "block-driver-option"


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the option "DRIVER.NAME", also as "DRIVER,NAME"."""
    driver, dot, bare = name.replace(",", ".", 1).partition(".")
    for one in _of(tree, driver) if dot and bare else ():
        if one.name == bare:
            yield _feature(one)
            return


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each runtime option of each block driver."""
    seen = set()
    for one in driver_options.every(tree):
        if (one.driver, one.name) not in seen:
            seen.add((one.driver, one.name))
            yield _feature(one)


def places(tree: Tree, feature: Feature) -> Sequence[Place]:
    """Return the member of the driver's branch of BlockdevOptions, where it has that name."""
    driver, _, name = feature.qualified.partition(".")
    return tuple(
        Place(m.path, m.definition, m.name, f"Member @{m.name}")
        for m in schema_types.members(tree, "blockdev")
        if (m.branch, m.name) == (driver, name)
    )


@warning.deferred
def marks(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield the warning before the option is read."""
    driver, _, name = feature.qualified.partition(".")
    known = {m.branch for m in schema_types.members(tree, "blockdev")} - {driver}
    options = [o for o in driver_options.of_file(tree, feature.path) if o.name == name]
    for one in (o for o in options if o.driver == driver):
        # Another name of a driver, which the schema does not have, is the same one.
        shared = any(o.driver in known for o in options)
        yield driver_options.warning_of(tree, one, shared=shared)
        return


def require(tree: Tree, feature: Feature, request: Request) -> None:
    """Refuse an option that other drivers have by the same member of the schema.

    Raises:
        Refused: the flag would deprecate it for them, too.
    """
    driver = feature.qualified.partition(".")[0]
    hint = "deprecate it for all with qapi-member:{}"
    schema_types.require_own(tree, "blockdev", driver, feature, hint)


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the option with the block devices, behind its driver."""
    driver, _, name = feature.qualified.partition(".")
    of = f"of the ``{driver}`` block driver"
    short = titles.short(f"``{name}``", f"option {of}", f"options {of}")
    return Entry(chapters.BLOCK_DEVICES, f"``{driver},{name}=...``", short=short)


def _of(tree: Tree, driver: str) -> Iterator[DriverOption]:
    known = re.fullmatch(r"[\w-]{1,100}", driver)
    paths = tree.naming(f'"{driver}"', ("block",)) if known else ()
    for path in paths:
        if path.endswith(".c"):
            yield from (o for o in driver_options.of_file(tree, path) if o.driver == driver)


def _feature(one: DriverOption) -> Feature:
    name = f"{one.driver}.{one.name}"
    return Feature(ID, name, name, one.path, one.line, (one.name, f'"{one.name}"'))


KIND = Kind(
    id=ID,
    noun="block driver option",
    find=find,
    every=every,
    places=places,
    marks=marks,
    require=require,
    entry=entry,
    naming=Naming("option", is_property=True),
    same=same_thing.other,
    owned=True,
)
