"""Whether two names stand for one thing: an alias that the tree has, or `x-` that was taken off.

Another machine, CPU model or device is never the same to who uses it, whatever
the documentation recommends.  Sources: qdev_alias_table in system/qdev-monitor.c
(qdev-monitor.c before 5.2), `alias` of MachineClass, the targets' lists of CPU models.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.model import Feature
from codemods.qemu.code import properties as qom_properties
from codemods.qemu.cpus import models as cpu_models
from codemods.qemu.devices import properties as device_properties
from codemods.qemu.devices import types as device_types
from codemods.qemu.machines import machines
from codemods.qemu.machines import properties as machine_properties
from codemods.qemu.machines import reason as machine_reason
from codemods.qemu.options import options
from codemods.qemu.tables import monitor
from codemods.source.tree import Tree

_UNSTABLE = "x-"
_DEVICES = "qdev_alias_table"


def other(tree: Tree, feature: Feature, new: str) -> str:
    """Another name is always another thing."""
    return f"`{new}` is not just another name for it"


def machine(tree: Tree, feature: Feature, new: str) -> str:
    """An alias of the machine, or what it is an alias of, is the same."""
    for old in machines.find(tree, feature.qualified):
        for new_one in (m for m in machines.find(tree, new) if m.arch == old.arch):
            if (
                old.type is None
                and new_one.type
                and old.name in machine_reason.aliases(tree, new_one.type)
            ):
                return ""
            if new_one.type is None and old.type and new in machine_reason.aliases(tree, old.type):
                return ""
    return other(tree, feature, new)


def cpu_model(tree: Tree, feature: Feature, new: str) -> str:
    """An alias of the model, or what it is an alias of, is the same."""
    arch = feature.qualified.rpartition("/")[0]
    stands_for = {m.alias_of for m in cpu_models.find(tree, feature.qualified)}
    known = {m.alias_of for m in cpu_models.find(tree, f"{arch}/{new}")}
    same = new in stands_for or feature.name in known
    return "" if same else other(tree, feature, new)


def of_device(tree: Tree, name: str) -> frozenset[str]:
    """Return the other names that the table of aliases has for the device `name`."""
    rows = set(_device_aliases(tree))
    return frozenset({new for old, new in rows if old == name} | {o for o, n in rows if n == name})


def _device_aliases(tree: Tree) -> Iterator[tuple[str, str]]:
    for path in tree.naming(_DEVICES):
        text = tree.read(path).decode("latin-1")
        yield from re.findall(r'\{\s*"([\w.-]+)",\s*"([\w.-]+)"', text)


def device(tree: Tree, feature: Feature, new: str) -> str:
    """What the table of aliases says is the same."""
    return "" if new in of_device(tree, feature.name) else other(tree, feature, new)


def device_property(tree: Tree, feature: Feature, new: str) -> str:
    """Judge a property: another one of the device that takes the same values is trusted."""
    old = feature.spellings[0]
    owner = feature.qualified.removesuffix(f".{old}")
    for one in device_types.named(tree, owner):
        forms = {p.name: p.form for p in device_properties.inherited(tree, one)}
        if new in forms:
            known = old in forms and forms[old] != device_properties.OTHER
            same = known and forms[old] == forms[new]
            return "" if same or old.removeprefix(_UNSTABLE) == new else _values(new)
    return f"`{new}` is no property of `{owner}`"


def machine_property(tree: Tree, feature: Feature, new: str) -> str:
    """A property is the same where only its prefix was taken off."""
    owner = feature.qualified.removesuffix(f".{feature.name}")
    if not any(p.name == new for p in machine_properties.find(tree, f"{owner}.{new}")):
        return f"`{new}` is no property of `{owner}`"
    return "" if feature.name.removeprefix(_UNSTABLE) == new else _values(new)


def cpu_property(tree: Tree, feature: Feature, new: str) -> str:
    """A property is the same where only its prefix was taken off."""
    folder = f"target/{feature.qualified.partition('.')[0]}"
    paths = [p for p in tree.naming(new, (folder,)) if p.endswith((".c", ".inc"))]
    named = {name for p in paths for name, _, _ in qom_properties.of_file(tree, p, tables=True)}
    if new not in named:
        return f"`{new}` is no property of these CPUs"
    return "" if feature.name.removeprefix(_UNSTABLE) == new else _values(new)


def _values(new: str) -> str:
    return f"whether its value means the same for `{new}` is not known"


def option(tree: Tree, feature: Feature, new: str) -> str:
    """Judge an option: two that take no value are trusted to be what the user says."""
    if feature.path != options.FILE:
        return "user-mode emulators are not told from the others"
    blocks = options.blocks(tree, new)
    if not blocks:
        return f"`-{new}` is no option"
    values = {b.fields["argument"] for b in (*blocks, *options.blocks(tree, feature.name))}
    return "" if values == {"0"} else f"whether its value means the same for `-{new}` is not known"


def hmp_command(tree: Tree, feature: Feature, new: str) -> str:
    """Judge a monitor command: one that takes the same arguments is trusted to be what is said."""
    takes = monitor.arguments(tree, feature.path, new)
    if takes is None:
        return f"`{new}` is no HMP command"
    same = takes == monitor.arguments(tree, feature.path, feature.name)
    return "" if same else f"`{new}` takes other arguments"
