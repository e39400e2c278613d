"""Name the tests that a new warning reaches: their logs, and what is expected of them, change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from codemods import kinds
from codemods.model import Patch
from codemods.plan.asked import Job
from codemods.source.tree import Tree
from codemods.users import areas, migrate
from codemods.users.model import Move, Use
from codemods.users.spots import MAYBE_PARAMETER

#: Uses that run nothing.
_TEXTS = re.compile(r"comment|docstring|text|mentioned in a .*")
#: Code of tests, and what starts QEMU for them.
_RUN = ("tests/", "python/qemu/")
#: What very many tests run: there the warning has to be kept away, or the use moved, first.
_ALL = {
    "tests/qtest/libqtest.c": "which every qtest runs: guard the warning with "
    "!qtest_enabled(), or move it first",
    "python/qemu/machine/machine.py": "which starts QEMU for all functional tests and most "
    "iotests: move it first",
    "tests/qemu-iotests/check": "if they are run for it",
    "tests/qemu-iotests/common.rc": "which every shell iotest runs: move it first",
}
#: Unit tests start no emulator.
_ALONE = ("tests/unit/", "tests/bench/")
_QTEST = ("tests/qtest/", "tests/qemu-iotests/")
_ACCEL = re.compile(rb"-accel[ =](?!qtest)|accel=(?!qtest)|-enable-kvm")
_TITLE = "Tests that use the feature and will print the new warning"
#: A test is looked for when it fails: the first show what there is.
_SHOWN = 12
_GUARD = b"qtest_enabled"
_REASON = "deprecation_reason"


def tests(tree: Tree, jobs: Sequence[Job], patches: Sequence[Patch]) -> str:
    """Return the part of the cover letter that names the tests which now print a warning, or "".

    Arguments:
        tree: the tree with all patches.
        patches: those that deprecate; one without C code warns of nothing at run time.
    """
    warning = {f: p for p in patches for f in p.features if _warns(p)}
    found: list[Use] = []
    for job in (j for j in jobs if j.feature in warning):
        guarded = _guarded(tree, warning[job.feature])
        alone = _ALONE if kinds.every()[job.feature.kind].naming.emulated else ()
        for use in areas.find(tree, Move(job.feature)):
            runs = use.path.startswith(_RUN) and not _TEXTS.fullmatch(use.what)
            # What may be a parameter of another option is no test that certainly warns.
            runs = runs and use.what != MAYBE_PARAMETER
            quiet = use.path.startswith(alone) or (guarded and _under_qtest(tree, use.path))
            found += [use] if runs and not quiet else []
    found = sorted(map(_for_all, migrate.consistent(found)), key=lambda u: u.path not in _ALL)
    return migrate.listing(_TITLE, found, _SHOWN)


def _for_all(use: Use) -> Use:
    """Return the use, with what all runs it where many tests do."""
    if use.path not in _ALL:
        return use
    return replace(use, what=f"{use.what}, {_ALL[use.path]}")


def _warns(patch: Patch) -> bool:
    return any(path.endswith((".c", ".h")) for path in patch.files)


def _guarded(tree: Tree, patch: Patch) -> bool:
    """Tell whether nothing is printed under -accel qtest: here, or where the reason is read."""
    texts = [edit.text for edit, _ in patch.edits]
    if any(_REASON.encode() in text for text in texts):
        return any(_GUARD in hit.text for hit in tree.grep((_REASON,)))
    return any(_GUARD in text for text in texts)


def _under_qtest(tree: Tree, path: str) -> bool:
    """Tell whether a test runs no code of a guest, so that no accelerator but qtest is named."""
    return path.startswith(_QTEST) and not _ACCEL.search(tree.read(path))
