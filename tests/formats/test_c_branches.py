"""Branches that hold where a string is equal to a literal."""

from __future__ import annotations

from codemods.formats.c.given import branches
from codemods.syntax import parse as syntax

SOURCE = b"""void f(const char *a, const char *b)
{
    if (!strcmp(a, "x")) {
        one();
    } else if (strcmp(a, "x") == 0) {
        two();
    } else if (g_str_equal(a, "x")) {
        three();
    }
    if (strcmp(a, "x")) {
        differs();
    }
    if (strcmp(a, "x") == 1) {
        greater();
    }
    if (!g_str_equal(a, "x")) {
        not_equal();
    }
    if (!strcmp(b, "x") || !strcmp(a, "y")) {
        others();
    }
    if (!strcmp(a, "x"))
        bare();
    if (!strcmp(a, "x") && b) {
        four();
    } else if (strcmp(a, "x") == 0 && *b) {
        five();
    } else if (g_str_equal(a, "x") && b) {
        six();
    } else if (b && !strcmp(a, "x")) {
        turned();
    } else if (strcmp(a, "x") && b) {
        differs_too();
    }
}
"""


def test_only_where_it_is_equal():
    found = branches.equal(syntax.parse("c", SOURCE).root_node, "a", "x")
    said = [(node.text or b"").decode().split()[1] for node in found]
    assert sorted(said) == ["one();", "three();", "two();"]


def test_another_value():
    assert not list(branches.equal(syntax.parse("c", SOURCE).root_node, "a", "y"))


def test_where_something_else_is_true_too():
    root = syntax.parse("c", SOURCE).root_node
    found = branches.every(root, "a", narrowed=True)
    said = [(body.text or b"").decode().split()[1] for _, body in found]
    assert sorted(said) == ["five();", "four();", "six();"]
