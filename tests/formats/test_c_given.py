"""Expressions that a user gives: read, written, and where they may stand."""

from __future__ import annotations

import pytest

from codemods.errors import Refused
from codemods.formats.c import functions as c_functions
from codemods.formats.c.given import expressions, places


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("a&&b", "a && b"),
        ("a && b||c", "(a && b) || c"),
        ("(a&&b)||c", "(a && b) || c"),
        ('f( a,b ,"x , y" )', 'f(a, b, "x , y")'),
        ("s -> x[ 2 ]==-1", "s->x[2] == -1"),
        ("!( a )", "!(a)"),
        ("a?b:c", "a ? b : c"),
        ("(uint8_t )a", "(uint8_t)a"),
        ("sizeof( a )>2", "sizeof( a ) > 2"),
        ("g()", "g()"),
        ("c=='a'", "c == 'a'"),
    ],
)
def test_layout(given: str, written: str) -> None:
    assert expressions.read(given).text == written


@pytest.mark.parametrize(
    "given",
    ["a =1", "a += 1", "--a", "a, b", "({ b(); })", "(T){ 1 }", "", "a)", "a; b", "a b",
     "a // b", "#a", "a) {} if (b", "}"],
)  # fmt: skip
def test_what_is_no_condition(given: str) -> None:
    with pytest.raises(Refused):
        expressions.read(given)


def test_names() -> None:
    found = expressions.read("f(a, s->f) && b.c && o->is(d)")
    assert found.names == ("a", "s", "b", "o", "d")
    assert found.calls == ("f", "is")


def test_long_conditions_are_broken_behind_operators() -> None:
    text = " && ".join(f"state->some_long_member_{n}" for n in range(5))
    lines = expressions.opening("    ", expressions.read(text))
    assert lines[0].startswith("    if (state->") and lines[0].endswith(" &&")
    assert all(line.startswith("        state->") for line in lines[1:])
    assert lines[-1].endswith(") {") and max(map(len, lines)) <= 80


def test_long_calls_are_broken_below_their_parenthesis() -> None:
    given = ", ".join(f"an_argument_of_some_length_{n}" for n in range(4))
    lines = expressions.opening("", expressions.read(f'a || g_str_equal({given}, "(b")'))
    column = lines[0].index("(", 5) + 1 if "(" in lines[0][5:] else lines[1].index("(") + 1
    assert lines[-1][:column].isspace() and lines[-1][column] != " "
    assert max(map(len, lines)) <= 80


BODY = b"""int f(int p)
{
    int a = p, b, c = 0;
    int d;

    g(&b);
    if (p) {
        d = 1;
    }
    p && h(&c);
    if (k(&c) && p) {
        return 1;
    }
    return a;
}
"""


@pytest.mark.parametrize(
    ("names", "before"),
    [((), "g(&b)"), (("p", "a"), "g(&b)"), (("b",), "if (p)"), (("c", "b"), "return a"),
     (("OTHER",), "g(&b)")],
)  # fmt: skip
def test_places(names: tuple[str, ...], before: str) -> None:
    (function,) = c_functions.functions("f.c", BODY)
    at = places.first(BODY, function, names)
    assert BODY[at:].lstrip().startswith(before.encode())


def test_no_certain_value() -> None:
    (function,) = c_functions.functions("f.c", BODY)
    with pytest.raises(Refused, match="for certain"):
        places.first(BODY, function, ["d"])


SETTLED = b"""int f(int p)
{
    int a, b = 0;
    char *c = NULL, *d = NULL;

    while (g(p)) {
        b = p ? 1 : 2;
    }
    if (p) {
        h(&c);
    }
    return b;
out:
    c = NULL;
    d = NULL;
}
"""


@pytest.mark.parametrize(
    ("names", "before"),
    [(("b",), "if (p)"), (("b", "c"), "return b"), (("c",), "return b"), (("d",), "while")],
)
def test_places_behind_all_that_may_set_a_variable(names: tuple[str, ...], before: str) -> None:
    (function,) = c_functions.functions("f.c", SETTLED)
    at = places.first(SETTLED, function, names)
    assert SETTLED[at:].lstrip().startswith(before.encode())


ASKED = b"""int f(int p)
{
    if (p&&q) {
        int a = 1;

        if (errno == 3) {
            g();
        }
        h(a);
    }
    k();
    if (p) {
        if (errno) {
            return 1;
        }
    }
    p = -errno;
    if (p)
        k();
    return 0;
}
"""


def offset(text: bytes) -> int:
    return ASKED.rindex(b"\n", 0, ASKED.index(text)) + 1


def test_an_if_that_asks_the_same() -> None:
    (function,) = c_functions.functions("f.c", ASKED)
    at = places.asked(ASKED, function, offset(b"if (p&&q)"), "p && q")
    assert at is not None and ASKED[at:].lstrip().startswith(b"h(a)")


@pytest.mark.parametrize(
    ("text", "condition"),
    [(b"if (p&&q)", "p"), (b"k();", "p && q"), (b"if (p)\n", "p"), (b"return 0", "p")],
)
def test_an_if_that_does_not(text: bytes, condition: str) -> None:
    (function,) = c_functions.functions("f.c", ASKED)
    assert places.asked(ASKED, function, offset(text), condition) is None


def test_no_message_before_errno_is_read() -> None:
    (function,) = c_functions.functions("f.c", ASKED)
    with pytest.raises(Refused, match="errno"):
        places.asked(ASKED, function, offset(b"if (p) {"), "p")
    with pytest.raises(Refused, match="errno"):
        places.require_errno(ASKED, function, offset(b"p = -errno"))
    places.require_errno(ASKED, function, offset(b"k();"))
