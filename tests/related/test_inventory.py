"""The inventory of a feature: verdicts, names that mean several things, words that are common."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from example_tree import *  # noqa: F403
from example_tree import run
from related_tree import EXAMPLE, SCHEMA, names, tree, verdicts
from rich.console import Console

from codemods.cli.related import lines, table
from codemods.errors import NotFound, Refused
from codemods.related.inventory import inventory
from codemods.related.model import ASK, FOLLOWS, MARK, SKIP
from codemods.source.folder import FolderTree

FLAGGED = ("command", "event", "value", "member")
MARKED = {
    "MigrationCapability.x-twin", "MigrationParameter.x-twin-interval",
    "MigrationParameters.x-twin-interval", "MigrationStatus.twin", "RunState.twin", "TWIN_EXIT",
    "x-twin-takeover", "twin-do-sync", "query-twin-status", "ObjectType.twin-compare",
}  # fmt: skip
FOLLOWING = {"TwinMode", "TwinExitReason", "TwinStatus", "TwinCompareProperties", "TwinMessage"}
ASKED = {
    "set-replica-role", "query-replica-status", "ReplicaStatus", "ReplicaRole",
    "BlockdevDriver.replica", "BlockdevOptionsReplica", "ObjectType.filter-copy",
    "FilterCopyProperties",
}  # fmt: skip
TYPES = ("struct", "enum", "union", "alternate")


@pytest.fixture(scope="module")
def example() -> FolderTree:
    return FolderTree(EXAMPLE)


def test_the_example(example: FolderTree) -> None:
    found = inventory(example, "x-twin")
    assert names(found, MARK, *FLAGGED) == MARKED
    assert names(found, FOLLOWS, *TYPES) == FOLLOWING
    assert names(found, ASK, *FLAGGED, *TYPES) == ASKED
    assert names(found, MARK, "HMP command") == {"x_twin_takeover", "info twin"}
    assert names(found, FOLLOWS, "document", "maintainers") == {
        "docs/twin.rst", "Twin lock-step", "Twin network compare",
    }  # fmt: skip
    assert found.seeds == ("MigrationCapability.x-twin",)


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("hmp-argument:info.twin", ("HMP command", "info twin")),
        ("hmp-command:x_twin_takeover", ("HMP command", "x_twin_takeover")),
        ("cli-option:object", ("option", "-object")),
    ],
)
def test_what_is_named_stands_there_once(
    example: FolderTree, name: str, row: tuple[str, str]
) -> None:
    found = inventory(example, name)
    named = [r for r in found.rows if "the named feature" in r.evidence]
    assert [(r.kind, r.qualified, r.verdict) for r in named] == [(*row, MARK)]
    assert found.seeds == (row[1],)
    assert sum((r.path, r.line) == (named[0].path, named[0].line) for r in found.rows) == 1


@pytest.mark.parametrize("alike", ["twinax", "twinkle", "CableKind", "LightPattern"])
def test_what_only_looks_alike(example: FolderTree, alike: str) -> None:
    found = inventory(example, "x-twin")
    assert not any(alike in row.qualified or alike in row.evidence for row in found.rows)


@pytest.mark.parametrize(
    "name", ["x-twin", "MigrationCapability.x-twin", "migration-capability:x-twin"]
)
def test_ways_to_name_it(example: FolderTree, name: str) -> None:
    assert names(inventory(example, name), MARK) >= MARKED


def test_a_relative_leads_to_the_same(example: FolderTree) -> None:
    assert names(inventory(example, "ObjectType.filter-copy"), MARK) == {"ObjectType.filter-copy"}
    assert names(inventory(example, "RunState.twin"), MARK) >= {"RunState.twin", "TWIN_EXIT"}
    assert names(inventory(example, "twin-do-sync"), MARK) == {"twin-do-sync"}


def test_every_row_has_a_place_and_evidence(example: FolderTree) -> None:
    for row in inventory(example, "x-twin").rows:
        lines = (EXAMPLE / row.path).read_text().splitlines()
        assert 0 < row.line <= len(lines)
        assert row.evidence
        assert row.verdict in (MARK, ASK, FOLLOWS, SKIP)


def test_flags_that_are_there(example: FolderTree) -> None:
    rows = {row.qualified: row.carries for row in inventory(example, "x-twin").rows}
    assert rows["x-twin-takeover"] == ("unstable",)
    assert rows["twin-do-sync"] == ()


def test_a_name_without_relatives(example: FolderTree) -> None:
    found = inventory(example, "BlockdevDriver.snail")
    assert verdicts(found) == {"BlockdevDriver.snail": MARK}
    assert found.rows[0].carries == ("deprecated",)
    assert found.notes == ()


def test_no_such_name(example: FolderTree) -> None:
    with pytest.raises(NotFound, match="no feature is called 'x-triplet'"):
        inventory(example, "x-triplet")


def test_part_of_a_word_is_no_name(example: FolderTree) -> None:
    with pytest.raises(NotFound):
        inventory(example, "twi")


def _common(where: Path) -> FolderTree:
    files = {f"qapi__{c}_DOT_json": f"{{ 'enum': '{c.upper()}', 'data': [ 'otter' ] }}\n"
             for c in "bcdefgh"}  # fmt: skip
    return tree(where, **files)


def test_a_common_word_is_refused_with_counts(tmp_path: Path) -> None:
    where = _common(tmp_path)
    with pytest.raises(Refused) as caught:
        inventory(where, "otter")
    assert "10 names in 8 of 8 schema files hold it, and all were kept out" in caught.value.message
    assert "7 things are called just so" in caught.value.message
    assert caught.value.message.count("\n") == 7


def test_a_common_word_with_its_owner_gives_one_row(tmp_path: Path) -> None:
    found = inventory(_common(tmp_path), "B.otter")
    assert verdicts(found) == {"B.otter": MARK}
    assert found.notes == (
        '10 names that hold "otter" were kept out: the words name things in 8 of 8 schema files, '
        "too many to stand for one feature",
    )


def test_two_features_of_one_name_are_refused(tmp_path: Path) -> None:
    more = "{ 'enum': 'Animal', 'data': [ 'beaver' ] }\n"
    where = tree(tmp_path, qapi__a_DOT_json=SCHEMA + more)
    with pytest.raises(Refused, match="'beaver' names 2 features"):
        inventory(where, "beaver")


def test_one_of_several_that_hold_the_word_too_is_no_refusal(tmp_path: Path) -> None:
    more = "{ 'enum': 'Animal', 'data': [ 'beaver' ] }\n{ 'command': 'beaver-feed' }\n"
    found = inventory(tree(tmp_path, qapi__a_DOT_json=SCHEMA + more), "beaver")
    assert found.seeds == ()
    assert names(found, MARK) == {"Ability.beaver", "Animal.beaver", "beaver-feed"}


_ASIDE = "{ 'enum': 'Fur', 'data': [ 'mole' ] }\n"


def test_a_plain_name_is_not_what_stands_aside(tmp_path: Path) -> None:
    more = "{ 'command': 'mole-feed' }\n{ 'event': 'MOLE_GONE' }\n"
    where = tree(tmp_path, qapi__b_DOT_json=_ASIDE, qapi__c_DOT_json=more)
    found = inventory(where, "mole")
    assert found.seeds == ()
    assert verdicts(found) == {"mole-feed": MARK, "MOLE_GONE": MARK, "Fur.mole": ASK}
    assert inventory(where, "Fur.mole").seeds == ("Fur.mole",)


def test_a_topic_is_at_home_in_the_file_that_is_called_after_it(tmp_path: Path) -> None:
    files = {"qapi__b_DOT_json": "{ 'command': 'feed-mole' }\n{ 'command': 'see-mole' }\n",
             "qapi__mole_DOT_json": "{ 'command': 'call-moles' }\n"}  # fmt: skip
    found = verdicts(inventory(tree(tmp_path, **files), "mole"))
    assert found == {"call-moles": MARK, "feed-mole": ASK, "see-mole": ASK}


def test_a_value_of_the_features_own_type_is_not_what_is_named(tmp_path: Path) -> None:
    more = (
        "{ 'enum': 'OtterKind', 'data': [ 'otter' ] }\n"
        "{ 'event': 'X', 'data': { 'o': 'OtterKind' } }\n"
    )
    where = tree(tmp_path, qapi__a_DOT_json=SCHEMA + more)
    assert inventory(where, "otter").seeds == ()


def test_a_type_that_others_use_too_is_for_a_person(tmp_path: Path) -> None:
    more = "{ 'event': 'FOX', 'data': { 'why': 'OtterReason' } }\n"
    found = verdicts(inventory(tree(tmp_path, qapi__a_DOT_json=SCHEMA + more), "x-otter"))
    assert found["OtterReason"] not in (MARK, FOLLOWS)


def test_types_that_use_each_other_follow(tmp_path: Path) -> None:
    more = (
        "{ 'command': 'query-otter', 'returns': 'Den' }\n"
        "{ 'struct': 'Den', 'data': { '*next': 'Den', 'size': 'Size' } }\n"
        "{ 'struct': 'Size', 'data': { 'den': 'Den' } }\n"
        "{ 'struct': 'Loop', 'data': { '*next': 'Loop' } }\n"
    )
    found = verdicts(inventory(tree(tmp_path, qapi__a_DOT_json=SCHEMA + more), "x-otter"))
    assert (found["Den"], found["Size"]) == (FOLLOWS, FOLLOWS)
    assert "Loop" not in found


def test_a_schema_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    where = tree(tmp_path, qapi__a_DOT_json="{ 'enum': \"Ability\" }\n")
    with pytest.raises(Refused, match="single quotes"):
        inventory(where, "x-otter")


def test_plain_columns_in_a_pipe(folder: Path) -> None:
    done = run(folder, "x-twin", "--related")
    assert done.status == 0, done.err
    first, *rows = done.names
    assert first.split() == ["verdict", "kind", "name", "where", "carries", "evidence"]
    assert "\x1b" not in done.out
    assert {row.split()[0] for row in rows} <= {MARK, ASK, FOLLOWS, SKIP}
    assert done.err == "x-twin: 12 mark, 11 ask, 11 follows, 0 skip\n"


@pytest.mark.parametrize("width", [80, 120, 200])
def test_a_terminal_breaks_no_name_and_no_path(example: FolderTree, width: int) -> None:
    rows = inventory(example, "x-twin").rows
    out = StringIO()
    Console(width=width, file=out).print(table(rows, width))
    shown = out.getvalue()
    assert max(map(len, shown.splitlines())) <= width
    for row in rows:
        assert row.qualified in shown
        assert f"{row.path}:{row.line}" in shown
    words = shown.split()
    assert all(word in words for row in rows for word in row.evidence.split())


def test_a_pipe_gets_all_of_the_evidence(example: FolderTree) -> None:
    rows = inventory(example, "x-twin").rows
    assert all(line.endswith(r.evidence) for line, r in zip(lines(rows)[1:], rows, strict=True))


def test_json(folder: Path) -> None:
    done = run(folder, "x-twin", "--related", "--json")
    (found,) = json.loads(done.out)
    assert found["totals"] == {"mark": 12, "ask": 11, "follows": 11, "skip": 0}
    assert set(found["rows"][0]) == {
        "kind", "qualified", "path", "line", "carries", "verdict", "evidence",
    }  # fmt: skip


def test_related_writes_nothing(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    assert run(folder, "x-twin", "--related", "-o", "out").status == 0
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("name", ["x-triplet", "none", ""])
def test_related_refusals(folder: Path, name: str) -> None:
    done = run(folder, name, "--related")
    assert done.status in (1, 2)
    assert done.out == ""
    assert done.err.startswith("deprecate-feature: ")
