"""The subject line of a patch that removes."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods.model import Entry
from codemods.removal import plan
from codemods.removal.state import Removal
from codemods.source.folder import FolderTree

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "tree"
LONG = "x" * 40


@pytest.mark.parametrize(
    ("names", "subject"),
    [
        (["one"], "migration: Remove one"),
        (["one", "two"], "migration: Remove one and two"),
        ([f"a-{LONG}", f"b-{LONG}"], f"migration: Remove a-{LONG} and 1 more"),
        ([f"{c}-{LONG}" for c in "abc"], f"migration: Remove a-{LONG} and 2 more"),
    ],
)
def test_what_has_no_room_is_counted(names: list[str], subject: str) -> None:
    tree = FolderTree(EXAMPLE)
    state = Removal(tree)
    state.drop("migration/options.c")
    asked = plan.Asked(plan.release(tree, None), ("remove-feature",), no_grace="Why not.")
    listed = [Entry((), f"``{name}``") for name in names]
    assert plan._made(state, (), listed, {}, asked, "").subject == subject
