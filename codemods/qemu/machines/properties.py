"""The properties that machines add to their class or to themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codemods.formats.c import classes as c_classes
from codemods.qemu.code import properties as qom_properties
from codemods.qemu.code.types import Type
from codemods.qemu.machines import machines
from codemods.qemu.machines import reason as machine_reason
from codemods.qemu.machines.machines import Machine
from codemods.source import tree as trees
from codemods.source.tree import Tree

#: Where the type that all machines are derived from adds its properties.
_ROOT = "hw/core/machine.c"


@dataclass(frozen=True)
class Property:
    """The property `name` of the machine, or the family of machines, `owner`."""

    name: str
    owner: str
    arch: str
    path: str
    line: int

    @property
    def qualified(self) -> str:
        """The name with its machine and target."""
        return f"{self.arch}/{self.owner}.{self.name}"

    @property
    def of_all(self) -> bool:
        """Whether each machine has it, so that it stays though one has it no more."""
        return self.path == _ROOT


def find(tree: Tree, name: str) -> Iterator[Property]:
    """Yield the properties called "MACHINE.NAME" or "TARGET/MACHINE.NAME".

    The dot between the two may be any one: versions have dots too.
    """
    parts = name.split(".")
    for n in range(1, len(parts)):
        owner, bare = ".".join(parts[:n]), ".".join(parts[n:])
        seen = set()
        for machine in (*machines.find(tree, owner), *machines.families(tree, owner)):
            for path in _files(tree, machine):
                for found, line, _ in qom_properties.of_file(tree, path, tables=False):
                    if found == bare and machine.qualified not in seen:
                        seen.add(machine.qualified)
                        yield Property(bare, machine.name, machine.arch, path, line)


def every(tree: Tree) -> Iterator[Property]:
    """Yield each property, under the family or the machine whose file adds it."""
    by_path: dict[str, list[Machine]] = {}
    for machine in (*machines.every(tree), *machines.every_family(tree)):
        by_path.setdefault(machine.path, []).append(machine)
    for path, found in sorted(by_path.items()):
        for name, line, offset in qom_properties.of_file(tree, path, tables=False):
            for owner in _owners(tree, path, found, offset):
                yield Property(name, owner.name, owner.arch, path, line)


def added(tree: Tree, path: str, owner: str, name: str) -> int | None:
    """Return where the file `path` adds the property `name`, None where not `owner` alone has it.

    Its versions, "OWNER-X.Y", are the same machine.
    """
    machine = (*machines.find(tree, owner), *machines.families(tree, owner))
    own = [m.name for m in machines.of_file(tree, path)]
    if not any(m.path == path for m in machine) or any(
        n != owner and not (n.startswith(f"{owner}-") and machines.is_versioned(n)) for n in own
    ):
        return None
    found = [at for n, _, at in qom_properties.of_file(tree, path, tables=False) if n == name]
    return found[0] if len(found) == 1 else None


def _owners(tree: Tree, path: str, found: list[Machine], offset: int) -> list[Machine]:
    """Return the alias that stands for the file's machines, or those that have the property."""
    aliases = [m for m in found if m.type is None]
    if len(aliases) == 1:
        return aliases
    real = [m for m in found if m.type is not None]
    real = [m for m in real if m.type and not m.type.abstract] or real
    source = tree.read(path)
    inside = [
        name
        for name, function in c_classes.functions(path, source).items()
        if function.span.start <= offset < function.span.end
    ]
    own = [m for m in real if m.type and set(inside) & set(machine_reason.set_up_by(tree, m.type))]
    return own if len(own) == 1 else real[:1]


def _files(tree: Tree, machine: Machine) -> list[str]:
    """Return the files that set up `machine`: its own and those of the types above it.

    That of all machines comes last.
    """
    types = [machine.type] if machine.type else _local(tree, machine)
    above = (t for one in types for t in (one, *machines.ancestors(tree, one)))
    root = [_ROOT] if trees.exists(tree, _ROOT) else []
    return list(dict.fromkeys([machine.path, *(t.path for t in above), *root]))


def _local(tree: Tree, machine: Machine) -> list[Type]:
    return [t for t in machines.types(tree, machine.path) if machines.is_machine(t)][:1]
