"""What goes with a property of a machine, and what the manual of -machine says of it."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.kind import Part
from codemods.qemu.code import property_parts
from codemods.qemu.machines import properties
from codemods.qemu.machines.properties import Property
from codemods.qemu.options import suboption_parts
from codemods.source.tree import Tree


def of_machine(tree: Tree, one: Property) -> Iterator[Part]:
    """Yield what goes with the property."""
    mine = f"{one.owner}-"
    yield from property_parts.parts(
        tree, one.path, one.line, one.name,
        lambda driver: driver == f"{one.owner}-machine" or driver.startswith(mine), {one.path},
    )  # fmt: skip
    if not any(p.name == one.name and p.path != one.path for p in properties.every(tree)):
        yield from suboption_parts.documented(tree, "machine", one.name)
