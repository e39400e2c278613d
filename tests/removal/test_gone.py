"""What is read of a feature that is gone: its value stands there instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods.removal import gone
from codemods.removal.state import Removal
from codemods.source.folder import FolderTree

TEXT = "asks(hard)"


@pytest.mark.parametrize("before", ["", '"odd"\n', "\x01\n"])
def test_a_read_beside_what_is_broken(tmp_path: Path, before: str) -> None:
    (tmp_path / "a.c").write_text(f"{before}int knock(void)\n{{\n    return {TEXT};\n}}\n")
    state = Removal(FolderTree(tmp_path))
    gone.read(state, "a.c", TEXT, b"0")
    assert state.read("a.c").endswith(b"    return 0;\n}\n")


@pytest.mark.parametrize(
    ("given", "name", "left"),
    [
        ("lark, wren, robin", "lark", "wren, robin"),
        ("lark, wren, robin", "wren", "lark, robin"),
        ("lark, wren, robin", "robin", "lark, wren"),
        # No comma may stay behind the one before.
        ("\n    lark,\n    robin\n", "robin", "\n    lark\n"),
    ],
)
def test_one_of_the_variable_arguments_of_a_macro(
    tmp_path: Path, given: str, name: str, left: str
) -> None:
    (tmp_path / "include").mkdir()
    (tmp_path / "include/birds.h").write_text(
        "#define BIRDS(tree, ...) void *tree[] = { __VA_ARGS__ }\n"
    )
    begin = '#include "birds.h"\n\nBIRDS(oak, '
    (tmp_path / "a.c").write_text(f"{begin}{given});\n")
    state = Removal(FolderTree(tmp_path))
    gone.remove(state, name)
    assert state.read("a.c").decode() == f"{begin}{left});\n"
