"""What else the flag of a parameter's member deprecates."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods.model import Feature, Request
from codemods.plan import shared_members
from codemods.plan.asked import Job
from codemods.source.folder import FolderTree

SCHEMA = """\
{ 'enum': 'NetClientDriver', 'data': [ 'reed', 'reed-wide', 'rush' ] }
{ 'struct': 'NetdevReedCommon', 'data': { '*depth': 'int', '*tag': 'str' } }
{ 'struct': 'NetdevReedOptions', 'base': 'NetdevReedCommon', 'data': { '*bend': 'int' } }
{ 'struct': 'NetdevRushOptions', 'data': { '*depth': 'int' } }
{ 'union': 'Netdev',
  'base': { 'id': 'str', 'type': 'NetClientDriver' },
  'discriminator': 'type',
  'data': { 'reed': 'NetdevReedOptions', 'reed-wide': 'NetdevReedOptions',
            'rush': 'NetdevRushOptions' } }
"""


@pytest.fixture
def tree(tmp_path: Path) -> FolderTree:
    (tmp_path / "qapi").mkdir()
    (tmp_path / "qapi" / "net.json").write_text(SCHEMA)
    return FolderTree(tmp_path)


def said(tree: FolderTree, kind: str, qualified: str) -> list[str]:
    name = qualified.rpartition(".")[2]
    feature = Feature(kind, name, qualified, "qapi/net.json", 2, (name,))
    return list(shared_members.notes(tree, [Job(feature, Request("11.0", None))]))


@pytest.mark.parametrize(
    ("qualified", "holder"),
    [("netdev.reed.depth", "NetdevReedCommon"), ("netdev.reed.bend", "NetdevReedOptions")],
)
def test_others_that_have_the_member_are_named(
    tree: FolderTree, qualified: str, holder: str
) -> None:
    name = qualified.rpartition(".")[2]
    assert said(tree, "cli-suboption", qualified) == [
        f"The flag of {holder}.{name} deprecates it for -netdev reed-wide, too, "
        "which the entry does not name."
    ]


def test_a_member_of_one_value_alone_is_not_shared(tree: FolderTree) -> None:
    assert said(tree, "cli-suboption", "netdev.rush.depth") == []


def test_other_kinds_are_no_parameters(tree: FolderTree) -> None:
    assert said(tree, "qapi-member", "NetdevReedCommon.depth") == []
