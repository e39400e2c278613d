"""Lines that include a header which is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods.checks.of_patches import still_used
from codemods.model import Feature, Patch
from codemods.removal import includes
from codemods.removal.state import Removal
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay

REST = b'#include "qemu/osdep.h"\n\nvoid dig(void)\n{\n}\n'
LINES = [
    b'#include "hw/bed.h"\n',
    b'#include \\\n    "hw/bed.h"\n',
    b'# \\\ninclude "hw/bed.h" \\\n/* for its rows */\n',
]


@pytest.fixture(params=LINES)
def state(tmp_path: Path, request: pytest.FixtureRequest) -> Removal:
    for path, text in (("include/hw/bed.h", b"int rows;\n"), ("hw/plant.c", request.param + REST)):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_bytes(text)
    state = Removal(FolderTree(tmp_path))
    state.drop("include/hw/bed.h")
    return state


def test_all_of_the_line_goes(state: Removal) -> None:
    assert includes.follow(state)
    assert state.read("hw/plant.c") == REST


def test_one_that_stays_is_found(state: Removal) -> None:
    one = Feature("device", "bed", "bed", "hw/plant.c", 1)
    patch = Patch("s", "b", (one,), (), dict(state.work.files), removes=(one,))
    (problem,) = still_used.run(state.before, Overlay(state.before, patch.files), patch)
    assert (problem.path, problem.line) == ("hw/plant.c", 1)
    assert problem.message == "include/hw/bed.h is deleted and included"


def test_a_header_of_the_same_name_in_another_folder_is_another(tmp_path: Path) -> None:
    for path, text in {
        "include/hw/bed.h": b"int rows;\n",
        "include/net/bed.h": b"int nets;\n",
        "hw/plant.c": LINES[0] + REST,
        "net/fish.c": b'#include "net/bed.h"\n' + REST,
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(text)
    tree = FolderTree(tmp_path)
    assert includes.including(tree, "include/hw/bed.h") == ["hw/plant.c"]
    assert includes.including(tree, "include/net/bed.h") == ["net/fish.c"]
