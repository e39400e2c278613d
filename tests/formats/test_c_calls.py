"""Calls by name, with their arguments."""

from __future__ import annotations

from codemods.formats.c import calls as c_calls
from codemods.formats.c import functions as c_functions

SOURCE = b"""
#define WRAPPED(x) pour(x)

static void first(Jug *jug)
{
    /* pour(nothing) is no call */
    puts("pour(text)");
    pour(jug, /* how much */ "half full", stir(jug, 1));
    spill(jug);
}

static void second(Jug *jug)
{
    pour(jug->lid, "a" "b");
    jug->pour(jug);
}
"""


def found(name: str, function: str = "") -> list[c_calls.Call]:
    node = None
    if function:
        node = next(c_functions.functions("jug.c", SOURCE, function)).node
    return list(c_calls.calls(SOURCE, node, name))


def test_calls_are_told_from_text_comments_macros_and_members() -> None:
    assert [c.arguments for c in found("pour")] == [
        ("jug", '"half full"', "stir(jug, 1)"),
        ("jug->lid", '"a" "b"'),
    ]


def test_the_span_is_that_of_the_call() -> None:
    span = found("stir")[0].span
    assert SOURCE[span.start : span.end] == b"stir(jug, 1)"


def test_only_the_calls_of_a_node() -> None:
    assert [c.argument(0) for c in found("pour", "second")] == ["jug->lid"]


def test_the_whole_name_counts_and_calls_come_in_order() -> None:
    assert found("spil") == []
    assert [c.name for c in found("spill?|pour|stir", "first")] == ["pour", "stir", "spill"]


def test_an_argument_that_is_not_there_is_empty() -> None:
    assert found("spill")[0].argument(1) == ""


def test_only_one_plain_string_and_only_a_plain_name_are_read() -> None:
    half, both = (c.argument(1) for c in found("pour"))
    assert (c_calls.string(half), c_calls.string(both)) == ("half full", "")
    assert (c_calls.name("jug"), c_calls.name("jug->lid"), c_calls.name("NULL1 + 2")) == (
        "jug", "", "",
    )  # fmt: skip
