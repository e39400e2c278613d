"""Users in the comments of the schema."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_users import LIST, MOVE, after, at, uses

from codemods.model import Feature
from codemods.users.areas import qapi_comments
from codemods.users.model import Move

PATH = "qapi/more.json"


def run(folder: Path, text: str, move: Move = MOVE, code: str = "") -> tuple[str, list[str]]:
    code = code or "{ 'event': 'TANK_FULL' }"
    lines = "".join(f"# {line}".rstrip() + "\n" for line in ["@TANK_FULL:", "", *text.split("\n")])
    where = at(folder, {PATH: f"##\n{lines}##\n{code}\n"})
    found = uses(qapi_comments, where, move)
    if move.replacement == MOVE.replacement:
        assert {u.path for u in found} <= {PATH}, "its own comment and the replacement's stay"
    found = [u for u in found if u.path == PATH]
    result = after(where, PATH, found)
    return "\n".join(line[2:] for line in result.split("\n")[3:-3]), [u.by_hand for u in found]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('.. qmp::\n\n  -> { "execute": "tank-fill",\n       "arguments": { "tank": "a" } }',
         '.. qmp::\n\n  -> { "execute": "ponds-fill",\n       "arguments": { "zz": "a" } }'),
        ("Sent after @tank-fill is done.", "Sent after @ponds-fill is done."),
        ("@tank: one, see\n    `tank-fill`", "@tank: one, see\n    `ponds-fill`"),
        ("Sent by the tank-fill command.", "Sent by the ponds-fill command."),
        ("Unlike all.  Use `tank-fill`.", "Unlike all.  Use `ponds-fill`."),
        ("Text about\n@tank-fill.  More.", "Text about\n@ponds-fill.  More."),
    ],
)  # fmt: skip
def test_moves(tmp_path: Path, old: str, new: str) -> None:
    assert run(tmp_path, old) == (new, [""])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('-> { "execute": "tank-fill", "arguments": { "tank": "a", "quick": true } }', "quick"),
        ('-> { "execute": "tank-fill", "arguments": { ... } }', "read for certain"),
        ("Sent by @tank-fill or\n@ponds-fill.", "the same paragraph"),
        ("Sent by the legacy @tank-fill only.", "from others"),
        ("Sent (since 1.0 by `tank-fill`).", "from others"),
        ("It is deprecated, `tank-fill` was never one.", "from others"),
        (f"{'x' * 57} @tank-fill", "longer than 70"),
        ('{ "type": "tank-fill", "data": { "tank": "a" } }', "transaction action"),
    ],
)
def test_leaves_to_a_person(tmp_path: Path, text: str, reason: str) -> None:
    result, reasons = run(tmp_path, text)
    assert result == text
    assert len(reasons) == 1
    assert reason in reasons[0]


@pytest.mark.parametrize(
    "text",
    [
        "Sent after @x-tank-fill.",
        '<- { "event": "TANK_FULL", "data": { "id": "tank-fill" } }',
        '-> { "execute": "tank-fill-2" }',
        "@tank-fill: a member of that name",
    ],
)
def test_no_user(tmp_path: Path, text: str) -> None:
    assert run(tmp_path, text) == (text, [])


def test_a_word_that_is_a_value_too(tmp_path: Path) -> None:
    (tmp_path / "qapi").mkdir()
    (tmp_path / "qapi/kind.json").write_text("{ 'enum': 'K', 'data': [ 'tank-fill' ] }\n")
    assert "not certain" in run(tmp_path, "Sent by tank-fill here.")[1][0]


@pytest.mark.parametrize("text", ["The %s command.", "All %s\ncommands.", "See @%s."])
def test_what_tells_the_command_from_a_value(tmp_path: Path, text: str) -> None:
    (tmp_path / "qapi").mkdir()
    (tmp_path / "qapi/kind.json").write_text("{ 'enum': 'K', 'data': [ 'tank-fill' ] }\n")
    assert run(tmp_path, text % "tank-fill") == (text % "ponds-fill", [""])


def test_a_member_of_that_name_is_another_thing(tmp_path: Path) -> None:
    code = "{ 'enum': 'TANK_FULL', 'data': [ 'tank-fill' ] }"
    assert run(tmp_path, "See `tank-fill`.", code=code)[1] == []


def test_code_is_no_user(tmp_path: Path) -> None:
    where = at(tmp_path, {PATH: "{ 'enum': 'K', 'data': [ 'tank-fill' ] }\n"})
    assert uses(qapi_comments, where) == []


def test_the_guest_agent_has_commands_of_its_own(tmp_path: Path) -> None:
    where = at(tmp_path, {"qga/qapi-schema.json": "# { 'execute': 'tank-fill' }\n"})
    assert uses(qapi_comments, where) == []


def test_a_replacement_that_is_no_command(tmp_path: Path) -> None:
    move = Move(MOVE.feature, "no-such")
    assert "no command" in run(tmp_path, "See @tank-fill.", move)[1][0]


def test_other_kinds_are_only_named(tmp_path: Path) -> None:
    move = Move(Feature("migration-capability", "pond", "C.pond", "x", 1), "lake")
    text = "See @pond.  A pond is no user."
    assert run(tmp_path, text, move) == (text, ["what the text says of it has to be looked at"])


def test_lists(tmp_path: Path) -> None:
    assert run(tmp_path, "See @tank-fill.", LIST)[1] == [""]


def test_a_text_stays_where_no_call_can_be_moved(tmp_path: Path) -> None:
    reasons = run(tmp_path, "Sent after @tank-fill.", Move(MOVE.feature, MOVE.replacement))[1]
    assert [r.startswith("the commands are not alike: ") for r in reasons] == [True]


def test_a_comment_means_no_command_of_the_monitor(tmp_path: Path) -> None:
    monitor = Feature("hmp-command", "tank-fill", "tank-fill", "hmp-commands.hx", 1, ("tank-fill",))
    assert run(tmp_path, "Sent after @tank-fill.", Move(monitor))[1] == []
    other = Feature("hmp-command", "tank_look", "tank_look", "hmp-commands.hx", 1, ("tank_look",))
    assert run(tmp_path, "Sent after @tank_look.", Move(other))[1] == [""]
