"""A schema file is read piece by piece, and gives what it gives as a whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codemods.errors import Refused
from codemods.formats.qapi import cuts as qapi_cuts
from codemods.formats.qapi import schema
from codemods.formats.qapi import schema as qapi_schema
from codemods.formats.qapi.schema import Definition, read

LAMP = b"""##
# @Lamp:
#
# A lamp.
#
# @bright: full light
#
# @dim: less
#     of it
#
# Since: 1.0
##
{ 'enum': 'Lamp',
  'data': [ 'bright', { 'name': 'dim', 'features': [ 'unstable' ] } ] }

"""
SWITCH = b"""##
# @switch-lamp:
#
# Switch it.
#
# @lamp: which one
##
{ 'command': 'switch-lamp', 'data': { '*lamp': 'Lamp', 'how': [ 'str' ] } }
"""
PARTS = [
    LAMP, SWITCH, b"# vim: x\n", b"##\n# = Lamps\n##\n", b"{ 'include': 'a.json' }\n\n",
    b"{ 'struct': 'Bare', 'data': {} }\n", b"##\n# @Lost:\n##\n", b"##\n", b"\n",
    b"{ 'a': \"b\" }\n",
    b"{ 'enum': 'Lamp',\n", b"'text'\n", SWITCH.replace(b"\n", b"\r\n"),
]  # fmt: skip


def as_a_whole(source: bytes, path: str = "a.json") -> tuple[Definition, ...] | str:
    try:
        return schema._definitions(path, source)
    except Refused as err:
        return str(err)


@given(st.lists(st.sampled_from(PARTS), max_size=7).map(b"".join))
def test_pieces_give_what_the_whole_gives(source: bytes) -> None:
    try:
        found: object = read("a.json", source).definitions
    except Refused as err:
        found = str(err)
    assert found == as_a_whole(source)


def test_a_piece_that_ends_in_an_open_comment_is_none() -> None:
    source = b"##\n{ 'include': 'a.json' }\n\n##\n" + LAMP
    assert read("a.json", source).definitions == as_a_whole(source)
    assert read("a.json", source).definitions[0].doc is None


def test_a_change_is_read_in_its_piece_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    source = b"".join(LAMP.replace(b"Lamp", b"Lamp%d" % n) for n in range(50))
    read("b.json", source)
    parsed: list[bytes] = []
    once = schema.once
    monkeypatch.setattr(schema, "once", lambda lang, text: parsed.append(text) or once(lang, text))
    changed = source.replace(b"'Lamp30',\n", b"'Lamp30', # the best\n")
    assert read("b.json", changed).definitions == as_a_whole(changed, "b.json")
    assert [b"Lamp30" in text and len(text) < 400 for text in parsed[:-1]] == [True]
    assert parsed[-1] == changed  # as the comparison reads it


def test_a_branch_may_be_called_as_a_word_of_the_language() -> None:
    source = b"{ 'union': 'A', 'base': 'B', 'data': { 'enum': 'C', 'struct': [ 'D' ] } }\n"
    found = qapi_schema.read("qapi/a.json", source).definitions[0]
    assert {"B", "C", "D"} <= qapi_cuts.references(found)
    assert "A" not in qapi_cuts.references(found)
