"""The query c/call."""

from __future__ import annotations

from codemods.syntax import parse as syntax

SOURCE = b"""
int f(Thing *t)
{
    plain(t);
    t->method(t);
    (*pointer)(t);
    return inner(outer(t), 1);
}
"""


def found() -> list[tuple[str, str]]:
    root = syntax.parse("c", SOURCE).root_node
    pairs = ((m["name"][0].text, m["arguments"][0].text) for m in syntax.matches("c/call", root))
    return sorted((name.decode(), arguments.decode()) for name, arguments in pairs)


def test_calls_by_name_also_inside_others():
    assert ("plain", "(t)") in found()
    assert ("outer", "(t)") in found()
    assert ("inner", "(outer(t), 1)") in found()


def test_calls_through_a_pointer_are_not_by_name():
    assert len(found()) == 3
