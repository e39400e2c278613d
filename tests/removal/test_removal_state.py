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


BLOCK = "a\n#ifdef X\nb\n#else\nc\n#endif\nd\n#if Y\ne\n#endif\n"


@pytest.mark.parametrize(
    ("gone", "whole"),
    [
        ("b\n", True), ("#ifdef X\nb\n#else\nc\n#endif\n", True), ("a\n#ifdef X\nb\n", False),
        ("c\n#endif\nd\n", False), ("b\n#else\nc\n", False), ("#endif\nd\n#if Y\n", False),
        ("#else\nc\n", False),
    ],
)  # fmt: skip
def test_no_block_of_the_preprocessor_is_parted(tmp_path: Path, gone: str, whole: bool) -> None:
    for name in ("block.c", "block.txt"):
        (tmp_path / name).write_text(BLOCK)
        state = Removal(FolderTree(tmp_path))
        start = BLOCK.index(gone)
        edit = Edit(name, start, start + len(gone), b"")
        if whole or name.endswith(".txt"):
            assert state.step([edit])
            continue
        with pytest.raises(Refused, match="leaves the rest of the block") as caught:
            state.step([edit])
        assert (caught.value.path, caught.value.line) == (name, BLOCK[:start].count("\n") + 1)


def test_the_lines_of_a_block_may_go_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "block.c").write_text(BLOCK)
    state = Removal(FolderTree(tmp_path))
    lines = ("#ifdef X\n", "#else\nc\n#endif\n")
    places = [(BLOCK.index(line), len(line)) for line in lines]
    assert state.step([Edit("block.c", at, at + size, b"") for at, size in places])
    assert state.read("block.c") == b"a\nb\nd\n#if Y\ne\n#endif\n"
