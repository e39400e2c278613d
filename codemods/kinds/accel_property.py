"""A property of an accelerator: documentation only; of one value a warning where it is set.

A default is set by the same function as the user's value, so that a warning of the whole
property stands where the user says, with --warn-at.
Source: accel/kvm/kvm-all.c in QEMU; none has been deprecated so far.
"""

from __future__ import annotations

from collections.abc import Iterator

from codemods.kind import Kind, Naming, Part
from codemods.model import Entry, Feature, Mark, Source
from codemods.qemu import accelerators, value, value_places
from codemods.qemu.accelerators import Property
from codemods.qemu.code import property_parts, warning
from codemods.qemu.listing import chapters, titles
from codemods.qemu.options import suboption_parts
from codemods.source.tree import Tree

ID = "accel-property"


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the property "ACCELERATOR.NAME", also as "ACCELERATOR,NAME", or its "...=VALUE"."""
    owned, wanted = value.split(name)
    owner, dot, bare = owned.replace(",", ".", 1).partition(".")
    known = dot and bare and accelerators.may_be(tree, owner)
    for one in accelerators.every(tree) if known else ():
        if (one.owner, one.name) == (owner, bare):
            if not wanted:
                yield _feature(one)
            elif value.is_known(tree, wanted):
                yield _valued(one, wanted)


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each property of each accelerator."""
    yield from map(_feature, accelerators.every(tree))


@warning.deferred
def marks(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield the warning of a value alone, where it is set; else that none is known."""
    owned, wanted = value.split(feature.qualified)
    for one in accelerators.every(tree):
        if f"{one.owner}.{one.name}" == owned:
            place = value_places.of_setter(tree, one.path, one.at, wanted) if wanted else None
            if place is None:
                yield from value.of_property(tree, feature)
            else:
                shown = f"{one.name}={wanted}"
                yield value_places.mark(tree, place, f"-accel {one.owner},{shown}", (shown,))


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the property with the command line options, as it stands behind -accel."""
    owned, wanted = value.split(feature.qualified)
    owner, _, bare = owned.partition(".")
    shown = f"{bare}={wanted}" if wanted else bare
    of = f"of the ``{owner}`` accelerator"
    short = titles.short(f"``{shown}``", f"property {of}", f"properties {of}")
    return Entry(chapters.CLI, f"``-accel {owner},{bare}={wanted or '...'}``", short=short)


def sources(tree: Tree, feature: Feature) -> Iterator[Source]:
    """Yield the file of the accelerator: a target may add the property."""
    owner = feature.qualified.partition(".")[0]
    for path in accelerators.sources(tree, owner):
        yield Source(path, f"defines the accelerator {owner}")


def parts(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield the calls that add it, and what help and manual of -accel say of it."""
    value.refuse_parts(feature)
    for one in accelerators.every(tree):
        if f"{one.owner}.{one.name}" == feature.qualified:
            home = accelerators.sources(tree, one.owner)
            yield from property_parts.parts(
                tree, one.path, one.line, one.name, lambda d: False, set(home)
            )
            if len({o.owner for o in accelerators.every(tree) if o.name == one.name}) == 1:
                yield from suboption_parts.documented(tree, "accel", one.name)


def _feature(one: Property) -> Feature:
    name = f"{one.owner}.{one.name}"
    return Feature(ID, name, name, one.path, one.line, (one.name, f'"{one.name}"'))


def _valued(one: Property, wanted: str) -> Feature:
    name = f"{one.owner}.{one.name}={wanted}"
    return Feature(ID, name, name, one.path, one.line, (f"{one.name}={wanted}",))


KIND = Kind(
    id=ID,
    noun="accelerator property",
    find=find,
    every=every,
    marks=marks,
    entry=entry,
    parts=parts,
    costly=True,
    sources=sources,
    naming=Naming(
        "property", (), (r"(?:^|[\s'\"`])--?accel[ =]",), is_property=True, option="accel"
    ),
    owned=True,
)
