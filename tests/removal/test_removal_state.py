"""What a removal may do to a tree: its edits, and how many there may be."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods.errors import Refused
from codemods.removal.state import Removal
from codemods.source.folder import FolderTree
from codemods.source.splice import Edit


def _removal(folder: Path, lines: int) -> Removal:
    (folder / "rows.c").write_text("row\n" * lines)
    return Removal(FolderTree(folder))


def _edits(lines: int) -> list[Edit]:
    return [Edit("rows.c", 4 * n, 4 * n + 4, b"") for n in range(0, lines, 2)]


def test_edits_are_applied_and_told(tmp_path: Path) -> None:
    state = _removal(tmp_path, 4)
    assert state.step(_edits(4))
    assert state.read("rows.c") == b"row\nrow\n"
    assert [cut.gone for cut in state.take()] == [b"row\n", b"row\n"]
    assert state.take() == []


def test_what_no_feature_has_so_often_is_refused(tmp_path: Path) -> None:
    state = _removal(tmp_path, 5000)
    with pytest.raises(Refused, match="places would change"):
        state.step(_edits(5000))
    assert state.read("rows.c") == b"row\n" * 5000


def test_a_place_to_look_at_is_noted_once(tmp_path: Path) -> None:
    state = _removal(tmp_path, 1)
    state.leave("rows.c", 1, "look")
    state.leave("rows.c", 1, "look")
    assert len(state.left) == 1
