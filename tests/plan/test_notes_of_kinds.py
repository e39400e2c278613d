"""What a kind has people know of a patch that deprecates a feature of it."""

from __future__ import annotations

from pathlib import Path

from codemods import kinds
from codemods.source.folder import FolderTree

MACHINES = FolderTree(Path(__file__).resolve().parents[1] / "trees" / "machines")


def _notes(*named: str) -> list[str]:
    kind = kinds.every()["target"]
    (feature,) = kind.find(MACHINES, "pine")
    return list(kind.notes(MACHINES, feature, named))


GROVES = ("grove-4.0", "grove-4.1", "grove-4.2")


def test_a_target_names_its_machines_that_are_not_marked() -> None:
    (note,) = _notes(*GROVES)
    assert note.startswith("the pine target's machine is not marked: pine/acorn;")
    (note,) = _notes()
    assert all(f"pine/{name}" in note for name in ("acorn", *GROVES))


def test_a_machine_that_is_deprecated_as_well_needs_no_note() -> None:
    assert _notes("acorn", *GROVES) == []
