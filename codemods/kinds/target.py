"""A target: documentation only.

Its machines are features of their own: of six targets that went, one had theirs marked with it.
Source: 0f10bf84a9, c7bbef4023 and 9997771bc1 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from codemods.kind import Kind, Part
from codemods.model import Entry, Feature, Listed, Source
from codemods.qemu import program_parts, programs, target_parts, targets
from codemods.qemu.listing import chapters, titles
from codemods.qemu.machines import machines
from codemods.qemu.machines import reason as machine_reason
from codemods.qemu.programs import Config
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


def notes(tree: Tree, feature: Feature, named: Collection[str]) -> Iterator[str]:
    """Tell of the machines that only this target has, and that do not say that they go with it."""
    own = [
        f"{folder}/{one.name}"
        for folder in sorted(_whole(tree, feature.name))
        for one in machines.of_target(tree, folder)
        if one.type and one.name not in named and not machine_reason.is_automatic(one.type)
        and machine_reason.reason_of(tree, one.type) is None
    ]  # fmt: skip
    if own:
        said = "machine is" if len(own) == 1 else "machines are"
        yield (
            f"the {_title(tree, feature)} target's {said} not marked: {titles.joined(own)}; to warn"
            " where one starts, deprecate it, too"
        )


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
    """Yield the folders of the target, and what names it elsewhere, where it has one of its own.

    Of one that is no more than builds of another folder, those.
    """
    builds = [config for config, folder in _builds(tree) if config.name == feature.name]
    if builds and not below(tree, f"target/{feature.name}"):
        yield from program_parts.of_builds(tree, builds)
    else:
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
    entry=entry,
    notes=notes,
    means=means,
    parts=parts,
    sources=sources,
)
