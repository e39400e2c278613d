"""Asks a tree's own scripts/qapi about the schemas that the steps of a series change.

One process reads them all: the scripts start once, and parse once what the steps leave alone.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias

from codemods import scripts
from codemods.errors import NotFound
from codemods.scripts import Completed
from codemods.source.tree import Tree

SCRIPTS = "scripts/qapi/"
ROOTS = (
    "qapi/qapi-schema.json",
    "qga/qapi-schema.json",
    "storage-daemon/qapi/qapi-schema.json",
)
_DRIVER = Path(__file__).with_name("_qapi_driver.py")
_INCLUDE = re.compile(rb"(?m)^[^#\n]*'include'\s*:\s*'([^'\n]*)'")

#: The tree before a step, the one behind it, and the paths that it changes.
Step: TypeAlias = tuple[Tree, Tree, Collection[str]]
#: As the driver lists them: line, meta, definition, member or "", feature.
Listed: TypeAlias = tuple[int, str, str, str, str]


@dataclass(frozen=True)
class Answer:
    """What scripts/qapi said of the schemas that a step changes.

    `errors` are the messages with which they were rejected, `broken` tells why it said
    nothing, or "".  `after` and `before` list what carries a feature in the changed files.
    """

    roots: tuple[str, ...]
    broken: str = ""
    errors: tuple[str, ...] = ()
    after: Mapping[str, list[Listed]] | None = None
    before: Mapping[str, list[Listed]] | None = None


def ask(steps: Sequence[Step]) -> list[Answer | None]:
    """Return what the scripts/qapi of each step's tree says after it.

    Returns:
        An answer for each step that changes a schema, None for any other.
    """
    found: list[Answer | None] = []
    for part in _with_one_script(steps):
        asked = [_changed_roots(after, changed) for _, after, changed in part]
        found += _answers(part, asked) if any(asked) else [None] * len(part)
    return found


def unavailable(tree: Tree, roots: Sequence[str] = ROOTS) -> str:
    """Return why the scripts/qapi of `tree` cannot be run on its own `roots`, or "".

    A tree whose schema is rejected is available.  Runs the scripts.
    """
    answer = _own(tree, roots)
    return answer.broken if answer else "no schema in the tree"


def rejected(tree: Tree, roots: Sequence[str]) -> tuple[str, ...]:
    """Return the messages with which the scripts/qapi of `tree` rejects its own `roots`.

    Runs the scripts.
    """
    answer = _own(tree, roots)
    return answer.errors if answer else ()


def _own(tree: Tree, roots: Sequence[str]) -> Answer | None:
    present = {root: found for root in roots if (found := includes(tree, root))}
    every = {path for files in present.values() for path in files}
    return _answers([(tree, tree, every)], [present], compare=False)[0] if present else None


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
        todo += _included(path, source) - found - missing
    return frozenset(found)


@lru_cache(maxsize=512)
def _included(path: str, source: bytes) -> frozenset[str]:
    """Return the files that the file `path` itself includes."""
    folder = PurePosixPath(path).parent
    names = (m.decode(errors="replace") for m in _INCLUDE.findall(source))
    inside = (normal(f"{folder}/{name}") for name in names)
    return frozenset(p for p in inside if p)


def normal(path: str) -> str:
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


def _with_one_script(steps: Sequence[Step]) -> Iterator[list[Step]]:
    """Yield the steps in parts on top of each other that all have the same scripts/qapi."""
    part: list[Step] = []
    for step in steps:
        apart = part and step[0] is not part[-1][1]
        if apart or (part and any(path.startswith(SCRIPTS) for path in step[2])):
            yield part
            part = []
        part.append(step)
    if part:
        yield part


def _changed_roots(after: Tree, changed: Collection[str]) -> dict[str, frozenset[str]]:
    """Return the schemas that hold one of the files `changed`, each with all files of it."""
    if not any(path.endswith(".json") for path in changed):
        return {}
    found = {root: closure for root in ROOTS if (closure := includes(after, root))}
    return {root: closure for root, closure in found.items() if not closure.isdisjoint(changed)}


def _answers(
    steps: Sequence[Step], asked: Sequence[Mapping[str, frozenset[str]]], *, compare: bool = True
) -> list[Answer | None]:
    """Ask about steps of the same scripts/qapi; see ask().

    Arguments:
        asked: for each step the roots that it changes, with all files of them after it.
        compare: False asks for no features.
    """
    wanted: dict[str, set[str]] = {}
    for roots in asked:
        for root, closure in roots.items():
            wanted.setdefault(root, set()).update(closure)
    everything = {path for closure in wanted.values() for path in closure}
    generated = _generated(steps, asked)
    job: list[dict[str, Any]] = [
        {
            "roots": {root: sorted(next(generated)) for root in roots},
            "files": sorted(everything.intersection(changed)),
            "compare": sorted({p for c in roots.values() for p in c}.intersection(changed))
            if compare else [],
        }
        for (_, _, changed), roots in zip(steps, asked, strict=True)
    ]  # fmt: skip
    base, newest = steps[0][0], steps[0][1]
    with scripts.folder() as top:
        if scripts.export(newest, [SCRIPTS], top):
            for n, files in enumerate(wanted.values()):
                (top / f"roots/{n}").mkdir(parents=True)
                scripts.export(base, sorted(files), top / f"roots/{n}")
            (top / "before").mkdir()
            compared = {path for step in job for path in step["compare"]}
            scripts.export(base, sorted(compared), top / "before")
            for n, ((_, after, _), step) in enumerate(zip(steps, job, strict=True)):
                (top / f"steps/{n}").mkdir(parents=True)
                scripts.export(after, step["files"], top / f"steps/{n}")
            (top / "steps.json").write_text(json.dumps(job))
            command = [sys.executable, "-I", "-S", "-B", str(_DRIVER), "steps.json"]
            said = _said(scripts.run(command, top, scripts.TIME_LIMIT * len(steps)))
        else:
            said = f"no {SCRIPTS} in the tree"
    return [
        (Answer(tuple(roots), said) if isinstance(said, str) else _answer(said[n], tuple(roots)))
        if roots else None
        for n, roots in enumerate(asked)
    ]  # fmt: skip


def _generated(
    steps: Sequence[Step], asked: Sequence[Mapping[str, frozenset[str]]]
) -> Iterator[set[str]]:
    """Yield for each root of each step the files to generate from.

    What includes none of the files that changed, directly or not, is generated as before: nothing
    that it is made of can have changed.
    """
    changed: dict[str, set[str]] = {root: set() for roots in asked for root in roots}
    for (_, after, paths), roots in zip(steps, asked, strict=True):
        for fresh in changed.values():
            fresh.update(paths)
        for root, closure in roots.items():
            held = {path: _included(path, after.read(path)) for path in closure}
            found: set[str] = set()
            fresh = changed[root] & closure
            while fresh:
                found |= fresh
                fresh = {p for p in closure - found if not found.isdisjoint(held[p])}
            yield found
            changed[root].clear()


def _said(done: Completed) -> Sequence[Mapping[str, Any]] | str:
    """Return what the driver printed, or why it did not."""
    if done.status:
        return f"{SCRIPTS}: {done.why()}"
    try:
        said: Sequence[Mapping[str, Any]] = json.loads(done.out)
    except ValueError:
        return f"{SCRIPTS}: it gave no answer"
    return said


def _answer(said: Mapping[str, Any], roots: tuple[str, ...]) -> Answer:
    each = [*said["roots"], said]
    broken = next((one["broken"] for one in each if one["broken"]), "")
    errors = tuple(one["error"] for one in each if one["error"])
    why = f"{SCRIPTS}: {broken}" if broken else ""
    return Answer(roots, why, errors, said["after"], said["before"])
