"""Files that are not as QEMU's are: each is refused with a reason, or edited well.

CODEMODS_MUTATIONS sets how many are tried (default 200; a quarter as many again where
features go), QEMU_TREE a tree to take them from in place of the example, CODEMODS_SEED
which ones, and CODEMODS_SECONDS after how long no more are tried.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from example_tree import EXAMPLE
from mutations import spoilt

from codemods.checks import of_patches
from codemods.errors import CodemodError
from codemods.model import Feature, Patch
from codemods.plan.resolve import resolve
from codemods.removal import plan as removal
from codemods.source.folder import FolderTree
from codemods.source.memory import Memory
from codemods.source.overlay import Overlay
from codemods.source.tree import Tree
from codemods.sweep import verdict
from codemods.sweep.judge import judge
from codemods.sweep.run import Sweep, features

TRIES = int(os.environ.get("CODEMODS_MUTATIONS", "200"))
ROUNDS = 8
SEED = os.environ.get("CODEMODS_SEED", "")
SECONDS = float(os.environ.get("CODEMODS_SECONDS", "inf"))


@pytest.fixture(scope="module")
def tree() -> Memory:
    return Memory(FolderTree(Path(os.environ.get("QEMU_TREE", EXAMPLE))))


#: How a try ended, with what was said, and the patch where it went well.
Ended = tuple[str, str, Patch | None]
#: A feature, with the files that change for it and where.
Planned = list[tuple[Feature, dict[str, int]]]


def deprecated(tree: Tree, feature: Feature) -> Ended:
    said, patch = judge(tree, feature)
    return said.status, f"{said.path}:{said.line}: {said.message}", patch


def removed(tree: Tree, feature: Feature) -> Ended:
    """Remove a feature, though it may never have been deprecated."""
    asked = removal.Asked(removal.release(tree, None), ("remove-feature",), no_grace="Why not.")
    try:
        (patch,) = removal.planned(tree, [[feature]], asked)
    except (CodemodError, UnicodeError) as err:
        return verdict.REFUSED, str(err), None
    after = Overlay(tree, patch.files)
    for check in of_patches.every().values():
        for problem in () if check.executes else check.run(tree, after, patch):
            if not problem.warning:
                where = f"{problem.path}:{problem.line}"
                return verdict.BAD, f"{check.id}: {where}: {problem.message}", None
    return verdict.DONE, "", patch


def planned(tree: Memory, end: Callable[[Tree, Feature], Ended], sample: int) -> Planned:
    found, _ = features(tree, Sweep(Path(), sample=sample))
    made = []
    for feature in found:
        status, _, patch = end(tree, feature)
        if status == verdict.DONE and patch is not None:
            places = {edit.path: edit.start for edit, _ in patch.edits}
            made.append((feature, {p: places[p] for p in patch.files if p in places}))
    assert len(made) > 10
    return made


@pytest.fixture(scope="module")
def to_deprecate(tree: Memory) -> Planned:
    return planned(tree, deprecated, 3)


@pytest.fixture(scope="module")
def to_remove(tree: Memory) -> Planned:
    return planned(tree, removed, 2)


def spoil(
    tree: Memory, known: Planned, end: Callable[[Tree, Feature], Ended], seed: object, tries: int
) -> None:
    """Deprecate or remove features of `known`, one at a time, in files that are spoilt."""
    rng = random.Random(f"{SEED}:{seed}" if SEED else seed)
    until = time.monotonic() + SECONDS / ROUNDS
    for _ in range(tries):
        if time.monotonic() > until:
            break
        feature, places = rng.choice(known)
        changed, ways = {}, []
        for path in rng.sample(sorted(places), rng.randint(1, len(places))):
            near = places[path] if rng.random() < 0.7 else None
            way, changed[path] = spoilt(rng, tree.read(path), near)
            ways.append((path, way, near))
        spoilt_tree = Overlay(tree, changed)
        try:
            again = resolve(spoilt_tree, feature.qualified, feature.kind)
        except CodemodError:
            continue
        status, said, _ = end(spoilt_tree, again)
        tree.forget()
        assert status not in (verdict.BAD, verdict.CRASHED), (ways, said, changed)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_spoilt_files(tree: Memory, to_deprecate: Planned, seed: int) -> None:
    spoil(tree, to_deprecate, deprecated, seed, TRIES // ROUNDS)


@pytest.mark.parametrize("seed", range(ROUNDS // 4))
def test_spoilt_files_of_what_goes(tree: Memory, to_remove: Planned, seed: int) -> None:
    spoil(tree, to_remove, removed, f"{seed}", TRIES // ROUNDS)
