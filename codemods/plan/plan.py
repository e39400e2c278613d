"""Plan the patches: each against the tree with the patches before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from codemods import kinds
from codemods.errors import NothingToDo, Problem
from codemods.model import AT_RUN_TIME, Entry, Feature, Patch, Request
from codemods.plan import unstable
from codemods.qemu.listing import entries, titles
from codemods.qemu.schema import flag
from codemods.series import words
from codemods.source.overlay import Overlay
from codemods.source.splice import line_of
from codemods.source.tree import Tree
from codemods.source.work import Work

#: A place of the schema: its definition, and its member or "".
_Name = tuple[str, str]


@dataclass(frozen=True)
class Wording:
    """The words that are the user's: `reason` and `title` may be ""; `argv` is the command line.

    `redate` tells that the user named the release, so an entry with another one is rewritten.
    `chapters` are where the entry goes, in place of the kind's own when there are any.
    `interfaces` is a paragraph for the entry only.  A patch that is `part` of a deprecation
    whose entry another patch makes gets none, and has this phrase in its subject; `belongs`
    tells its message to what.  `notes` are what people should know of it.
    """

    argv: tuple[str, ...]
    reason: str = ""
    title: str = ""
    redate: bool = False
    chapters: tuple[tuple[str, ...], ...] = ()
    interfaces: str = ""
    part: str = ""
    belongs: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Job:
    """One feature and what is asked of it."""

    feature: Feature
    request: Request


@dataclass(frozen=True)
class Group:
    """The jobs of one patch, and its words; `unstable` marks them so instead of deprecated.

    One that is `optional` may have nothing to do where another has.
    """

    jobs: tuple[Job, ...]
    wording: Wording
    unstable: bool = False
    optional: bool = False


def plan(
    tree: Tree, jobs: Sequence[Job], wording: Wording, *, together: bool = False
) -> tuple[Patch, ...]:
    """Return the patches that deprecate the features of `jobs`, one each or all in one.

    Raises:
        Refused: an edit cannot be shown right, or there is nothing left to do.
    """
    return planned(tree, groups(jobs, wording, together=together))


def planned(tree: Tree, asked: Sequence[Group]) -> tuple[Patch, ...]:
    """Return one patch for each group, each against the tree with the ones before.

    Raises:
        Refused: see plan().
    """
    patches: list[Patch] = []
    done: NothingToDo | None = None
    for group in asked:
        try:
            patch = _made(tree, group)
        except NothingToDo as err:
            if not group.optional:
                raise
            done = done or err
            continue
        patches.append(patch)
        tree = Overlay(tree, patch.files)
    if done is not None and not patches:
        raise done
    return tuple(patches)


def again(
    tree: Tree, patches: Sequence[Patch], jobs: Sequence[Job], wording: Wording, *, together: bool
) -> Iterator[Problem]:
    """Yield a problem for each patch of plan() that a second run would not find done already."""
    yield from unsettled(tree, patches, groups(jobs, wording, together=together))


def unsettled(tree: Tree, patches: Sequence[Patch], asked: Sequence[Group]) -> Iterator[Problem]:
    """Yield a problem for each patch that a second run would not find done already."""
    done = Overlay(tree, {path: data for patch in patches for path, data in patch.files.items()})
    for group in asked:
        try:
            patch = _made(done, group)
        except NothingToDo:
            continue
        names = ", ".join(job.feature.name for job in group.jobs)
        what = f"a second run for {names} changes it again"
        yield Problem("idempotent", min(patch.files), 0, what)


def groups(jobs: Sequence[Job], wording: Wording, *, together: bool = False) -> tuple[Group, ...]:
    """Return the groups of a plan without relatives: a patch for each job, or one for all."""
    if not together:
        return tuple(Group((job,), wording) for job in jobs)
    return (Group(shared(jobs), wording),)


def shared(jobs: Sequence[Job]) -> tuple[Job, ...]:
    """Return the jobs of one patch, each told of those of its kind."""
    return tuple(replace(j, request=replace(j.request, together=_kin(j, jobs))) for j in jobs)


def _made(tree: Tree, group: Group) -> Patch:
    if group.unstable:
        features = [job.feature for job in group.jobs]
        return unstable.patch(tree, features, group.wording.part, group.wording.argv)
    return _patch(tree, group.jobs, group.wording)


def _kin(job: Job, jobs: Sequence[Job]) -> tuple[str, ...]:
    return tuple(j.feature.qualified for j in jobs if j.feature.kind == job.feature.kind)


def _patch(tree: Tree, jobs: Sequence[Job], wording: Wording) -> Patch:
    work = Work(tree)
    asked = jobs
    jobs = _with_dependents(tree, jobs)
    features = tuple(job.feature for job in jobs)
    flags, unflags, kept = _mark(work, jobs)
    if wording.interfaces:
        # One entry for the whole feature: that of what it is named after.
        jobs = jobs[:1]
    listed = _entries(work.tree, jobs, wording)
    requests = [job.request for job in jobs]
    changed = bool(work.files)
    redated: list[str] = []
    for chapter in dict.fromkeys(e.chapters for e in listed if not wording.part):
        own = [(e, r) for e, r in zip(listed, requests, strict=True) if e.chapters == chapter]
        redated.append(_document(work, [e for e, _ in own], [r for _, r in own], wording))
    dated = "" if changed else " ".join(filter(None, dict.fromkeys(redated)))
    reason = _reason(listed, requests, wording, dated)
    if not work.files:
        raise _nothing_to_do(tree, jobs, listed, wording.title)
    return Patch(
        subject=_subject(sorted(work.files), wording, listed, dated),
        body=words.body(reason, wording.argv),
        features=features, edits=tuple(work.edits),
        files=dict(work.files), questions=_questions(kept),
        notes=(*wording.notes, *_taken_along(jobs, asked), *_mentions(tree, listed)),
        flags=tuple(flags), unflags=tuple(unflags),
    )  # fmt: skip


def _with_dependents(tree: Tree, jobs: Sequence[Job]) -> Sequence[Job]:
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


def _taken_along(jobs: Sequence[Job], asked: Sequence[Job]) -> tuple[str, ...]:
    """Return what people should know of the features that nobody asked for."""
    named = [job.feature.name for job in asked]
    more = [job.feature.name for job in jobs if job.feature.name not in named]
    if not more:
        return ()
    return (f"Also deprecated, as derived from {titles.joined(named)}: {titles.joined(more)}.",)


def _mark(work: Work, jobs: Sequence[Job]) -> tuple[list[_Name], list[_Name], list[_Name]]:
    """Flag the features and make the edits outside of the schema.

    Returns the places that are newly flagged, those that lose `unstable` and those that keep it.
    """
    before = work.tree
    flags: list[_Name] = []
    unflags: list[_Name] = []
    kept: list[_Name] = []
    for job in jobs:
        kind = kinds.every()[job.feature.kind]
        for place in kind.places(before, job.feature):
            name = (place.definition, place.member)
            # Asked before the edit: the file that it makes would have to be parsed for it.
            is_unstable = flag.unstable(work.tree, place)
            if not flag.flagged(work.tree, place):
                work.step(flag.deprecate(work.tree, place, job.request))
                flags.append(name)
            if is_unstable and job.request.keep_unstable:
                kept.append(name)
            elif is_unstable:
                work.step(flag.drop_unstable(work.tree, place))
                unflags.append(name)
        kind.require(work.tree, job.feature, job.request)
        for mark in kind.marks(work.tree, job.feature):
            wanted = job.request.warn != "none" or mark.says not in AT_RUN_TIME
            if mark.add is not None and wanted:
                work.step(mark.add(work.tree, job.request))
    return flags, unflags, kept


def _subject(paths: Sequence[str], wording: Wording, listed: Sequence[Entry], dated: str) -> str:
    """Return the subject line; a shorter one where it would be too long for several things."""
    prefix = words.subsystem(paths)
    own = wording.part or titles.undated(wording.title)
    names = own.replace("``", "") or titles.brief(listed, prefix)
    first, *more = dict.fromkeys(listed)
    short = []
    if not own:
        short = [titles.joined([(e.short or e).name.replace("``", "") for e in (first, *more)])]
        short += [f"{titles.brief([first], prefix)} and {len(more)} more"] if more else []
    verb = "Correct the release that deprecates" if dated else "Deprecate"
    return words.subject(prefix, [f"{verb} {name}" for name in (names, *short)])


def _entries(tree: Tree, jobs: Sequence[Job], wording: Wording) -> list[Entry]:
    listed = [kinds.every()[j.feature.kind].entry(tree, j.feature) for j in jobs]
    if wording.chapters:
        listed = [replace(entry, chapters=wording.chapters, joins="") for entry in listed]
    return listed


def _reason(
    listed: Sequence[Entry], requests: Sequence[Request], wording: Wording, dated: str
) -> str:
    """Return what the message says below its subject."""
    if dated and not wording.reason:
        return dated
    said = wording.reason or wording.belongs
    reason = entries.default_body(listed, said, requests, mail=True)
    return f"{reason}\n\n{wording.belongs}" if wording.reason and wording.belongs else reason


def _document(
    work: Work, listed: Sequence[Entry], requests: Sequence[Request], wording: Wording
) -> str:
    """List the entries in the document; return what is said of one that only gets a new date."""
    for entry, request in zip(listed, requests, strict=True):
        if entry.joins:
            body = entries.default_body([entry], wording.reason, [request])
            work.step(entries.join(work.tree, entry, body))
    pairs = [(e, r) for e, r in zip(listed, requests, strict=True) if not e.joins]
    if not pairs:
        return ""
    listed, requests = [e for e, _ in pairs], [r for _, r in pairs]
    since = requests[0].since
    section = entries.find(work.tree, listed, title=wording.title)
    if section is None:
        body = entries.default_body(listed, wording.reason, requests)
        body = "\n\n".join(filter(None, (body, wording.interfaces)))
        work.step(entries.add(work.tree, listed, since, body, title=wording.title))
        return ""
    old = entries.since_of(section)
    if not wording.redate or old == since:
        return ""
    work.step(entries.redate(work.tree, section, listed, since))
    return f"The entry named {f'release {old}' if old else 'no release'}; it is {since}."


def _mentions(tree: Tree, listed: Sequence[Entry]) -> tuple[str, ...]:
    path = entries.document(tree)
    source = tree.read(path)
    return tuple(
        f"{path}:{line_of(source, section.title_start)} has an entry of another form that "
        f"names it: {section.title}"
        for section in entries.mentions(tree, listed)
    )


def _nothing_to_do(
    tree: Tree, jobs: Sequence[Job], listed: Sequence[Entry], title: str
) -> NothingToDo:
    section = entries.find(tree, listed[:1], title=title)
    since = entries.since_of(section) if section else None
    path = entries.document(tree)
    names = " and ".join(job.feature.qualified for job in jobs)
    line = line_of(tree.read(path), section.title_start) if section else 0
    return NothingToDo(
        f"{names}: already deprecated since {since or 'an unnamed release'}", path=path, line=line,
        hint="name another release with --since to rewrite the entry",
    )  # fmt: skip


def _questions(kept: Sequence[_Name]) -> tuple[str, ...]:
    """Return what a person has to decide about the places that stay `unstable`."""
    if not kept:
        return ()
    names = titles.joined([".".join(filter(None, name)) for name in kept])
    verb = "is" if len(kept) == 1 else "are"
    return (
        f"{names} {verb} `unstable` and may go without a deprecation.  The "
        "patch keeps that flag beside `deprecated`; should it be dropped (--drop-unstable)?",
    )
