"""The entries of deprecated.rst that a patch needs: added, joined to others, or dated anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from codemods import kinds, marks
from codemods.formats.rst.sections import Section
from codemods.model import ENTRY, Entry, Listed, Mark
from codemods.plan.asked import Job, Wording
from codemods.qemu import releases
from codemods.qemu.listing import bodies, entries, listed, widening
from codemods.source.splice import line_of
from codemods.source.tree import Tree
from codemods.source.work import Work


@dataclass(frozen=True)
class Listing:
    """One feature of a patch, and the entry that its kind gives it."""

    job: Job
    entry: Entry


def listings(tree: Tree, jobs: Sequence[Job], wording: Wording) -> tuple[Listing, ...]:
    """Return the entries of `jobs`, in the chapters that the user asked for if any."""
    found = tuple(Listing(j, kinds.every()[j.feature.kind].entry(tree, j.feature)) for j in jobs)
    if not wording.chapters:
        return found
    return tuple(
        replace(one, entry=replace(one.entry, chapters=chapters, joins=""))
        for chapters in wording.chapters
        for one in found
    )


def document(
    work: Work, wanted: Sequence[Listing], wording: Wording
) -> tuple[tuple[Mark, ...], str]:
    """List what deprecated.rst lacks.

    Returns the marks of what it lists already, and what is said of an entry that
    only gets another release.
    """
    there: list[Mark] = []
    dated: list[str] = []
    for chapter in dict.fromkeys(one.entry.chapters for one in wanted):
        own = [one for one in wanted if one.entry.chapters == chapter]
        found, text = _chapter(work, own, wording)
        there += found
        dated.append(text)
    return tuple(there), " ".join(filter(None, dict.fromkeys(dated)))


def _chapter(work: Work, wanted: Sequence[Listing], wording: Wording) -> tuple[list[Mark], str]:
    there: list[Mark] = []
    for one in wanted:
        if one.entry.joins:
            there += _join(work, one, wording)
    wanted = [one for one in wanted if not one.entry.joins]
    if not wanted:
        return there, ""
    section = entries.find(work.tree, [one.entry for one in wanted], title=wording.title)
    if section is not None:
        return _found(work, section, wanted, wording, there)
    known = {one: _known(work.tree, one, wording) for one in wanted}
    sections = {e.start: e for found in known.values() for e in found[:1]}
    lacking = [one for one in wanted if not known[one]]
    if not lacking and len(sections) == 1:
        (entry,) = sections.values()
        return _found(work, listed.section(work.tree, entry), wanted, wording, there)
    there += [_mark(work.tree, listed.section(work.tree, e)) for e in sections.values()]
    if lacking:
        _add(work, lacking, wording)
    return there, ""


def _known(tree: Tree, one: Listing, wording: Wording) -> Sequence[Listed]:
    """Return the entries that mean the feature; of one chapter where it gets several."""
    found = marks.listed(tree, one.job.feature)
    if len(wording.chapters) < 2:
        return found
    wanted = {name.casefold() for name in one.entry.chapters[-1]}
    return [e for e in found if e.chapters and e.chapters[-1].casefold() in wanted]


def _join(work: Work, one: Listing, wording: Wording) -> list[Mark]:
    """Name the feature in the entry of another one; return its mark if it does that already."""
    body = bodies.body([one.entry], wording.reason, [one.job.request])
    edits = entries.join(work.tree, one.entry, body)
    if edits:
        work.step(edits)
        return []
    section = entries.find(work.tree, [one.entry])
    return [_mark(work.tree, section)] if section else []


def _add(work: Work, wanted: Sequence[Listing], wording: Wording) -> None:
    """Put one entry for all of `wanted` into the list."""
    new, requests = [one.entry for one in wanted], [one.job.request for one in wanted]
    body = bodies.body(new, wording.reason, requests)
    body = "\n\n".join(filter(None, (body, wording.interfaces)))
    if wording.reason and not (wording.title or wording.interfaces):
        wider = widening.find(work.tree, new, requests[0].since, body, wording.apart)
        if wider is not None:
            work.step(widening.retitle(work.tree, *wider, requests[0].since))
            return
    work.step(entries.add(work.tree, new, requests[0].since, body, title=wording.title))


def _found(
    work: Work, section: Section, wanted: Sequence[Listing], wording: Wording, there: list[Mark]
) -> tuple[list[Mark], str]:
    """Date an entry anew where that was asked for and its release is not out yet."""
    mark, since = _mark(work.tree, section), wanted[0].job.request.since
    if not wording.redate or mark.since == since or _is_out(work.tree, mark.since):
        return [*there, mark], ""
    work.step(entries.redate(work.tree, section, [one.entry for one in wanted], since))
    old = f"release {mark.since}" if mark.since else "no release"
    return [*there, mark], f"The entry named {old}; it is {since}."


def _is_out(tree: Tree, since: str) -> bool:
    """Tell whether a release that an entry names is out: it deprecates for good."""
    return bool(since) and releases.is_past(tree, since)


def _mark(tree: Tree, section: Section) -> Mark:
    path = entries.document(tree)
    line = line_of(tree.read(path), section.title_start)
    return Mark(ENTRY, path, line, section.title, since=entries.since_of(section) or "")
