"""The warning at the place that the user gives, in place of what a kind would know.

Only what has no place of its own is warned of there: a behaviour, a property, a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from codemods import kinds
from codemods.errors import Refused
from codemods.model import AT_RUN_TIME, Entry, Mark, Spot
from codemods.plan.asked import Job
from codemods.qemu.code import warning_at
from codemods.qemu.listing import titles
from codemods.source.tree import Tree


def instead(
    tree: Tree, job: Job, jobs: Sequence[Job], title: str, found: Sequence[Mark]
) -> Sequence[Mark]:
    """Return the marks `found` of a feature, with those that the user asks for.

    Arguments:
        jobs: those of the same patch: the first one's marks warn of all their features.
        title: the heading of the entry, in the user's words, or "".

    Raises:
        Refused: the tree warns of it elsewhere, or has another place for that.
    """
    if not job.request.spots:
        return found
    kind = kinds.every()[job.feature.kind]
    if places := kind.places(tree, job.feature):
        raise Refused(
            f"--warn-at: {job.feature.qualified} has its flag in the schema, which tells its users",
            path=places[0].path, line=job.feature.line, hint="leave out --warn-at",
        )  # fmt: skip
    entries = [kinds.every()[one.feature.kind].entry(tree, one.feature) for one in jobs]
    own, verb = _subject(entries, title if kind.on_request or len(jobs) > 1 else "")
    names = () if kind.on_request else tuple(one.feature.name for one in jobs)
    asked = [
        _of_all(warning_at.mark(tree, spot, own, verb, names), jobs) for spot in job.request.spots
    ]
    others = [one for one in found if one.says in AT_RUN_TIME]
    for one in others:
        if one.there and all(mark.missing for mark in asked):
            raise Refused(
                f"--warn-at: a {one.says} is there already", path=one.path, line=one.line,
                hint="leave out --warn-at",
            )  # fmt: skip
        if one.add is not None and _is_made(tree, job, one):
            raise Refused(
                f"--warn-at: the place of a {one.says} is known", path=one.path, line=one.line,
                hint="leave out --warn-at",
            )  # fmt: skip
    kept = [one for one in found if one not in others]
    known = {(mark.path, mark.line) for mark in asked}
    asked = asked if job == jobs[0] else []
    return (*asked, *kept, *(o for o in others if o.there and (o.path, o.line) not in known))


def notes(spots: Sequence[Spot]) -> tuple[str, ...]:
    """Return what people should know of the conditions that the user gives."""
    texts = (warning_at.unsure(spot) for spot in spots)
    return tuple(dict.fromkeys(text for text in texts if text))


def _is_made(tree: Tree, job: Job, mark: Mark) -> bool:
    """Tell whether the kind's own mark can be made: then it is the better place."""
    try:
        return mark.add is not None and bool(tuple(mark.add(tree, job.request)))
    except Refused:
        return False


def _of_all(mark: Mark, jobs: Sequence[Job]) -> Mark:
    """Return `mark` with what to use instead, where that is the same for all of `jobs`."""
    make, replacements = mark.add, {job.request.replacement for job in jobs}
    if make is None or len(replacements) == 1:
        return mark
    return replace(
        mark, add=lambda tree, request: make(tree, replace(request, replacement=None))
    )  # fmt: skip


def _subject(entries: Sequence[Entry], title: str) -> tuple[str, str]:
    """Return what the message is about, without markup, and "is" or "are"."""
    text = titles.undated(title) if title else titles.subject([e.short or e for e in entries])
    text = text.removeprefix("the ")
    many = len(entries) > 1 or bool(title and titles.is_plural(title))
    return text.replace("``", "'"), "are" if many else "is"
