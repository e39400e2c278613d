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
