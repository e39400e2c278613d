"""What the schema says of the arguments of two commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_users import at

from codemods.model import Feature
from codemods.users.model import Move
from codemods.users.signature import Correspondence, correspondence

SCHEMA = """
{ 'command': 'pour', 'data': { 'into': 'str', '*slow': 'bool', '*hot': 'bool' } }
{ 'enum': 'Drink', 'data': [ 'tea', 'milk' ] }
{ 'struct': 'TeaBase', 'data': { '*hot': 'bool' } }
{ 'struct': 'Tea', 'base': 'TeaBase', 'data': { '*leaves': 'int' } }
{ 'union': 'Serve', 'base': { 'drink': 'Drink', 'cup-id': 'str' }, 'discriminator': 'drink',
  'data': { 'tea': 'Tea' } }
{ 'command': 'serve', 'data': 'Serve', 'boxed': true }
"""


@pytest.fixture
def table(tmp_path: Path) -> Correspondence:
    where = at(tmp_path, {"qapi/kitchen.json": SCHEMA})
    feature = Feature("qmp-command", "pour", "pour", "qapi/kitchen.json", 2)
    return correspondence(where, Move(feature, "serve", {"into": "cup_id"}))


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (["into", "slow"], "`serve` has no argument 'slow'"),
        (["into", "hot"], "whether `serve` takes 'hot' depends on its other arguments"),
        (["into"], "`serve` needs an argument 'drink'"),
        ([], "`serve` needs an argument 'drink'"),
    ],
)
def test_a_union(table: Correspondence, given: list[str], reason: str) -> None:
    assert table.reason(given) == reason


def test_without_a_replacement_users_are_only_listed(tmp_path: Path) -> None:
    where = at(tmp_path, {"qapi/kitchen.json": SCHEMA})
    feature = Feature("qmp-command", "pour", "pour", "qapi/kitchen.json", 2)
    assert correspondence(where, Move(feature, "")).unknown == "users are only listed"
