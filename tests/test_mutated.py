"""Files that are not as QEMU's are: each is refused with a reason, or edited well.

CODEMODS_MUTATIONS sets how many are tried (default 400), QEMU_TREE a tree to take
them from in place of the example, CODEMODS_SEED which ones, and CODEMODS_SECONDS
after how long no more are tried.
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest
from example_tree import EXAMPLE
from mutations import spoilt

from codemods.errors import CodemodError
from codemods.model import Feature
from codemods.plan.resolve import resolve
from codemods.source.folder import FolderTree
from codemods.source.memory import Memory
from codemods.source.overlay import Overlay
from codemods.sweep import verdict
from codemods.sweep.judge import judge
from codemods.sweep.run import Sweep, features

TRIES = int(os.environ.get("CODEMODS_MUTATIONS", "400"))
ROUNDS = 8
SEED = os.environ.get("CODEMODS_SEED", "")
SECONDS = float(os.environ.get("CODEMODS_SECONDS", "inf"))


@pytest.fixture(scope="module")
def tree() -> Memory:
    return Memory(FolderTree(Path(os.environ.get("QEMU_TREE", EXAMPLE))))


@pytest.fixture(scope="module")
def planned(tree: Memory) -> list[tuple[Feature, dict[str, int]]]:
    """Features that can be deprecated, with the files that it changes and where."""
    found, _ = features(tree, Sweep(Path(), sample=3))
    made = []
    for feature in found:
        said, patch = judge(tree, feature)
        if said.status == verdict.DONE and patch is not None:
            places = {edit.path: edit.start for edit, _ in patch.edits}
            made.append((feature, {p: places[p] for p in patch.files if p in places}))
    assert len(made) > 10
    return made


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_spoilt_files(
    tree: Memory, planned: list[tuple[Feature, dict[str, int]]], seed: int
) -> None:
    rng = random.Random(f"{SEED}:{seed}" if SEED else seed)
    until = time.monotonic() + SECONDS / ROUNDS
    for _ in range(TRIES // ROUNDS):
        if time.monotonic() > until:
            break
        feature, places = rng.choice(planned)
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
        said, _ = judge(spoilt_tree, again)
        tree.forget()
        assert said.status not in (verdict.BAD, verdict.CRASHED), (ways, said, changed)
