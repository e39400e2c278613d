"""The query c/pointer-parameter."""

from __future__ import annotations

from codemods.syntax import parse as syntax

SOURCE = b"""
static void realize(DeviceState *dev, Error **errp)
{
}

int plain(int count, const char *name, void (*done)(Thing *thing), Thing *)
{
}
"""


def found() -> list[tuple[str, str]]:
    root = syntax.parse("c", SOURCE).root_node
    rows = syntax.matches("c/pointer-parameter", root)
    return sorted((m["type"][0].text.decode(), m["name"][0].text.decode()) for m in rows)


def test_parameters_that_point():
    assert ("DeviceState", "dev") in found()
    assert ("char", "name") in found()


def test_values_and_pointers_to_pointers_and_the_nameless_are_left_out():
    names = [name for _, name in found()]
    assert "errp" not in names
    assert "count" not in names
    assert "done" not in names
    assert len(names) == 3  # the parameter of `done` is one, too
