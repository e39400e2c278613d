"""The second patch of a removal: what it says, and that each patch stands behind the other."""

from __future__ import annotations

from pathlib import Path

from case_files import files, read

from codemods import kinds
from codemods.removal import plan
from codemods.source.folder import FolderTree

TESTS = Path(__file__).resolve().parents[1]


def _tree(tmp_path: Path, name: str) -> FolderTree:
    case = read(TESTS / "cases" / "remove-feature" / f"{name}.case")
    base = TESTS / "trees" / case.tree
    given = {str(p.relative_to(base)): p.read_bytes() for p in base.rglob("*") if p.is_file()}
    for path, data in files(case, given).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    return FolderTree(tmp_path)


def test_the_second_patch_names_what_nothing_uses_any_more(tmp_path: Path) -> None:
    tree = _tree(tmp_path, "with-what-a-board-used")
    (feature,) = kinds.every()["machine"].find(tree, "driftwood")
    asked = plan.Asked("10.2", ("remove-feature",), with_unused=True)
    first, second = plan.planned(tree, [[feature]], asked)
    assert first.subject == "hw/arm: Remove the 'driftwood' machine"
    assert not first.unused and second.unused
    assert second.subject == "hw/misc: Remove what only the 'driftwood' machine used"
    assert "Nothing uses these any more: tide_rise().\n" in second.body
    assert set(first.files) & set(second.files) == {"hw/Kconfig", "hw/meson.build"}
    assert second.files["hw/misc/salt.c"] is None


def test_the_first_patch_touches_no_file_for_what_it_only_lost_there(tmp_path: Path) -> None:
    tree = _tree(tmp_path, "with-what-a-version-used")
    (feature,) = kinds.every()["machine"].find(tree, "grove-4.0")
    asked = plan.Asked("10.2", ("remove-feature",), no_grace="It is old.", with_unused=True)
    first, second = plan.planned(tree, [[feature]], asked)
    assert set(first.files) == {"docs/about/removed-features.rst", "hw/pine/grove.c"}
    assert set(second.files) == {"hw/pine/floor.c", "include/hw/pine/grove.h"}


def test_there_is_no_second_patch_for_nothing(tmp_path: Path) -> None:
    tree = _tree(tmp_path, "board")
    (feature,) = kinds.every()["machine"].find(tree, "driftwood")
    asked = plan.Asked("10.2", ("remove-feature",), with_unused=True)
    assert len(plan.planned(tree, [[feature]], asked)) == 1
