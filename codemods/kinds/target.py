"""A target: documentation, and the reason in the machines that are its own.

Source: 0f10bf84a9 and 9997771bc1 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from codemods.model import REASON, Entry, Feature, Kind, Listed, Mark, Part, Request, Source
from codemods.qemu import programs, target_parts, targets
from codemods.qemu.code import warning
from codemods.qemu.code.types import Type
from codemods.qemu.listing import chapters, titles
from codemods.qemu.machines import entry as machine_entry
from codemods.qemu.machines import machines
from codemods.qemu.machines import reason as machine_reason
from codemods.qemu.programs import Config
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree, below

ID = "target"


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the target called `name`, by a build or by its folder below target/."""
    yield from (f for f in every(tree) if f.name == name)


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each target of a build, and each folder of targets that no build is named after."""
    seen = set()
    for config in programs.configs(tree):
        if config.name not in seen:
            seen.add(config.name)
            yield Feature(ID, config.name, config.name, config.path, 1, (config.name,))
    for name in programs.folders(tree):
        if name not in seen:
            first = below(tree, f"target/{name}")[0]
            yield Feature(ID, name, name, first, 1, (name,))


@warning.deferred
def marks(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield the reason in each machine that only this target has, there or missing."""
    for one in _own(tree, feature):
        present = machine_reason.reason_of(tree, one)
        if present is not None:
            path, _, found = present
            line = line_of(tree.read(path), found.statement.start)
            yield Mark(REASON, path, line, found.value.strip('"'))
        else:
            yield Mark(REASON, one.path, one.line, add=partial(_set, feature, one.name))


def _own(tree: Tree, feature: Feature) -> list[Type]:
    """Return the machines that only this target has, but for those that age by themselves."""
    whole = _whole(tree, feature.name)
    found = [m.type for folder in whole for m in machines.of_target(tree, folder) if m.type]
    return [t for t in found if not machine_reason.is_automatic(t)]


def _set(feature: Feature, name: str, tree: Tree, request: Request) -> Iterator[Edit]:
    """Yield the reason of the machine type `name`.

    Raises:
        Refused: see machine_reason.site().
    """
    own = [t for t in _own(tree, feature) if machine_reason.reason_of(tree, t) is None]
    one = next((t for t in own if t.name == name), None)
    # One function may set up several of them.
    if one is None:
        return
    site = machine_reason.site(tree, one, [t.name for t in own])
    reason = f"the {_title(tree, feature)} target is deprecated"
    yield machine_reason.assign(site.path, tree.read(site.path), site.function, reason)


def _title(tree: Tree, feature: Feature) -> str:
    folders = _whole(tree, feature.name)
    return next((t for folder in folders if (t := targets.title(folder))), feature.name)


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the target with the CPUs, of the system emulators if there is one."""
    builds = [c for c, folder in _builds(tree) if feature.name in (c.name, folder)]
    system = not builds or any(c.sort == "softmmu" for c in builds)
    return Entry(
        chapters.CPUS if system else chapters.USER_CPUS, f"``{feature.name}``", after="CPUs",
        short=titles.short(f"``{feature.name}``", "target"),
    )  # fmt: skip


def more(tree: Tree, feature: Feature) -> Iterator[Entry]:
    """List the machines that only this target has with the machines: they get a reason."""
    body = f"The {_title(tree, feature)} target is deprecated."
    for folder in sorted(_whole(tree, feature.name)):
        for one in machines.of_target(tree, folder):
            if one.type and not machine_reason.is_automatic(one.type):
                yield replace(machine_entry.entry(tree, one), body=body)


def means(tree: Tree, feature: Feature, listed: Listed) -> bool:
    """Tell that `listed` has the target by its title: "Nios II CPU"."""
    folders = [folder for c, folder in _builds(tree) if feature.name in (c.name, folder)]
    called = {targets.title(folder) for folder in (*folders, feature.name)} - {""}
    here = chapters.subject(listed.chapters) == "cpus"
    return here and any(not n.literal and n.text in called for n in listed.names)


def sources(tree: Tree, feature: Feature) -> Iterator[Source]:
    """Yield the files of the target's CPU, and its boards where no other target has them."""
    builds = [(c, folder) for c, folder in _builds(tree) if feature.name in (c.name, folder)]
    own = {folder for config, folder in builds if config.name == feature.name}
    system = not builds or any(config.sort == "softmmu" for config, _ in builds)
    for folder in sorted(own or {feature.name}):
        for path in programs.cpu_files(tree, folder, system=system):
            yield Source(path, f"stands in target/{folder}/")
    boards = {f"hw/{folder}" for folder in _whole(tree, feature.name)}
    for path in tree.files():
        folder = path.rpartition("/")[0]
        if folder in boards:
            yield Source(path, f"stands in {folder}/")


def parts(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield the folders of the target, and what names it elsewhere, where it has one of its own."""
    yield from target_parts.parts(tree, feature.name)


def _whole(tree: Tree, name: str) -> set[str]:
    """Return the folders below hw/ whose machines are those of the target `name` alone.

    A build is no more than itself, and its other byte order: not the wider one of its folder.
    """
    builds = [(c.name, folder) for c, folder in _builds(tree) if c.sort == "softmmu"]
    if any(own == name for own, _ in builds):
        alike = re.compile(rf"{re.escape(name)}(?:eb|el|be|le)?")
        named = {own for own, _ in builds if alike.fullmatch(own)}
    else:
        named = {own for own, folder in builds if folder == name}
    folders = {folder for own, folder in builds if own in named}
    return folders - {folder for own, folder in builds if own not in named}


def _builds(tree: Tree) -> Iterator[tuple[Config, str]]:
    return ((config, programs.folder(tree, config)) for config in programs.configs(tree))


KIND = Kind(
    id=ID,
    noun="target",
    find=find,
    every=every,
    marks=marks,
    entry=entry,
    more=more,
    means=means,
    parts=parts,
    sources=sources,
)
