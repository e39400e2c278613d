"""What a kind has people know of a patch that deprecates a feature of it."""

from __future__ import annotations

from pathlib import Path

from codemods import kinds
from codemods.kinds import qapi_member
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay
from codemods.source.tree import Tree

MACHINES = FolderTree(Path(__file__).resolve().parents[1] / "trees" / "machines")


def _notes(*named: str, tree: Tree = MACHINES) -> list[str]:
    kind = kinds.every()["target"]
    (feature,) = kind.find(tree, "pine")
    return list(kind.notes(tree, feature, named))


GROVES = ("grove-4.0", "grove-4.1", "grove-4.2")


def test_a_target_names_its_machines_that_are_not_marked() -> None:
    (note,) = _notes(*GROVES)
    assert note.startswith("the pine target's machine is not marked: pine/acorn;")
    (note,) = _notes()
    assert all(f"pine/{name}" in note for name in ("acorn", *GROVES))


def test_a_machine_that_is_deprecated_as_well_needs_no_note() -> None:
    assert _notes("acorn", *GROVES) == []


def test_machines_that_a_wider_build_of_the_folder_has_too_need_no_note() -> None:
    wider = b"TARGET_ARCH=pine64\nTARGET_BASE_ARCH=pine\n"
    assert _notes(tree=Overlay(MACHINES, {"configs/targets/pine64-softmmu.mak": wider})) == []


def test_a_family_is_what_all_names_of_more_than_a_few_objects_begin_with() -> None:
    names = ["bird-song-dawn", "bird-song-dusk", "bird-song-noon", "bird-call"]
    assert qapi_member._family(names) == "bird-"
    assert qapi_member._family([*names, "bell"]) == ""
    assert qapi_member._family(names[:3]) == ""
