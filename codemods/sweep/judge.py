"""Deprecate one feature in memory and judge the result without running anything of the tree."""

from __future__ import annotations

import hashlib
import time
import traceback
from collections.abc import Iterator
from dataclasses import replace

from codemods.checks import of_patches
from codemods.errors import CodemodError, NotFound, NothingToDo, Problem, Refused
from codemods.model import Feature, Patch, Request
from codemods.plan import deprecation
from codemods.plan.asked import Job, Wording
from codemods.plan.resolve import resolve
from codemods.plan.steps import fold, unsettled
from codemods.qemu import releases
from codemods.source.overlay import Overlay
from codemods.source.tree import Tree
from codemods.sweep import verdict
from codemods.sweep.verdict import Verdict

_ARGV = ("sweep",)
_COLUMNS = 90


def judge(tree: Tree, feature: Feature) -> tuple[Verdict, Patch | None]:
    """Return what became of deprecating `feature` of `tree`, and the patch where it went well.

    A patch is good when every check in this process passes, and when planning
    once more on top of it finds nothing left to do.  A refusal that points to
    --warn none is good only when that works.
    """
    began = time.monotonic()
    patch = None
    try:
        said, patch = _judge(tree, feature)
    except UnicodeError as err:
        # As the command line refuses it: no mail can hold such a name.
        said = _verdict(feature, verdict.REFUSED, f"not valid UTF-8: {err}")
    except Exception:  # the very thing the sweep looks for
        lines = traceback.format_exc().strip().splitlines()
        said = _verdict(feature, verdict.CRASHED, "\n".join(lines[-5:]))
    return replace(said, seconds=round(time.monotonic() - began, 3)), patch


def job(tree: Tree, feature: Feature) -> Job:
    """Return what the sweep asks for `feature`.

    Whether something replaces it is settled by its name, so that each wording
    is tried and each run asks the same.
    """
    release = releases.resolve(tree, None)
    choice = hashlib.sha256(feature.qualified.encode()).digest()[0] % 3
    text = "something else that serves the same purpose" if choice == 2 else None
    return Job(feature, Request(release, text, no_replacement=choice == 1))


def _judge(tree: Tree, feature: Feature) -> tuple[Verdict, Patch | None]:
    asked = job(tree, feature)
    try:
        found = resolve(tree, feature.qualified, feature.kind)
        if found != feature:
            where = f"{found.path}:{found.line} {found.qualified}"
            return _verdict(feature, verdict.BAD, f"its own name finds {where}"), None
        (patch,) = fold(tree, deprecation.steps([asked], Wording(_ARGV)))
    except NotFound as err:
        return _verdict(feature, verdict.BAD, f"not found by its own name: {err}"), None
    except CodemodError as err:
        return _refusal(tree, asked, err), None
    problems = [p for p in _problems(tree, asked, patch) if not p.warning]
    if problems:
        first = problems[0]
        message = f"{first.check}: {first.message}"
        return _verdict(feature, verdict.BAD, message, first.path, first.line), None
    return _verdict(feature, verdict.DONE), patch


def _refusal(tree: Tree, asked: Job, err: CodemodError) -> Verdict:
    feature = asked.feature
    if isinstance(err, NothingToDo):
        return _verdict(feature, verdict.ALREADY, err.message, err.path, err.line)
    if not isinstance(err, Refused):
        return _verdict(feature, verdict.BAD, f"{type(err).__name__}: {err}", err.path, err.line)
    if "--warn none" in err.hint:
        without = Job(feature, replace(asked.request, warn="none"))
        try:
            (patch,) = fold(tree, deprecation.steps([without], Wording(_ARGV)))
        except NothingToDo:
            # Only what was refused is missing.
            return _verdict(feature, verdict.REFUSED, err.message, err.path, err.line)
        except CodemodError as again:
            message = f"{err.message}; yet with --warn none: {again.message}"
            return _verdict(feature, verdict.BAD, message, again.path, again.line)
        problems = [p for p in _problems(tree, without, patch) if not p.warning]
        if problems:
            message = f"with --warn none: {problems[0].check}: {problems[0].message}"
            return _verdict(feature, verdict.BAD, message, problems[0].path, problems[0].line)
    return _verdict(feature, verdict.REFUSED, err.message, err.path, err.line)


def _problems(tree: Tree, asked: Job, patch: Patch) -> Iterator[Problem]:
    after = Overlay(tree, patch.files)
    for check in of_patches.every().values():
        if not check.executes:
            yield from check.run(tree, after, patch)
    yield from _layout(tree, patch)
    try:
        yield from unsettled(tree, [patch], deprecation.steps([asked], Wording(_ARGV)))
    except Refused as err:
        yield Problem("again", err.path, err.line, f"a second run says: {err.message}")


def _layout(tree: Tree, patch: Patch) -> Iterator[Problem]:
    """Yield new lines with blanks at the end, with tabs in C, or far too long."""
    for path, data in sorted(patch.files.items()):
        if data is None:
            continue
        old = frozenset(tree.read(path).split(b"\n"))
        for n, new in enumerate(data.split(b"\n"), 1):
            if new in old:
                continue
            line = new.rstrip(b"\r")
            if line != line.rstrip():
                yield Problem("layout", path, n, "blanks at the end of a new line")
            if path.endswith((".c", ".h")) and len(line) > _COLUMNS:
                yield Problem("layout", path, n, "a new line is far too long")


def _verdict(
    feature: Feature, status: str, message: str = "", path: str = "", line: int = 0
) -> Verdict:
    why = "" if status in (verdict.DONE, verdict.ALREADY) else verdict.reason(message, feature)
    return Verdict(feature.kind, feature.qualified, status, message, why, path, line)
