"""queries/c/field-check.scm and member-assignment.scm, through formats/cfield.py."""

from __future__ import annotations

import pytest

from codemods.formats.c import functions as c_functions
from codemods.formats.c import members as c_members

SOURCE = b"""\
static void f(Thing *t, Other *o)
{
    if (t->has_a) {
        t->done = o->a;
    }
    if (t->b)
        o->done = true;
#ifdef CONFIG_C
    if (t->has_c) {
        x();
    }
#endif
    if (t->has_d && o->d) {
        x();
    }
    if (!t->e) {
        x();
    }
    if (a) {
        if (t->inner) {
            x();
        }
    }
    if (t.plain) {
        x();
    }
}
"""


@pytest.fixture
def function() -> c_functions.Function:
    return next(c_functions.functions("f.c", SOURCE, "f"))


def test_finds_the_outermost_checks_of_one_member(function: c_functions.Function) -> None:
    found = [(k.pointer, k.field, k.bare) for k in c_members.checks(SOURCE, function)]
    assert found[:3] == [("t", "has_a", True), ("t", "b", True), ("t", "has_c", False)]
    assert {field for _, field, _ in found} <= {"has_a", "b", "has_c", "plain"}


def test_a_check_in_a_preprocessor_block_is_the_block(function: c_functions.Function) -> None:
    found = {k.field: k for k in c_members.checks(SOURCE, function)}
    statement = found["has_c"].statement
    assert SOURCE[statement.start : statement.end].startswith(b"#ifdef CONFIG_C")
    then = found["has_a"].then
    assert SOURCE[then.start : then.end].startswith(b"{")


def test_finds_what_is_assigned(function: c_functions.Function) -> None:
    assert list(c_members.assigned(SOURCE, function, "done")) == ["o->a", "true"]
    assert list(c_members.assigned(SOURCE, function, "missing")) == []
