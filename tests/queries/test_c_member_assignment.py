"""The query c/member-assignment."""

from __future__ import annotations

from codemods.syntax import parse as syntax

SOURCE = b"""
void f(Thing *t)
{
    t->colour = RED;
    CAST(t)->size = 3;
    t->count += 1;
    t.colour = RED;
    colour = t->colour;
    t->list[0] = 1;
    if (t->ready) {
        t->late = t->ready;
    }
}
"""


def found() -> list[tuple[str, str, str]]:
    root = syntax.parse("c", SOURCE).root_node
    names = ("object", "member", "value")
    rows = syntax.matches("c/member-assignment", root)
    return sorted(tuple(m[n][0].text.decode() for n in names) for m in rows)


def test_plain_assignments_through_an_arrow():
    assert found() == [
        ("CAST(t)", "size", "3"),
        ("t", "colour", "RED"),
        ("t", "late", "t->ready"),
    ]
