"""What is read in C files, and where lines go."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codemods.errors import Refused
from codemods.formats.c import functions as c_functions
from codemods.formats.c.directives import conditions as c_conditions
from codemods.formats.c.directives.guards import Guard, conditions
from codemods.source.splice import splice

CODE = b"""\
#include "qemu/osdep.h"

static const char *names[] = { "a", "b" };

int plain(void)
{
    return 0;
}

static char **deep(int x)
{
    return NULL;
}

#ifdef CONFIG_CAT
void *fed(struct Cat *cat)
{
    if (cat) {
        eat(cat);
    }
    return cat;
}
#endif

int declared(void);
BROKEN(int x) {
"""


def one(source: bytes, name: str | None = None) -> c_functions.Function:
    (found,) = c_functions.functions("a.c", source, name)
    return found


def test_functions_are_found_with_line_and_braces():
    found = {f.name: f for f in c_functions.functions("a.c", CODE)}
    assert set(found) >= {"plain", "deep", "fed"}
    assert "declared" not in found
    assert (found["plain"].line, found["fed"].line) == (5, 16)
    fed = found["fed"]
    assert CODE[fed.body.start : fed.body.end].startswith(b"{\n    if (cat)")
    assert CODE[fed.span.start : fed.span.end].endswith(b"return cat;\n}")


def test_one_function_by_name():
    assert one(CODE, "deep").line == 10


@pytest.mark.parametrize("name", ["declared", "nowhere", "names", ""])
def test_what_is_no_function_is_not_found(name):
    assert list(c_functions.functions("a.c", CODE, name)) == []


@pytest.mark.parametrize(
    "head",
    ["static int purr(void)", "int\npurr (int n)", "static Cat\n*purr(void)",
     "  static struct cat **purr(void)", "__attribute__((cold)) int purr(void)"],
)  # fmt: skip
def test_a_function_by_name_in_every_layout(head):
    source = f"int call(void)\n{{\n    return purr();\n}}\n\n{head}\n{{\n}}\n".encode()
    assert [f.name for f in c_functions.functions("a.c", source, "purr")] == ["purr"]


def test_a_clean_function_is_required():
    source = b"int f(void)\n{\n    a(;\n    return 1 +* ;\n}\n"
    function = one(source)
    with pytest.raises(Refused, match=r"f\(\) is not edited") as err:
        c_functions.require_clean(source, function, "by hand")
    assert (err.value.path, err.value.hint) == ("a.c", "by hand")
    assert err.value.line in (3, 4)
    c_functions.require_clean(CODE, one(CODE, "plain"), "by hand")


# Table checks.


def checks(body: str) -> list[c_functions.TableCheck]:
    source = f"void f(bool *caps)\n{{\n{body}\n}}\n".encode()
    found = list(c_functions.table_checks(source, one(source)))
    for check in found:
        assert source[check.statement.start : check.statement.end].startswith((b"if", b"#if"))
    return found


@pytest.mark.parametrize(
    ("body", "bare", "sole", "warns"),
    [
        ("    if (caps[A]) {\n        die();\n    }", True, True, False),
        ("    if (caps[A]) {\n        warn_report(\"x\");\n    }", True, True, True),
        ("    if (caps[A]) {\n        warn_report_once(\"x\");\n    }", True, True, True),
        ("    if (caps[A] && other) {\n    }", True, False, False),
        ("#ifdef X\n    if (caps[A]) {\n    }\n#endif", False, True, False),
        ("#ifndef X\n#ifdef Y\n    if (caps[A]) {\n    }\n#endif\n#endif", False, True, False),
        ("#ifdef X\n#else\n    if (caps[A]) {\n    }\n#endif", False, True, False),
    ],
)  # fmt: skip
def test_a_check_of_a_table(body, bare, sole, warns):
    (check,) = checks(body)
    assert (check.table, check.constant) == ("caps", "A")
    assert (check.bare, check.sole, check.warns) == (bare, sole, warns)


@pytest.mark.parametrize(
    "body",
    [
        "    if (caps) {\n    }",
        "    if (!caps[A]) {\n    }",
        "    if (caps[A] == 1) {\n    }\n    use(caps[A]);",
        "    if (caps[0]) {\n    }",
        "    while (caps[A]) {\n    }",
        "    if (x) {\n        if (caps[A]) {\n        }\n    }",
        "    if (x) {\n    } else if (caps[A]) {\n    }",
        "    for (;;) {\n#ifdef X\n        if (caps[A]) {\n        }\n#endif\n    }",
    ],
)
def test_what_is_no_check_in_the_open_is_left_out(body):
    assert [k for k in checks(body) if k.bare and k.sole] == []


# Where a statement goes.


@pytest.mark.parametrize(
    ("body", "first"),
    [
        ("    int a = 1;\n    char *b;\n\n    go();\n", "go"),
        ("    go();\n    int a;\n", "go"),
        ("    /* why */\n    go();\n", "/* why */"),
        ("    int a;\n    /* why */\n    go();\n", "/* why */"),
        ("    /* what a is */\n    int a;\n    go();\n", "go"),
        ("    ERRP_GUARD();\n    int a;\n\n    go();\n", "go"),
        ("    QEMU_LOCK_GUARD(&lock);\n    go();\n", "go"),
        ("    TRACE(1);\n    int a;\n\n    go();\n", "go"),
        ("    TRACE(1);\n    go();\n", "TRACE"),
        ("    int a; /* what a is */\n    go();\n", "go"),
        ("    int a;\n#ifdef X\n    int b;\n#endif\n    go();\n", "go"),
        ("    int a;\n#ifdef X\n    int b;\n    set();\n#endif\n    go();\n", "#ifdef X"),
        ("    int a;\n    if (a) {\n    }\n", "if (a)"),
        ("    int a;\n", "}"),
        ("", "}"),
    ],
)
def test_first_statement(body, first):
    source = f"void f(void)\n{{\n{body}}}\n".encode()
    at = c_functions.first_statement(source, one(source))
    assert source[at:].decode().startswith(first)


def test_lines_are_inserted_before_a_line():
    source = b"a\n  b\nc\n"
    assert (
        splice(source, [c_functions.insert_lines("a.c", source, 4, ["x", "y"])])
        == b"a\nx\ny\n  b\nc\n"
    )
    assert splice(source, [c_functions.insert_lines("a.c", source, 0, ["x"])]).startswith(b"x\na\n")


def test_lines_of_a_dos_file_end_as_the_others():
    source = b"a\r\nb\r\n"
    assert splice(source, [c_functions.insert_lines("a.c", source, 3, ["x"])]) == b"a\r\nx\r\nb\r\n"


@pytest.mark.parametrize(("at", "behind"), [(0, 2), (1, 2), (2, 4), (4, 5), (5, 5)])
def test_after_line(at, behind):
    assert c_functions.after_line("x.c", b"a\nb\nc", at) == behind


@pytest.mark.parametrize("line", [b"a; }\n", b"{ a; }\n", b"a; } /* { */\n"])
def test_no_line_of_the_block_is_behind_where_it_ends(line):
    with pytest.raises(Refused, match="the block ends on this line"):
        c_functions.after_line("x.c", line, 0)


@pytest.mark.parametrize("line", [b"a; /* } */\n", b'f("}");\n', b"{ a;\n", b"a = { 1 };\n"])
def test_a_brace_that_ends_no_block_is_in_nobodys_way(line):
    assert c_functions.after_line("x.c", line, 0) == len(line)


@pytest.mark.parametrize(
    ("source", "blanks"), [(b"  x", "  "), (b"\tx", "\t"), (b"x", ""), (b"\n   ", "   ")]
)
def test_indentation(source, blanks):
    assert c_functions.indentation(source, len(source) - 1) == blanks


def test_labels_are_functions_and_cases():
    source = (
        b"void f(int x)\n{\n    switch (x) {\n    case 1:\n        a();\n        break;\n"
        b"    default:\n        b();\n    }\n}\n"
    )
    assert list(c_functions.labels("a.c", source)) == [(1, 10), (4, 6), (7, 8)]


# Includes.

HEADER = "qemu/error-report.h"


def included(source: str, header: str = HEADER) -> str | None:
    edit = c_functions.add_include("a.c", source.encode(), header)
    return None if edit is None else splice(source.encode(), [edit]).decode()


OSDEP, NEW = '#include "qemu/osdep.h"\n', f'#include "{HEADER}"\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([OSDEP, '#include "x.h"\n', "int a;\n"], [OSDEP, NEW, '#include "x.h"\n', "int a;\n"]),
        ([OSDEP, '#include "qemu/a.h"\n', '#include "x.h"\n'],
         [OSDEP, '#include "qemu/a.h"\n', NEW, '#include "x.h"\n']),
        (["/* text */\n", "#include <a.h>\n"], ["/* text */\n", "#include <a.h>\n", NEW]),
        (["#ifdef X\n", '#include "qemu/a.h"\n', "#endif\n", OSDEP],
         ["#ifdef X\n", '#include "qemu/a.h"\n', "#endif\n", OSDEP, NEW]),
        (["#ifdef X\n", NEW, "#endif\n", OSDEP], ["#ifdef X\n", NEW, "#endif\n", OSDEP, NEW]),
        (["#ifdef X\n", "#endif\n", "  #  include <a.h>\n"],
         ["#ifdef X\n", "#endif\n", "  #  include <a.h>\n", NEW]),
        ([OSDEP.replace("\n", "\r\n")], [OSDEP.replace("\n", "\r\n"), NEW.replace("\n", "\r\n")]),
    ],
)  # fmt: skip
def test_an_include_is_added_outside_conditionals(before, after):
    assert included("".join(before)) == "".join(after)


@pytest.mark.parametrize("have", [NEW, f"#include <{HEADER}>\n", f'# include "{HEADER}"\n'])
def test_an_include_that_is_there_is_not_added(have):
    assert included(OSDEP + have) is None


@pytest.mark.parametrize(
    "source", ["int a;\n", "#ifdef X\n#include <a.h>\n#endif\n", "#include STRANGE\n"]
)
def test_a_file_without_a_place_for_an_include_is_refused(source):
    with pytest.raises(Refused, match="no place to include"):
        included(source)


# Conditionals.


def guards(source: str) -> list[tuple[Guard, ...]]:
    return list(conditions(source.encode()))


def test_conditionals_around_each_line():
    source = "a\n#ifdef X\nb\n#if Y > 1 /* z */\nc\n#elif Z\nd\n#else\ne\n#endif\nf\n#endif\ng"
    assert guards(source) == [
        (), (), (Guard("defined(X)", ()),), (Guard("defined(X)", ()),),
        (Guard("defined(X)", ()), Guard("Y > 1 /* z */", ())), (Guard("defined(X)", ()),),
        (Guard("defined(X)", ()), Guard("Z", ("Y > 1 /* z */",))), (Guard("defined(X)", ()),),
        (Guard("defined(X)", ()), Guard("", ("Y > 1 /* z */", "Z"))),
        (Guard("defined(X)", ()),), (Guard("defined(X)", ()),), (), (),
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["#define X", "# pragma once", "#endif_not", "x #if 1", "#ifx"])
def test_other_lines_open_nothing(line):
    assert guards(f"{line}\na\n") == [(), ()]


@pytest.mark.parametrize("line", ["#endif", "#endif\n#endif"])
def test_an_end_without_a_beginning_is_passed_over(line):
    assert set(guards(f"{line}\na\n")) == {()}


@pytest.mark.parametrize("line", ["#else", "#elif X"])
def test_a_branch_without_a_beginning_is_passed_over(line):
    assert set(guards(f"{line}\na\n")) == {()}


def test_a_condition_may_go_on_in_the_next_line():
    assert guards("#if A && \\\n    B\na\n#endif\n")[2] == (Guard("A && B", ()),)


@pytest.mark.parametrize(
    ("condition", "true_for"),
    [
        ("1", [{}]),
        ("0", []),
        ("defined(X)", [{"X"}]),
        ("defined X", [{"X"}]),
        ("!defined(X)", [{}]),
        ("X", [{"X"}]),
        ("defined(X) && !defined(Y)", [{"X"}]),
        ("defined(X) || defined(Y)", [{"X"}, {"Y"}, {"X", "Y"}]),
        ("!(defined(X) || Y)", [{}]),
        ("defined(X) /* or not */ && 1 // yes", [{"X"}]),
        ("0x10UL == 16 && 017 == 15 && 201112L > 2", [{}]),
        ("1 != 1 || 2 >= 3", []),
        ("defined(and) && defined(None)", [{"and", "None"}]),
    ],
)
def test_conditions_are_evaluated(condition, true_for):
    names = c_conditions.symbols((Guard(condition, ()),))
    wanted = [frozenset(names_) for names_ in true_for]
    for on in itertools.chain.from_iterable(
        itertools.combinations(sorted(names), n) for n in range(len(names) + 1)
    ):
        assert c_conditions.active((Guard(condition, ()),), dict.fromkeys(on, True)) == (
            frozenset(on) in wanted
        )


@pytest.mark.parametrize(
    ("condition", "symbols"),
    [
        ("defined(X) && Y", {"X", "Y"}),
        ("GLIB_CHECK_VERSION(2, 58, 0)", {"GLIB_CHECK_VERSION(2, 58, 0)"}),
        ("VERSION > 5 || !defined(X)", {"VERSION > 5", "X"}),
        ("BITS == 64 && BITS == 32", {"BITS == 64", "BITS == 32"}),
        ("A + B", {"A + B"}),
        ("1", set()),
    ],
)
def test_what_is_not_known_is_a_symbol_of_its_own(condition, symbols):
    guard = (Guard(condition, ()),)
    assert c_conditions.symbols(guard) == symbols
    everything = dict.fromkeys(symbols, True)
    assert c_conditions.active(guard, everything) or "!" in condition


@given(st.sets(st.sampled_from(["X", "Y"])))
def test_branches_exclude_each_other(on):
    source = "#if defined(X)\na\n#elif defined(Y)\nb\n#else\nc\n#endif\n"
    lines = guards(source)
    defined = dict.fromkeys(on, True)
    assert [c_conditions.active(lines[n], defined) for n in (1, 3, 5)].count(True) == 1


@pytest.mark.parametrize(
    "condition", ["", "(", "X ? Y : Z", "'a' == 97", "X &&", "1 +", "X \\", "2 + 2"]
)
def test_what_cannot_be_evaluated_is_a_symbol_of_its_own(condition):
    guard = Guard(condition or " ", ())
    (symbol,) = c_conditions.symbols((guard,))
    assert [c_conditions.active((guard,), {symbol: on}) for on in (True, False)] == [True, False]
