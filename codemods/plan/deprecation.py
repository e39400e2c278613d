"""The patch that deprecates features: what is missing of their marks, in one commit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from codemods import kinds, marks
from codemods.errors import NothingToDo
from codemods.model import AT_RUN_TIME, ENTRY, Entry, Mark, Patch, Place, Request
from codemods.plan import shared_members, subjects, warned_at
from codemods.plan.asked import Job, Wording, shared, taken_along, with_dependents
from codemods.plan.document import document, listings
from codemods.plan.steps import Step
from codemods.qemu import releases
from codemods.qemu.hooks import search as hooks
from codemods.qemu.listing import bodies, entries, titles
from codemods.qemu.listing.in_a_sentence import in_a_sentence
from codemods.qemu.schema import flag
from codemods.series import words
from codemods.source.splice import line_of
from codemods.source.tree import Tree
from codemods.source.work import Work

#: A place of the schema: its definition, and its member or "".
_Name = tuple[str, str]


def steps(jobs: Sequence[Job], wording: Wording, *, together: bool = False) -> tuple[Step, ...]:
    """Return the steps of a series without relatives: one for each job, or one for all."""
    if not together:
        wording = replace(wording, apart=tuple(job.feature.name for job in jobs))
        return tuple(step((job,), wording) for job in jobs)
    return (step(shared(jobs), wording),)


def step(jobs: Sequence[Job], wording: Wording, *, optional: bool = False) -> Step:
    """Return the step that deprecates the features of `jobs` in one patch."""
    names = tuple(job.feature.name for job in jobs)
    return Step(lambda tree: patch(tree, jobs, wording), names, optional)


@dataclass
class _Marked:
    """What became of the places of the schema, and the marks that were there before."""

    flags: list[_Name] = field(default_factory=list)
    unflags: list[_Name] = field(default_factory=list)
    kept: list[_Name] = field(default_factory=list)
    there: list[Mark] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)


def patch(tree: Tree, jobs: Sequence[Job], wording: Wording) -> Patch:
    """Return the patch that adds what the tree lacks of the marks of `jobs`.

    Raises:
        NothingToDo: it lacks none.
        Refused: an edit cannot be shown right.
    """
    work = Work(tree)
    asked, jobs = jobs, with_dependents(tree, jobs)
    done = _mark(work, jobs, wording.title)
    # One entry for the whole feature: that of what it is named after.
    wanted = listings(work.tree, jobs[:1] if wording.interfaces else jobs, wording)
    listed, requests = [one.entry for one in wanted], [one.job.request for one in wanted]
    changed = bool(work.files)
    there, dated = ((), "") if wording.part else document(work, wanted, wording)
    standing = (*done.there, *there)
    if not work.files:
        raise _nothing_to_do(tree, jobs, standing)
    dated = "" if changed else dated
    reason = _reason(listed, requests, wording, dated)
    named = wording.part or in_a_sentence(tree, titles.undated(wording.title))
    return Patch(
        subject=subjects.subject(sorted(work.files), named, listed, dated=bool(dated)),
        body=words.body(reason, wording.argv),
        features=tuple(job.feature for job in jobs), edits=tuple(work.edits),
        files=dict(work.files), kept=tuple(done.kept),
        notes=(
            *wording.notes, *warned_at.notes(asked[0].request.spots), *taken_along(jobs, asked),
            *_of_kinds(tree, jobs, wording), *shared_members.notes(tree, jobs),
            *_mentions(tree, listed, standing),
        ),
        flags=tuple(done.flags), unflags=tuple(done.unflags),
        standing=() if dated else standing, lacks=tuple(dict.fromkeys(done.lacks)),
    )  # fmt: skip


def _of_kinds(tree: Tree, jobs: Sequence[Job], wording: Wording) -> Iterator[str]:
    """Yield what the kinds of the features say that people should know."""
    named = {*wording.apart, *(job.feature.name for job in jobs)}
    for job in jobs:
        yield from kinds.every()[job.feature.kind].notes(tree, job.feature, named)


def _mark(work: Work, jobs: Sequence[Job], title: str) -> _Marked:
    """Flag the features and make the marks outside of the schema that are missing."""
    # What the patch itself makes for another feature was not there before.
    before, done = work.tree, _Marked()
    reading = hooks.Reading(before)
    for job in jobs:
        kind = kinds.every()[job.feature.kind]
        kind.require(work.tree, job.feature, job.request)
        for place in kind.places(before, job.feature):
            if flag.flagged(before, place):
                done.there.append(flag.mark(before, place))
            _flag(work, place, job.request, done)
        found = marks.outside(before, job.feature, reading)
        for mark in warned_at.instead(before, job, jobs, title, found):
            if mark.there:
                done.there.append(mark)
            elif job.request.warn != "none" or mark.says not in AT_RUN_TIME:
                work.step(mark.add(work.tree, job.request) if mark.add else ())
                done.lacks += [f"{mark.says}: {mark.lacks}"] if mark.lacks else []
    return done


def _flag(work: Work, place: Place, request: Request, done: _Marked) -> None:
    name = (place.definition, place.member)
    # Asked before the edit: the file that it makes would have to be parsed for it.
    is_unstable = flag.unstable(work.tree, place)
    if not flag.flagged(work.tree, place):
        work.step(flag.deprecate(work.tree, place, request))
        done.flags.append(name)
    if is_unstable and request.keep_unstable:
        done.kept.append(name)
    elif is_unstable:
        work.step(flag.drop_unstable(work.tree, place))
        done.unflags.append(name)


def _reason(
    listed: Sequence[Entry], requests: Sequence[Request], wording: Wording, dated: str
) -> str:
    """Return what the message says below its subject."""
    own = wording.message or wording.reason
    if dated and not own:
        return dated
    reason = bodies.body(listed, own or wording.belongs, requests, mail=True)
    return f"{reason}\n\n{wording.belongs}" if own and wording.belongs else reason


def _mentions(tree: Tree, listed: Sequence[Entry], standing: Sequence[Mark]) -> tuple[str, ...]:
    """Return what should be known of entries that name the features and are not theirs."""
    path = entries.document(tree)
    source = tree.read(path)
    taken = {mark.text for mark in standing if mark.says == ENTRY}
    return tuple(
        f"{path}:{line_of(source, section.title_start)} has an entry of another form that "
        f"names it: {section.title}"
        for section in entries.mentions(tree, listed)
        if section.title not in taken
    )


def _nothing_to_do(tree: Tree, jobs: Sequence[Job], standing: Sequence[Mark]) -> NothingToDo:
    """Return the refusal that names every mark, the entry first."""
    found = sorted(standing, key=lambda m: m.says != ENTRY)
    names = titles.joined([job.feature.qualified for job in jobs])
    since = next((m.since for m in found if m.since), "")
    hint = "name another release with --since to rewrite the entry"
    if since and releases.is_past(tree, since):
        hint = f"there is nothing to do; QEMU {since} is out, so the entry stays as it is"
    first = found[0] if found else None
    rows = "".join(f"\n  {m.path}:{m.line}: {m.says} {words.quoted(m.text)}" for m in found)
    return NothingToDo(
        f"{names}: already deprecated since {since or 'an unnamed release'}{rows}",
        path=first.path if first else "", line=first.line if first else 0,
        hint=hint,
    )  # fmt: skip
