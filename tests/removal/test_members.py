"""A member of a structure whose value is known goes wherever the structure declares it."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods.removal.dead import members
from codemods.removal.state import Removal
from codemods.source.folder import FolderTree

TWICE = """struct Bed {
    int rows;
    int rows;
    bool wet;
};

int dig(Bed *bed)
{
    return bed->rows;
}
"""
BRANCHES = TWICE.replace(
    "    int rows;\n    int rows;\n",
    "#ifdef DEEP\n    int rows;\n    int deep;\n#else\n    int rows;\n    int wide;\n#endif\n",
)


@pytest.mark.parametrize("text", [TWICE, BRANCHES], ids=["twice", "branches"])
def test_a_member_that_stands_twice_takes_nothing_along(tmp_path: Path, text: str) -> None:
    (tmp_path / "bed.c").write_text(text)
    state = Removal(FolderTree(tmp_path))
    members.constant(state, "bed.c", "Bed", "rows", b"3")
    left = text.replace("    int rows;\n", "").replace("bed->rows", "3")
    assert state.read("bed.c").decode() == left
