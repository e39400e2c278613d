"""Expanding macros, and reading the initializers that come out."""

from __future__ import annotations

import pytest

from codemods.formats.c import initializers as c_initializers
from codemods.formats.c import macros as c_macros
from codemods.formats.c import tokens as c_tokens


def expanded(source: str, text: str) -> str:
    macros = c_macros.definitions(source.encode())
    return " ".join(t.text for t in c_macros.expand(list(c_tokens.tokens(text)), macros.get))


@pytest.mark.parametrize(
    ("source", "text", "wanted"),
    [
        ("#define ONE 1\n", "ONE + TWO", "1 + TWO"),
        ("#define F(x) x + x\n", "F(1) F", "1 + 1 F"),
        ("#define F(a, b) b a\n", "F((1, 2), 3)", "3 ( 1 , 2 )"),
        ("#define S(x) #x\n", 'S(a  b) S("q")', '"a b" "\\"q\\""'),
        ("#define P(x) pre_##x##_post\n", "P(4)", "pre_4_post"),
        ("#define P(x) x##_\n", "P()", "_"),
        ("#define V(a, ...) f(a, __VA_ARGS__)\n", "V(1, 2, 3)", "f ( 1 , 2 , 3 )"),
        ("#define V(rest...) g(rest)\n", "V(1, 2)", "g ( 1 , 2 )"),
        ("#define PICK(a, b, c, ...) c\n#define X(v) got v\n", "PICK(1, 2, X)(9)", "got 9"),
        ("#define SELF SELF + 1\n", "SELF", "SELF + 1"),
        ("#define A B\n#define B A\n", "A", "A"),
        ("#define LONG(x) \\\n    begin x \\\n    end\n", "LONG(y)", "begin y end"),
        ("#define N(x) x\n#define S(x) #x\n", "S(N(1))", '"N(1)"'),
        ("#define FIRST 1\n#define FIRST 2\n", "FIRST", "1"),
    ],
)
def test_expansion(source: str, text: str, wanted: str) -> None:
    assert expanded(source, text) == wanted


def test_what_comes_of_a_macro_stands_where_its_name_stands() -> None:
    macros = c_macros.definitions(b"#define F(x) a x b\n")
    made = c_macros.expand(list(c_tokens.tokens("  F(c)")), macros.get)
    assert {token.start for token in made} == {2}


def test_an_open_parenthesis_is_left_alone() -> None:
    assert expanded("#define F(x) x\n", "F(1") == "F ( 1"


def test_initializers_of_an_array() -> None:
    text = 'static const Tree trees[] = {\n#ifdef X\n    { .name = "oak", 3 },\n#endif\n};\n'
    ((struct, name, inside),) = c_initializers.declared(text, "Tree")
    (one,) = c_initializers.structures(inside)
    assert (struct, name) == ("Tree", "trees")
    assert c_tokens.string(one.fields["name"]) == "oak"
    assert text[one.start : one.end] == '{ .name = "oak", 3 }'
    assert [token.text for part in one.plain for token in part] == ["3"]


def test_an_initializer_in_a_macro_is_none_yet() -> None:
    text = "#define MAKE(n) \\\n    static Tree n = { \\\n        .name = #n, \\\n    }\n"
    assert not list(c_initializers.declared(text, "Tree"))


def test_strings_side_by_side_are_one() -> None:
    assert c_tokens.string(list(c_tokens.tokens('("a" "-b")'))) == "a-b"
    assert c_tokens.string(list(c_tokens.tokens('"a" SUFFIX'))) is None


def test_a_long_text_is_expanded_to_its_end() -> None:
    macros = c_macros.definitions(b"#define TWICE(x) x x\n")
    text = "TWICE(a) " * 15_000 + "end"
    made = c_macros.expand(list(c_tokens.tokens(text)), macros.get)
    assert (len(made), made[-1].text) == (30_001, "end")


def test_a_macro_that_grows_without_measure_is_cut_off() -> None:
    layers = "".join(f"#define A{n} A{n + 1} A{n + 1}\n" for n in range(40))
    macros = c_macros.definitions(layers.encode())
    assert len(c_macros.expand([c_tokens.Token("name", "A0", 0)], macros.get)) < 100_000
