"""A whole audit of one state of a tree: entries, findings, and what goes by its age."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from codemods.audit import rules, standing
from codemods.audit.model import SEVERITIES, Finding
from codemods.audit.scene import Scene
from codemods.audit.standing import Standing
from codemods.qemu.machines import compat, machines
from codemods.qemu.machines import reason as machine_reason
from codemods.qemu.releases import Release


@dataclass(frozen=True)
class Dead:
    """A family of versioned machines of which the file `path` has versions past their time."""

    path: str
    family: str
    versions: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """What an audit found.  `commit` is "" for a plain folder, `date` its day or ""."""

    commit: str
    date: str
    release: Release
    coming: Release
    entries: tuple[Standing, ...]
    findings: tuple[Finding, ...]
    dead: tuple[Dead, ...]


def _silent(step: str) -> None:
    """Say nothing."""


def make(
    scene: Scene, *, commit: str = "", date: str = "", progress: Callable[[str], None] = _silent,
    only: Collection[str] = (),
) -> Report:  # fmt: skip
    """Return the audit of `scene`.

    Arguments:
        progress: is told each step.
        only: the rules to ask; all of them if it is empty.
    """
    progress("reading the lists")
    found: list[Finding] = []
    for rule in rules.every().values():
        if not only or rule.id in only:
            progress(f"asking {rule.id}")
            found += rule.run(scene)
    ordered = sorted(
        dict.fromkeys(found),
        key=lambda f: (SEVERITIES.index(f.severity), f.path, f.line, f.rule, f.entity),
    )
    progress("ranking")
    return Report(
        commit, date, scene.release, scene.coming,
        standing.every(scene, ordered), tuple(ordered), dead(scene),
    )  # fmt: skip


def dead(scene: Scene) -> tuple[Dead, ...]:
    """Return the versioned machines whose time is over in the release that the tree leads to."""
    kept = compat.kept_for(scene.tree)
    found: dict[tuple[str, str], list[tuple[tuple[int, ...], str]]] = {}
    for machine in scene.versioned if kept else ():
        named = machines.version(machine.name)
        goes = machine.type is not None and machine_reason.is_automatic(machine.type)
        if named is None or kept is None or not goes:
            continue
        family, release = named
        if (release[0] + kept, *release[1:2]) <= scene.coming:
            found.setdefault((machine.path, family), []).append((release, machine.name))
    return tuple(
        Dead(path, family, tuple(name for _, name in sorted(each)))
        for (path, family), each in sorted(found.items())
    )
