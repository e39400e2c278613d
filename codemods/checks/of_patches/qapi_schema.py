"""The tree's own scripts/qapi accepts the schema, and only the asked features are new.

The generator is the authority on what a schema may say (docs/devel/qapi-code-gen.rst),
but accepts any feature; which ones changed is compared here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from codemods.checks.of_patches import _qapi_steps
from codemods.checks.of_patches._qapi_steps import Answer, Listed
from codemods.errors import Problem, Refused
from codemods.model import Check, Patch, Planned
from codemods.qemu.schema import definitions
from codemods.scripts import Report
from codemods.source.tree import Tree

#: Where the scripts stand that the check runs.
SCRIPTS = _qapi_steps.SCRIPTS
_ID = "qapi-schema"
_MESSAGE = re.compile(r"(?m)^(?!In file included from )([^:\n]+):(\d+)(?::\d+)?: (.*)$")
_DETOUR = re.compile(r"(?<![^\s:'])[^\s:']*\.\./[^\s:']*")

#: Definition, member or "", feature.
_Place: TypeAlias = tuple[str, str, str]
#: File, line of the definition in it, place.
_Change: TypeAlias = tuple[str, int, _Place]


def run(before: Tree, after: Tree, patch: Patch) -> Iterator[Problem]:
    """Yield what is wrong with the schema changes of `patch`; see reports()."""
    return of_series([(before, after, patch)])


def of_series(steps: Sequence[Planned]) -> Iterator[Problem]:
    """Yield what is wrong with the schema changes of a series; see reports()."""
    for said in reports(steps):
        yield from said.problems
        yield from (Problem(_ID, "", 0, text, warning=True) for text in said.warnings)


def reports(steps: Sequence[Planned]) -> Iterator[Report]:
    """Let the scripts/qapi of the tree generate from each schema that the patches change.

    Yields:
        For each patch a problem for each rejected schema, for each feature that is new or
        gone without standing in the patch's `flags`, `unstables` or `unflags`, and for each
        of those that did not change.  A warning and no problem when scripts/qapi is
        missing or fails on the schema of the tree before it as well.

    Raises:
        Refused: the schema of the tree before all of them is rejected as well.
    """
    asked = [(before, after, tuple(patch.files)) for before, after, patch in steps]
    for (before, after, patch), answer in zip(steps, _qapi_steps.ask(asked), strict=True):
        if answer is None:
            yield Report(tuple(_differences(patch, set(), set())))
            continue
        faults = _faults(before, answer)
        if faults is not None and faults.problems and not answer.broken:
            _require_accepted(steps[0][0], answer)
        yield faults or Report(tuple(_compare(after, patch, answer)))


def _require_accepted(tree: Tree, answer: Answer) -> None:
    """Refuse a tree whose own schema is rejected: what a patch does to it cannot be told."""
    for error in _qapi_steps.rejected(tree, answer.roots):
        own = _rejection(error)
        raise Refused(
            f"{_qapi_steps.SCRIPTS} rejects the schema as it is: {own.message.splitlines()[0]}",
            path=own.path, line=own.line, hint="put it right in a patch of its own, then run again",
        )  # fmt: skip


def rejections(steps: Sequence[_qapi_steps.Step]) -> list[Report]:
    """Return what scripts/qapi says against the schemas of each step.

    See reports(); here it does not matter which features they carry.
    """
    answers = zip(steps, _qapi_steps.ask(steps), strict=True)
    return [(answer and _faults(before, answer)) or Report() for (before, _, _), answer in answers]


def _faults(before: Tree, answer: Answer) -> Report | None:
    """Return why there is nothing to compare: a schema is rejected, or cannot be read."""
    if answer.broken:
        reason = _qapi_steps.unavailable(before, answer.roots)
        warning = f"schema not checked: {reason}"
        return Report(warnings=(warning,)) if reason else Report((_failed(answer.broken),))
    rejected = tuple(dict.fromkeys(map(_rejection, answer.errors)))
    return Report(rejected) if rejected else None


def _failed(broken: str) -> Problem:
    return Problem(_ID, "", 0, f"the patched schema breaks {broken}")


def _rejection(error: str) -> Problem:
    # Each root has its own way to a file that several of them include.
    error = _DETOUR.sub(lambda path: _qapi_steps.normal(path[0]), error)
    found = _MESSAGE.search(error)
    if not found:
        return Problem(_ID, "", 0, error)
    # What follows the line is part of the message, such as where a name was defined before.
    return Problem(_ID, found[1], int(found[2]), (found[3] + error[found.end() :]).strip())


def _compare(tree: Tree, patch: Patch, answer: Answer) -> Iterator[Problem]:
    after, before = answer.after or {}, answer.before or {}
    new: set[_Change] = set()
    gone: set[_Change] = set()
    for path in after:
        here, there = _lines(after[path]), _lines(before.get(path, []))
        new |= {(path, here[place], place) for place in here.keys() - there.keys()}
        gone |= {(path, there[place], place) for place in there.keys() - here.keys()}
    if patch.removes:
        # What carried the flag went with it.
        gone = {change for change in gone if _stands(tree, change[2])}
    yield from _differences(patch, new, gone)


def _stands(tree: Tree, place: _Place) -> bool:
    found = definitions.definition(tree, place[0])
    return found is not None and (not place[1] or found[1].member(place[1]) is not None)


def _lines(places: list[Listed]) -> dict[_Place, int]:
    return {(definition, member, feature): n for n, _, definition, member, feature in places}


def _differences(patch: Patch, new: set[_Change], gone: set[_Change]) -> Iterator[Problem]:
    flags = {(definition, member, "deprecated") for definition, member in patch.flags}
    flags |= {(definition, member, "unstable") for definition, member in patch.unstables}
    unflags = {(definition, member, "unstable") for definition, member in patch.unflags}
    yield from _unasked(new, flags, "is new but was not asked for")
    yield from _unasked(gone, unflags, "is gone but was to stay")
    for place in sorted(flags - {place for _, _, place in new}):
        yield Problem(_ID, "", 0, f"{_called(place)} was asked for but is not new")
    for place in sorted(unflags - {place for _, _, place in gone}):
        yield Problem(_ID, "", 0, f"{_called(place)} was to go but is not gone")


def _unasked(changes: set[_Change], asked: set[_Place], wrong: str) -> Iterator[Problem]:
    for path, line, place in sorted(changes):
        if place not in asked:
            yield Problem(_ID, path, line, f"{_called(place)} {wrong}")


def _called(place: _Place) -> str:
    definition, member, feature = place
    return f"feature '{feature}' of {definition}{'.' if member else ''}{member}"


CHECK = Check(id=_ID, run=run, executes=True, of_series=of_series)
