"""Whose key a feature is: the options that take it, and what has to stand first in their value."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from codemods import kinds
from codemods.model import Feature
from codemods.qemu import programs as emulators
from codemods.qemu import same_thing
from codemods.qemu.cpus import models as cpu_models
from codemods.qemu.devices import types as device_types
from codemods.qemu.machines import machines
from codemods.qemu.machines import reason as machine_reason
from codemods.qemu.options import options, parameter_lists, schema_types
from codemods.source.tree import Tree
from codemods.users.keys import Keys

_PROGRAM = re.compile(rb"\bqemu-system-([a-z]\w*)")
_PARAGRAPH = re.compile(rb"\n[ \t]*\n")


@lru_cache(maxsize=16)
def keys(tree: Tree, feature: Feature) -> Keys:
    """Return what the feature, as a key of options, belongs to; without options if it is none."""
    maker = _MAKERS.get(kinds.every()[feature.kind].naming.key)
    return maker(tree, feature) if maker else Keys(feature.name)


def _member(tree: Tree, feature: Feature) -> Keys:
    """Return the options that take a member of the schema.

    The types of an option are named after it: ChardevSocket holds what -chardev takes.
    """
    owner, _, name = feature.qualified.rpartition(".")
    table = options.table(tree)
    every = dict.fromkeys(block.name for block in table.blocks) if table else ()
    fitting = (o for o in every if re.match(f"(?i:{re.escape(o)})[A-Z]", owner))
    return Keys(feature.name, tuple(o for o in fitting if name in _parameters(tree, o)))


def _parameters(tree: Tree, option: str) -> set[str]:
    described = {member.name for member in schema_types.members(tree, option)}
    return described or {row.name for row in parameter_lists.parameters(tree, option)}


def _suboption(tree: Tree, feature: Feature) -> Keys:
    option, _, rest = feature.qualified.partition(".")
    branch = rest.removesuffix(feature.name).rstrip(".")
    is_head = {branch}.__contains__ if branch else None
    return Keys(feature.name, (option,), f"{option}.{branch}".rstrip("."), (branch,), is_head)


def _device(tree: Tree, feature: Feature) -> Keys:
    name = feature.spellings[0]
    owner = feature.qualified.removesuffix(f".{name}")
    known = {owner, *same_thing.of_device(tree, owner)}
    ancestry = (device_types.ancestry(tree, one) for one in device_types.named(tree, owner))
    above = tuple(one.name for found in ancestry if found for one in found.types[1:])
    return Keys(
        name, ("device",), owner, tuple(sorted(known)), known.__contains__,
        in_objects=True, above=above,
    )  # fmt: skip


def _machine(tree: Tree, feature: Feature) -> Keys:
    arch, _, rest = feature.qualified.partition("/")
    owner = rest.removesuffix(f".{feature.name}")

    @lru_cache(maxsize=64)
    def is_head(name: str) -> bool:
        return name == owner or any(
            _is_of(tree, machine, arch, owner) for machine in machines.find(tree, f"{arch}/{name}")
        )

    is_elsewhere = _elsewhere(tree, arch)
    return Keys(
        feature.name, ("machine", "M"), owner, (owner,), is_head, is_elsewhere, is_merged=True
    )


def _is_of(tree: Tree, machine: machines.Machine, arch: str, owner: str) -> bool:
    """Tell whether the machine is another name, a version or one of the family `owner`."""
    if machine.type is not None:
        above = (machine.type, *machines.ancestors(tree, machine.type))
        named = {name for one in above for name in (one.name, *machine_reason.aliases(tree, one))}
        return owner in named or owner + machines.SUFFIX in named
    of = (*machines.find(tree, f"{arch}/{owner}"), *machines.families(tree, f"{arch}/{owner}"))
    return any(other.path == machine.path for other in of)


def _cpu(tree: Tree, feature: Feature) -> Keys:
    arch = feature.qualified.partition(".")[0]

    @lru_cache(maxsize=64)
    def is_head(name: str) -> bool:
        return bool(cpu_models.find(tree, f"{arch}/{name}"))

    return Keys(
        feature.name, ("cpu",), arch, ("-cpu", "CPU", "CPUs"), is_head, _elsewhere(tree, arch)
    )


def _elsewhere(tree: Tree, arch: str) -> Callable[[str, bytes], bool]:
    """Return what tells whether a path, or the command before a place, is of another target."""

    def is_elsewhere(path: str, before: bytes) -> bool:
        folders = _folders(tree)
        programs = _PROGRAM.findall(_PARAGRAPH.split(before)[-1])
        named = [programs[-1].decode()] if programs else path.split("/")[:-1]
        told = {folders[name] for name in named if name in folders}
        return bool(told) and arch in folders.values() and arch not in told

    return is_elsewhere


@lru_cache(maxsize=8)
def _folders(tree: Tree) -> dict[str, str]:
    """Return the folder below target/ of each target, by its names."""
    found = {config.name: emulators.folder(tree, config) for config in emulators.configs(tree)}
    return found | {folder: folder for folder in found.values()}


#: By what a feature is a key of, as its kind says it.
_MAKERS: dict[str, Callable[[Tree, Feature], Keys]] = {
    "type": _member,
    "option": _suboption,
    "device": _device,
    "machine": _machine,
    "cpu": _cpu,
}
