"""`--status` prints the marks of a feature: what is there, since when, what is missing."""

from __future__ import annotations

import json

import pytest
from example_tree import *  # noqa: F403
from example_tree import run

COLUMNS = ["mark", "state"]


def rows(text: str) -> dict[str, str]:
    """Return the state of each mark of a table."""
    lines = [line.split() for line in text.splitlines()]
    assert lines[0][:2] == COLUMNS
    return {line[0]: line[1] for line in lines[1:]}


@pytest.mark.parametrize(
    ("name", "states", "said"),
    [
        ("block-push", {"flag": "there", "warning": "there", "entry": "there"},
         "deprecated since 10.0, 3 marks"),
        ("x-twin", {"flag": "missing", "warning": "missing", "entry": "missing"},
         "not deprecated"),
    ],
)  # fmt: skip
def test_states(folder, name, states, said):
    done = run(folder, name, "--status")
    assert done.status == 0
    assert rows(done.out) == states
    assert done.err.endswith(f"{name}: {said}\n") or f".{name}: {said}\n" in done.err


def test_a_place_that_cannot_be_edited_is_impossible(folder):
    path = folder / "migration/options.c"
    path.write_text(path.read_text().replace("migrate_caps_check(", "caps_check("))
    done = run(folder, "x-twin", "--status")
    assert rows(done.out)["warning"] == "impossible"
    assert "migrate_caps_check" in done.out


def test_json(folder):
    (told,) = json.loads(run(folder, "block-push", "--status", "--json").out)
    assert (told["kind"], told["feature"]) == (
        "migration-capability", "MigrationCapability.block-push",
    )  # fmt: skip
    entry = told["marks"][-1]
    assert (entry["mark"], entry["state"], entry["since"]) == ("entry", "there", "10.0")
    assert entry["path"] == "docs/about/deprecated.rst"
    assert entry["line"] > 1


def test_nothing_is_written(folder):
    before = sorted(folder.rglob("*"))
    run(folder, "x-twin", "--status")
    assert sorted(folder.rglob("*")) == before
