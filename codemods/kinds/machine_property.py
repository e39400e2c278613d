"""A property of a machine: documentation only; of one value a warning where it is set.

Source: 5242876f37 and ac64ebbecf in QEMU's history.
"""

from __future__ import annotations

from collections.abc import Iterator

from codemods.kind import Kind, Naming, Part
from codemods.model import Entry, Feature, Mark
from codemods.qemu import same_thing, targets, value, value_places
from codemods.qemu.code import warning
from codemods.qemu.listing import chapters, titles
from codemods.qemu.machines import properties as machine_properties
from codemods.qemu.machines import property_parts
from codemods.qemu.machines.properties import Property
from codemods.source.tree import Tree

ID = "machine-property"


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the properties "MACHINE.NAME" or "TARGET/MACHINE.NAME", or their "...=VALUE" alone."""
    owner, wanted = value.split(name)
    for found in machine_properties.find(tree, owner):
        if not wanted or value.is_known(tree, wanted):
            yield _valued(found, wanted) if wanted else _feature(found)


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each property of each machine, or family of machines, that adds it itself."""
    yield from (_feature(p) for p in machine_properties.every(tree))


@warning.deferred
def marks(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield the warning of a value alone, where its machine sets it, else that none is."""
    wanted = value.of(feature)
    owner, _, name = value.split(feature.qualified)[0].rpartition("/")[2].rpartition(".")
    at = machine_properties.added(tree, feature.path, owner, name) if wanted else None
    place = value_places.of_setter(tree, feature.path, at, wanted) if at is not None else None
    if place is None:
        yield from value.of_property(tree, feature)
    else:
        shown = f"{name}={wanted}"
        yield value_places.mark(tree, place, f"-machine {owner},{shown}", (shown,))


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the property in the chapter "System emulator machines", under its machine."""
    arch, _, rest = feature.qualified.partition("/")
    owner = rest.removesuffix(f".{feature.name}")
    target = targets.title(arch)
    # A family that is called as its target is: "x86".
    told = "" if target.casefold() == owner.casefold() else target
    before = f"{told} ``{owner}`` machine".strip()
    name = f"``{feature.name}``"
    return Entry(
        chapters.MACHINES,
        name,
        before,
        after="property",
        afters="properties",
        short=titles.short(name, f"property of the {before}", f"properties of the {before}"),
    )


def parts(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield the calls that add it, the rows of tables that set it, its lines of the manual."""
    value.refuse_parts(feature)
    for one in machine_properties.find(tree, feature.qualified):
        if one.qualified == feature.qualified and one.of_all:
            yield Part(one.path, one.line, by_hand="every machine has this property")
        elif one.qualified == feature.qualified:
            yield from property_parts.of_machine(tree, one)


def _feature(one: Property) -> Feature:
    return Feature(ID, one.name, one.qualified, one.path, one.line, (one.name,))


def _valued(one: Property, wanted: str) -> Feature:
    name = f"{one.name}={wanted}"
    return Feature(ID, name, f"{one.qualified}={wanted}", one.path, one.line, (name,))


KIND = Kind(
    id=ID,
    noun="machine property",
    find=find,
    every=every,
    marks=marks,
    entry=entry,
    parts=parts,
    costly=True,
    naming=Naming("property", is_property=True, key="machine", option="machine"),
    same=same_thing.machine_property,
    owned=True,
    one_chapter=True,
)
