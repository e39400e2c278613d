"""Conditions whose parts are known."""

from __future__ import annotations

import pytest

from codemods.errors import Refused
from codemods.formats.c import folding
from codemods.source.splice import splice
from codemods.syntax.parse import parse


def folded(condition: str, value: bytes) -> str:
    """Fold `known` in `if (condition)`."""
    source = f"void f(void)\n{{\n    if ({condition}) {{\n        g();\n    }}\n}}\n".encode()
    at = source.index(b"known")
    node = parse("c", source).root_node.descendant_for_byte_range(at, at + 5)
    assert node is not None
    edit = folding.fold("a.c", source, node, value, lambda name: True)
    return splice(source, [edit]).decode()


@pytest.mark.parametrize(
    ("condition", "value", "left"),
    [
        ("!one == !known", b"NULL", "if (!one) {"),
        ("!known == !one", b"NULL", "if (!one) {"),
        ("!one != !known", b"true", "if (!one) {"),
        ("one && !known", b"false", "if (one) {"),
        ("one && known == g(two)", b"false", "if (one && !g(two)) {"),
    ],
)
def test_what_is_left(condition: str, value: bytes, left: str) -> None:
    assert left in folded(condition, value)


@pytest.mark.parametrize(
    ("condition", "value"), [("!one != !known", b"NULL"), ("!one == !known", b"true")]
)
def test_the_opposite_is_refused(condition: str, value: bytes) -> None:
    with pytest.raises(Refused):
        folded(condition, value)


def in_function(body: str, value: bytes) -> str:
    """Fold the first `known` of a function with this body."""
    source = f"void f(void)\n{{\n    int i, n;\n\n    {body}\n}}\n".encode()
    at = source.index(b"known")
    node = parse("c", source).root_node.descendant_for_byte_range(at, at + len("known"))
    assert node is not None
    edit = folding.fold("f.c", source, node, value, lambda name: False)
    return (source[: edit.start] + edit.text + source[edit.end :]).decode()


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("for (i = 0; known && i < 3; i++) { g(i); }", ""),
        ("for (i = 0, n = 1; known; i++) { g(i); }", ""),
        ("for (int k = 0; known; k++) { g(k); }", ""),
        ("for (i = 0; known; i++) { g(i); }\n    h(i);", "i = 0;\n    h(i);"),
        ("for (i = 4; known; i++) { g(i); }\n    i = 2;", "i = 2;"),
        ("for (i = g(); known; i++) { g(i); }", "i = g();"),
        ("for (one = 0; known; i++) { g(i); }", "one = 0;"),
    ],
)
def test_a_loop_that_never_runs_goes(body: str, left: str) -> None:
    made = in_function(body, b"NULL")
    assert made.partition("int i, n;")[2].strip("\n }") == left.strip(";") + (";" if left else "")


@pytest.mark.parametrize(
    "use", ["g(known + 1)", "g(known[1])", "g(known->one)", "g(*known)", "known(1)"]
)
def test_nothing_goes_through_what_is_no_pointer_any_more(use: str) -> None:
    with pytest.raises(Refused):
        in_function(f"i = {use};", b"NULL")


def opened(before: str, inside: str, behind: str = "") -> str:
    """Fold a condition that holds, behind `before` and in front of `behind`."""
    source = f"void f(void)\n{{\n    {before}if (known) {{\n        {inside}\n    }}{behind}\n}}\n"
    at = source.index("known")
    node = parse("c", source.encode()).root_node.descendant_for_byte_range(at, at + len("known"))
    assert node is not None
    edit = folding.fold("f.c", source.encode(), node, b"true", lambda name: True)
    return splice(source.encode(), [edit]).decode()


@pytest.mark.parametrize(
    ("before", "inside", "behind", "open_"),
    [
        ("int i = 0;\n    ", "int n = i;\n        g(n);", "\n    h(i);", True),
        ("", "int n = 1, *m = &n;\n        g(m);", "", True),
        ("int i = 0;\n    g(i);\n    ", "int n = i;\n        g(n);", "", False),
        ("int i = 0;\n    ", "int n = i;\n        g(n);", "\n    h(n);", False),
        ("int i = 0;\n    ", "int i = 1;\n        g(i);", "", False),
    ],
)
def test_braces_stay_around_what_they_declare(
    before: str, inside: str, behind: str, open_: bool
) -> None:
    made = opened(before, inside, behind)
    assert ("\n    {\n" in made) is not open_
