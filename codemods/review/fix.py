"""Fixup patches for the findings whose edits put them right, and break nothing.

Each finding is tried by itself, on top of those that were taken before it: what it was
about has to be gone, no rule may find anything new, and the tree's own scripts/qapi has
to take the schema, where scripts of the tree may run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from codemods.checks.of_patches import qapi_schema
from codemods.model import Patch
from codemods.review.model import NOTE, Finding, Series, Step
from codemods.review.review import Review, review
from codemods.series import rendering
from codemods.series.commits import Identity
from codemods.series.rendering import PatchFile
from codemods.source.commit import GitTree
from codemods.source.overlay import Overlay
from codemods.source.splice import Edit, splice

#: Rules that look at all of the tree: an edit of a line cannot bring a finding of theirs.
_WIDE = ("feature/related", "users/left", "patch/recipients", "text/spelling")


@dataclass(frozen=True)
class Fixed:
    """The findings that are put right, and those with edits that are not, each with the reason."""

    series: Series
    taken: tuple[Finding, ...]
    left: tuple[tuple[Finding, str], ...]


def fixed(
    found: Review, chosen: Sequence[str], told: Callable[[str], None], execute: bool
) -> Fixed:
    """Return which of the findings can be put right together; `execute` as for review()."""
    rules = [id_ for id_ in chosen if id_ not in _WIDE]
    taken: list[Finding] = []
    left: list[tuple[Finding, str]] = []
    before = _keys(found.findings)
    for finding in (f for f in found.findings if f.edits and f.severity != NOTE):
        edits = [e for f in (*taken, finding) for e in f.edits]
        if _overlap(edits):
            left.append((finding, "its lines are changed by another fix"))
            continue
        told(f"trying the fix of {finding.rule}")
        why = _wrong(_with(found.series, edits), rules, before, finding, execute)
        if why:
            left.append((finding, why))
        else:
            taken.append(finding)
    return Fixed(found.series, tuple(taken), tuple(left))


def mails(made: Fixed, author: Identity) -> tuple[PatchFile, ...]:
    """Return a `fixup!` patch for each patch of the series that has something to put right."""
    series = made.series
    fixups = _fixups(made)
    if not fixups:
        return ()
    options = rendering.Format(cover_letter=False)
    if isinstance(series.tree, GitTree) and series.steps[0].mail is None:
        tip = series.after
        assert isinstance(tip, GitTree)
        return rendering.render(tip, fixups, author, options)
    base = series.before
    assert not isinstance(base, Overlay)
    own = [Patch(s.subject, "", (), (), _files(s)) for s in series.steps]
    every = rendering.render(base, [*own, *fixups], author, options)  # type: ignore[arg-type]
    return tuple(replace(f, name=f"{n:04}{f.name[4:]}") for n, f in enumerate(every[len(own) :], 1))


def _fixups(made: Fixed) -> list[Patch]:
    """Return the patches, one for each step, each on top of those before."""
    series = made.series
    last = len(series.steps) - 1
    of: dict[int, list[Finding]] = {}
    for finding in made.taken:
        of.setdefault(finding.step if finding.step >= 0 else last, []).append(finding)
    patches: list[Patch] = []
    edits: list[Edit] = []
    for number in sorted(of):
        edits += [e for f in of[number] for e in f.edits]
        paths = {e.path for f in of[number] for e in f.edits}
        files: dict[str, bytes | None] = {
            path: splice(series.after.read(path), [e for e in edits if e.path == path])
            for path in paths
        }
        said = "\n".join(f"{f.path}: {f.message} [{f.rule}]" for f in of[number])
        patches.append(Patch(f"fixup! {series.steps[number].subject}", said, (), (), files))
    return patches


def _with(series: Series, edits: Sequence[Edit]) -> Series:
    """Return the series with one more step, which makes the edits."""
    paths = tuple(sorted({e.path for e in edits}))
    files = {p: splice(series.after.read(p), [e for e in edits if e.path == p]) for p in paths}
    after = Overlay(series.after, files)
    step = Step("fix", "fix", "fix", "", series.after, after, paths)
    return replace(series, after=after, steps=(*series.steps, step))


def _wrong(
    trial: Series, rules: Sequence[str], before: set[tuple[str, str, str]], finding: Finding,
    execute: bool,
) -> str:  # fmt: skip
    """Return why the trial is no good, or ""."""
    if execute:
        (said,) = qapi_schema.rejections([(trial.before, trial.after, trial.steps[-1].paths)])
        if said.problems:
            return f"scripts/qapi: {said.problems[0].message}"
    found = review(trial, rules, lambda _: None, execute).findings
    now = _keys(found)
    if _key(finding) in now:
        return "it is found again"
    fresh = [f for f in found if _key(f) not in before]
    return f"it brings {fresh[0].rule}: {fresh[0].message}" if fresh else ""


def _keys(found: Sequence[Finding]) -> set[tuple[str, str, str]]:
    return {_key(f) for f in found}


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.path, finding.message


def _overlap(edits: Sequence[Edit]) -> bool:
    ordered = sorted(edits, key=lambda e: (e.path, e.start, e.end))
    return any(
        a.path == b.path and (b.start < a.end or (a.start, a.end) == (b.start, b.end))
        for a, b in pairwise(ordered)
    )


def _files(step: Step) -> dict[str, bytes | None]:
    gone = set(step.gone)
    return {p: None if p in gone else step.after.read(p) for p in step.paths}
