"""A target: documentation, and the reason in the machines that are its own.

Source: 0f10bf84a9 and 9997771bc1 in QEMU's history.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codemods.model import Entry, Feature, Kind, Listed, Place, Request
from codemods.qemu import programs, targets
from codemods.qemu.listing import chapters, titles
from codemods.qemu.machines import machines
from codemods.qemu.machines import reason as machine_reason
from codemods.qemu.programs import Config
from codemods.source.splice import Edit
from codemods.source.tree import Tree

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
            first = next(p for p in tree.files() if p.startswith(f"target/{name}/"))
            yield Feature(ID, name, name, first, 1, (name,))


def places(tree: Tree, feature: Feature) -> Sequence[Place]:
    """No place of the schema."""
    return ()


def deprecate(tree: Tree, feature: Feature, request: Request) -> Iterator[Edit]:
    """Yield the reason in each machine that only this target has.

    Raises:
        Refused: see boards.site().
    """
    if request.warn == "none":
        return
    whole = _whole(tree, feature.name)
    own = [m.type for folder in whole for m in machines.of_target(tree, folder) if m.type]
    own = [
        t
        for t in own
        if not machine_reason.is_automatic(t) and not machine_reason.reason_of(tree, t)
    ]
    title = next((t for folder in whole if (t := targets.title(folder))), feature.name)
    done = set()
    for one in own:
        site = machine_reason.site(tree, one, [t.name for t in own])
        if (site.path, site.function.name) not in done:
            done.add((site.path, site.function.name))
            source, reason = tree.read(site.path), f"the {title} target is deprecated"
            yield machine_reason.assign(site.path, source, site.function, reason)


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the target with the CPUs, of the system emulators if there is one."""
    builds = [c for c, folder in _builds(tree) if feature.name in (c.name, folder)]
    system = not builds or any(c.sort == "softmmu" for c in builds)
    return Entry(
        chapters.CPUS if system else chapters.USER_CPUS, f"``{feature.name}``", after="CPUs",
        short=titles.short(f"``{feature.name}``", "target"),
    )  # fmt: skip


def means(tree: Tree, feature: Feature, listed: Listed) -> bool:
    """Tell that `listed` has the target by its title: "Nios II CPU"."""
    folders = [folder for c, folder in _builds(tree) if feature.name in (c.name, folder)]
    called = {targets.title(folder) for folder in (*folders, feature.name)} - {""}
    here = chapters.subject(listed.chapters) == "cpus"
    return here and any(not n.literal and n.text in called for n in listed.names)


def _whole(tree: Tree, name: str) -> set[str]:
    """Return the folders below hw/ whose machines are those of the target `name` alone."""
    builds = [(c.name, folder) for c, folder in _builds(tree) if c.sort == "softmmu"]
    folders = {folder for own, folder in builds if name in (own, folder)}
    shared = {folder for own, folder in builds if name not in (own, folder)}
    return folders - shared


def _builds(tree: Tree) -> Iterator[tuple[Config, str]]:
    return ((config, programs.folder(tree, config)) for config in programs.configs(tree))


KIND = Kind(
    id=ID, noun="target", find=find, every=every, places=places, deprecate=deprecate,
    entry=entry, means=means,
)  # fmt: skip
