"""What is asked for: the features of a patch, and the words that are the user's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from codemods import kinds
from codemods.model import Feature, Request
from codemods.qemu.listing import titles
from codemods.source.tree import Tree


@dataclass(frozen=True)
class Wording:
    """The words that are the user's: `reason` and `title` may be ""; `argv` is the command line.

    `redate` tells that the user named the release, so an entry with another one is rewritten.
    `chapters` are where the entry goes, in place of the kind's own when there are any: one in each.
    `interfaces` is a paragraph for the entry only.  A patch that is `part` of a deprecation
    whose entry another patch makes gets none, and has this phrase in its subject; `belongs`
    tells its message to what.  `message` is what the commit message says in place of the
    reason, or "".  `notes` are what people should know of it.  `apart` are the names of
    features in patches of their own: none gets into the entry of another.
    """

    argv: tuple[str, ...]
    reason: str = ""
    title: str = ""
    redate: bool = False
    chapters: tuple[tuple[tuple[str, ...], ...], ...] = ()
    interfaces: str = ""
    part: str = ""
    belongs: str = ""
    message: str = ""
    notes: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


@dataclass(frozen=True)
class Job:
    """One feature and what is asked of it."""

    feature: Feature
    request: Request


def shared(jobs: Sequence[Job]) -> tuple[Job, ...]:
    """Return the jobs of one patch, each told of those of its kind."""
    return tuple(replace(j, request=replace(j.request, together=_kin(j, jobs))) for j in jobs)


def with_dependents(tree: Tree, jobs: Sequence[Job]) -> Sequence[Job]:
    """Return `jobs`, and before each the features that go with it."""
    known = {job.feature for job in jobs}
    found: list[Job] = []
    for job in jobs:
        kind = kinds.every()[job.feature.kind]
        for one in kind.dependents(tree, job.feature, job.request) if kind.dependents else ():
            if one not in known:
                known.add(one)
                found.append(Job(one, job.request))
        found.append(job)
    return shared(found) if len(found) > len(jobs) else jobs


def taken_along(jobs: Sequence[Job], asked: Sequence[Job]) -> tuple[str, ...]:
    """Return what people should know of the features that nobody asked for."""
    named = [job.feature.name for job in asked]
    more = [job.feature.name for job in jobs if job.feature.name not in named]
    if not more:
        return ()
    return (f"Also deprecated, as derived from {titles.joined(named)}: {titles.joined(more)}.",)


def _kin(job: Job, jobs: Sequence[Job]) -> tuple[str, ...]:
    return tuple(j.feature.qualified for j in jobs if j.feature.kind == job.feature.kind)
