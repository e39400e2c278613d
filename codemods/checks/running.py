"""Run the checks on the planned series, the slow ones side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codemods.checks import of_patches
from codemods.checks.of_mails import checkpatch, git_am
from codemods.errors import Problem
from codemods.model import Check, Patch, Planned
from codemods.scripts import Report
from codemods.series.rendering import PatchFile
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay
from codemods.source.tree import Tree

if TYPE_CHECKING:
    from concurrent.futures import Future


@dataclass(frozen=True)
class Result:
    """What one check said of the whole series.

    `status` is "passed", "failed" or "skipped"; a skipped check says why in `warnings`.
    `note` says what was looked at, where that is not the same each time.
    """

    check: str
    status: str
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    note: str = ""


class Verification:
    """The checks of one series; those that run the tree's scripts start at once."""

    def __init__(self, tree: GitTree | FolderTree, patches: Sequence[Patch], execute: bool) -> None:
        self._tree = tree
        self._patches = patches
        self._execute = execute
        # Imported here: a run without checks does not pay for it.
        from concurrent.futures import ThreadPoolExecutor

        self._pool = ThreadPoolExecutor(max_workers=2)
        self._steps = _steps(tree, patches)
        slow = [c for c in of_patches.every().values() if c.executes]
        self._started = {check.id: self._begun(check) for check in slow if execute}

    def _begun(self, check: Check) -> list[Future[list[Problem]]]:
        """Begin a check on all patches, in one go where it can."""
        if (of_series := check.of_series) is not None:
            return [self._pool.submit(lambda: list(of_series(self._steps)))]
        return [self._pool.submit(_problems, check, step) for step in self._steps]

    def finish(self, files: Sequence[PatchFile], signoff: str) -> tuple[Result, ...]:
        """Run the other checks, those of the mails too, and return what all said.

        Arguments:
            signoff: the Signed-off-by line that the mails carry, or "".
        """
        mails = [f for f in files if not f.is_cover]
        linted = [
            self._pool.submit(checkpatch.report, self._tree, mail.data, bool(signoff))
            for mail in mails
            if self._execute
        ]
        results = []
        for check in of_patches.every().values():
            if not check.executes:
                results.append(judge(check.id, _each(check, self._steps)))
            elif not self._execute:
                results.append(_skipped(check.id))
            else:
                found = [p for future in self._started[check.id] for p in future.result()]
                results.append(judge(check.id, found))
        results.append(judge("git-am", git_am.problems(self._tree, self._patches, files, signoff)))
        results.append(self._checkpatch([future.result() for future in linted]))
        self._pool.shutdown()
        return tuple(results)

    def _checkpatch(self, reports: Sequence[Report]) -> Result:
        if not self._execute:
            return _skipped(checkpatch.ID)
        problems = tuple(p for report in reports for p in report.problems)
        warnings = tuple(dict.fromkeys(w for report in reports for w in report.warnings))
        status = "failed" if problems else "skipped" if warnings else "passed"
        return Result(checkpatch.ID, status, problems, warnings)


def _steps(tree: Tree, patches: Sequence[Patch]) -> list[Planned]:
    steps: list[Planned] = []
    for patch in patches:
        after = Overlay(tree, patch.files)
        steps.append((tree, after, patch))
        tree = after
    return steps


def _problems(check: Check, step: Planned) -> list[Problem]:
    return list(check.run(*step))


def _each(check: Check, steps: Iterable[Planned]) -> list[Problem]:
    return [problem for step in steps for problem in _problems(check, step)]


def judge(name: str, found: Iterable[Problem]) -> Result:
    """Return the result of the check `name`, from what it found."""
    found = tuple(found)
    problems = tuple(p for p in found if not p.warning)
    warnings = tuple(dict.fromkeys(p.message for p in found if p.warning))
    status = "failed" if problems else "skipped" if warnings else "passed"
    return Result(name, status, problems, warnings)


def _skipped(name: str) -> Result:
    return Result(name, "skipped", (), (f"{name}: left out by --no-verify",))
