"""Reading QMP objects out of texts."""

from __future__ import annotations

import pytest

from codemods.formats import qmp, shell
from codemods.formats.c import strings as c_strings

READ = [
    '{ "execute": "fill" }',
    "{'execute':'fill'}",
    '{"id": 1, "execute": "fill", "arguments": {"a": [1, {"b": true}], "c": "x}y"}}',
    "{ 'execute': 'fill', 'arguments': { 'a': %s, 'b': %d } }",
    "{ 'execute': 'fill', 'arguments': { 'a': $tank, 'b': \x1a, 'c': '\\'' }, }",
    "{ 'execute': 'fill',\n  'arguments': {} }",
]
NOT_READ = [
    '{ "execute": "fill", "arguments": { ... } }',
    '{ "execute": "fill" "arguments": {} }',
    '{ "execute": "fill", "arguments": { "a": } }',
    '{ "execute": "fill", "arguments": { "a": "b',
    '{ "execute": "fill"',
    "execute: 'fill' }",
    '{ execute: "fill" }',
    '[ "execute", "fill" ]',
]


@pytest.mark.parametrize("text", READ)
def test_reads(text: str) -> None:
    data = qmp.plain(b"before { " + text.encode() + b" after")
    (at,) = qmp.named(data, "fill")
    found = qmp.holder(data, at)
    assert found is not None
    value, member = found
    assert data.data[value.start : value.end].decode() == text
    assert member.name == "execute"
    arguments = value.member("arguments")
    for inner in arguments.value.members if arguments else ():
        assert data.data[inner.start : inner.end].decode() == inner.name


@pytest.mark.parametrize("text", NOT_READ)
def test_does_not_guess(text: str) -> None:
    data = qmp.plain(text.encode())
    (at,) = qmp.named(data, "fill")
    assert qmp.holder(data, at) is None


@pytest.mark.parametrize("text", ["x-fill", "fill-up", "refill", "fill_2", "fills"])
def test_longer_names_are_other_names(text: str) -> None:
    assert list(qmp.named(qmp.plain(text.encode()), "fill")) == []


def test_a_key_is_found_with_its_object() -> None:
    data = qmp.plain(b"{'a': {'fill': 1}}")
    found = qmp.holder(data, data.data.index(b"fill"))
    assert found is not None
    assert found[1].name == "fill"
    assert found[0].start == 6


def test_c_strings_know_where_they_stand() -> None:
    source = b'f(a, "x \\"tank\\" " /* no */\n     PRIu64 "\\ty");\n'
    source += b'#define M(n) g("q" #n, \\\n  "r" "s")\n'
    texts = [s.text for s in c_strings.strings(source)]
    assert [t.data for t in texts] == [b'x "tank" \x1a\ty', b"q", b"rs"]
    edit = texts[0].edit("p", 3, 7, b"new")
    assert edit is not None
    assert source[edit.start : edit.end] == b"tank"
    assert texts[2].edit("p", 0, 2, b"new") is None, "two pieces"
    assert [s.call for s in c_strings.strings(source)] == ["f", "", ""]


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (b"a 'b c' \"d'e\" f\\ g", [b"a", b"b c", b"d'e", b"f g"]),
        (b'x "{\\"k\\": \'$v${w}\'}"', [b"x", b"{\"k\": '\x1a\x1a'}"]),
        (b"x 'a'\"$y\"'b' # c 'd\n", [b"x", b"a\x1ab"]),
        (b"x \\\n  y\n", [b"x", b"y"]),
    ],
)
def test_shell_words(script: bytes, words: list[bytes]) -> None:
    (command,) = shell.commands(script)
    assert [command.text.data[a:b] for a, b in command.words] == words


def test_shell_reads_what_is_inside_expansions_and_here_documents() -> None:
    source = b"r=$(send '{x}' | cat)\ncat <<EOF | run 1\none\nEOF\nlast 'open\n"
    found = [c.text.data for c in shell.commands(source)]
    assert found == [b"send {x} ", b"cat ", b"r=\x1a ", b"cat ", b"run 1 ", b"one\n", b"last "]


def test_shell_stops_at_a_quote_without_partner() -> None:
    assert [c.text.data for c in shell.commands(b"a 'b\nc d\n")] == [b"a "]
