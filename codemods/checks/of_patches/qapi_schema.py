"""The tree's own scripts/qapi accepts the schema, and only the asked features are new.

The generator is the authority on what a schema may say (docs/devel/qapi-code-gen.rst),
but accepts any feature; which ones changed is compared here.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from codemods import scripts
from codemods.errors import NotFound, Problem
from codemods.model import Check, Patch
from codemods.qemu.schema import definitions
from codemods.scripts import Completed, Report
from codemods.source.tree import Tree, exists

_ID = "qapi-schema"
SCRIPTS = "scripts/qapi/"
ROOTS = (
    "qapi/qapi-schema.json",
    "qga/qapi-schema.json",
    "storage-daemon/qapi/qapi-schema.json",
)
_DRIVER = Path(__file__).with_name("_qapi_driver.py")
_INCLUDE = re.compile(rb"(?m)^[^#\n]*'include'\s*:\s*'([^'\n]*)'")
_MESSAGE = re.compile(r"(?m)^(?!In file included from )([^:\n]+):(\d+)(?::\d+)?: (.*)$")
_DETOUR = re.compile(r"(?<![^\s:'])[^\s:']*\.\./[^\s:']*")

#: Definition, member or "", feature.
_Place: TypeAlias = tuple[str, str, str]
#: File, line of the definition in it, place.
_Change: TypeAlias = tuple[str, int, _Place]
#: As the driver lists them: line, meta, definition, member or "", feature.
_Listed: TypeAlias = tuple[int, str, str, str, str]


@dataclass(frozen=True)
class _Answer:
    """What the driver said of one root; `broken` tells why it said nothing."""

    broken: str = ""
    error: str = ""
    after: Mapping[str, list[_Listed]] | None = None
    before: Mapping[str, list[_Listed]] | None = None


def run(before: Tree, after: Tree, patch: Patch) -> Iterator[Problem]:
    """Yield what is wrong with the schema changes of `patch`; see report()."""
    said = report(before, after, patch)
    yield from said.problems
    yield from (Problem(_ID, "", 0, text, warning=True) for text in said.warnings)


def report(before: Tree, after: Tree, patch: Patch) -> Report:
    """Let the scripts/qapi of `after` generate from each schema that `patch` changes.

    Returns:
        A problem for each rejected schema, for each feature that is new or gone
        without standing in the patch's `flags`, `unstables` or `unflags`, and for each of
        those that did not change.  A warning and no problem when scripts/qapi is
        missing or fails on the schema of `before` as well.
    """
    changed = sorted(p for p in patch.files if p.endswith(".json"))
    asked = _changed_roots(after, changed)
    if not asked:
        return Report(tuple(_differences(patch, set(), set())))
    answers = _answers(before, after, asked, changed)
    faults = _faults(before, asked, answers)
    if faults is not None:
        return faults
    return Report(tuple(_compare(after, patch, answers[0])))


def rejections(before: Tree, after: Tree, paths: Collection[str]) -> Report:
    """Return what scripts/qapi says against the schemas of `after` that hold the files `paths`.

    See report(); here it does not matter which features they carry.
    """
    asked = _changed_roots(after, paths)
    faults = _faults(before, asked, _answers(before, after, asked, [])) if asked else None
    return faults or Report()


def _changed_roots(after: Tree, changed: Collection[str]) -> dict[str, frozenset[str]]:
    """Return the schemas that hold one of the files `changed`, each with all files of it."""
    found = {root: closure for root in ROOTS if (closure := includes(after, root))}
    return {root: closure for root, closure in found.items() if not closure.isdisjoint(changed)}


def _answers(
    before: Tree, after: Tree, asked: Mapping[str, frozenset[str]], changed: Collection[str]
) -> list[_Answer]:
    wanted = {path for closure in asked.values() for path in closure}
    return _ask(before, after, wanted, list(asked), [p for p in changed if p in wanted])


def _faults(
    before: Tree, asked: Mapping[str, frozenset[str]], answers: Sequence[_Answer]
) -> Report | None:
    """Return why there is nothing to compare: a schema is rejected, or cannot be read."""
    broken = next((a.broken for a in answers if a.broken), "")
    if broken:
        reason = unavailable(before, list(asked))
        warning = f"schema not checked: {reason}"
        return Report(warnings=(warning,)) if reason else Report((_failed(broken),))
    rejected = tuple(dict.fromkeys(_rejection(a.error) for a in answers if a.error))
    return Report(rejected) if rejected else None


def unavailable(tree: Tree, roots: Sequence[str] = ROOTS) -> str:
    """Return why the scripts/qapi of `tree` cannot be run on its own `roots`, or "".

    A tree whose schema is rejected is available.  Runs the scripts.
    """
    present = [root for root in roots if exists(tree, root)]
    if not present:
        return "no schema in the tree"
    wanted = {path for root in present for path in includes(tree, root)}
    return next((a.broken for a in _ask(tree, tree, wanted, present, []) if a.broken), "")


def includes(tree: Tree, root: str) -> frozenset[str]:
    """Return `root` and the files that it includes, directly or not; empty without `root`."""
    found: set[str] = set()
    missing: set[str] = set()
    todo = [root]
    while todo:
        path = todo.pop()
        try:
            source = tree.read(path)
        except NotFound:
            missing.add(path)
            continue
        found.add(path)
        folder = PurePosixPath(path).parent
        names = (m.decode(errors="replace") for m in _INCLUDE.findall(source))
        inside = (_normal(f"{folder}/{name}") for name in names)
        todo += {p for p in inside if p} - found - missing
    return frozenset(found)


def _normal(path: str) -> str:
    """Return `path` without "..", or "" when it leads out of the tree."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and not parts:
            return ""
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _ask(
    before: Tree, after: Tree, wanted: Collection[str], roots: list[str], files: list[str]
) -> list[_Answer]:
    with scripts.folder() as top:
        copied = scripts.export(after, [SCRIPTS, *sorted(wanted)], top / "after")
        scripts.export(before, files, top / "before")
        if not any(p.startswith(SCRIPTS) for p in copied):
            return [_Answer(broken=f"no {SCRIPTS} in the tree")]
        command = [sys.executable, "-I", "-S", "-B", str(_DRIVER)]
        # One process for each root, and the first also compares the features.
        argvs = [[*command, root, *(() if n else files)] for n, root in enumerate(roots)]
        with ThreadPoolExecutor(len(argvs)) as pool:
            return list(pool.map(lambda argv: _answer(scripts.run(argv, top / "after")), argvs))


def _answer(done: Completed) -> _Answer:
    if done.status:
        return _Answer(broken=f"{SCRIPTS}: {done.why()}")
    try:
        said = json.loads(done.out)
    except ValueError:
        return _Answer(broken=f"{SCRIPTS}: it gave no answer")
    return _Answer("", said["error"], said.get("after"), said.get("before"))


def _failed(broken: str) -> Problem:
    return Problem(_ID, "", 0, f"the patched schema breaks {broken}")


def _rejection(error: str) -> Problem:
    # Each root has its own way to a file that several of them include.
    error = _DETOUR.sub(lambda path: _normal(path[0].removeprefix("../before/")), error)
    found = _MESSAGE.search(error)
    if not found:
        return Problem(_ID, "", 0, error)
    # What follows the line is part of the message, such as where a name was defined before.
    return Problem(_ID, found[1], int(found[2]), (found[3] + error[found.end() :]).strip())


def _compare(tree: Tree, patch: Patch, answer: _Answer) -> Iterator[Problem]:
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


def _lines(places: list[_Listed]) -> dict[_Place, int]:
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


CHECK = Check(id=_ID, run=run, executes=True)
