"""Every stored query compiles and says in its first comment what it promises."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from codemods.syntax import parse as syntax

TOP = Path(__file__).parent.parent.parent
FILES = sorted((TOP / "queries").rglob("*.scm"))
NAMES = [path.relative_to(TOP / "queries").with_suffix("").as_posix() for path in FILES]
#: Source that makes each language's parser do something.
SOURCES = {
    "bash": b"run a 'b' <<EOF\n$c\nEOF\n",
    "c": b"int f(void)\n{\n    return 1;\n}\n",
    "qapi": b"{ 'a': 'b' }\n",
    "python": b"f(1)\n",
}


def parts(name: str) -> tuple[str, str]:
    """The comment that a query begins with, and the rest without comments."""
    text = syntax.query_text(name)
    comment = re.match(r"(;.*\n)*", text)
    return comment[0], re.sub(r"(?m);.*$", "", re.sub(r'"(\\.|[^"\\])*"', '""', text))


def captures(text: str) -> set[str]:
    return set(re.findall(r"@([\w.-]*\w)", text))


def test_there_are_queries():
    assert {"c/function", "qapi/definition"} <= set(NAMES)


def test_nothing_else_lies_there():
    found = {path for path in (TOP / "queries").rglob("*") if path.is_file()}
    assert found == set(FILES)


@pytest.mark.parametrize("name", NAMES)
def test_it_compiles_and_runs(name):
    language = name.partition("/")[0]
    root = syntax.parse(language, SOURCES[language]).root_node
    for found in syntax.matches(name, root):
        assert set(found) <= captures(parts(name)[0])


@pytest.mark.parametrize("name", NAMES)
def test_the_first_comment_names_its_captures(name):
    comment, query = parts(name)
    assert comment.startswith("; Finds "), "say first what it finds"
    assert "; Captures: " in comment
    assert captures(comment) == {c for c in captures(query) if not c.startswith("_")}


@pytest.mark.parametrize("name", NAMES)
def test_it_is_used(name):
    assert any(f'"{name}"' in path.read_text() for path in (TOP / "codemods").rglob("*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_it_holds_no_name_of_a_feature(name):
    assert not re.search(r"(?i)colo\b|capability|migrat", syntax.query_text(name))


@pytest.mark.parametrize("name", ["c/nowhere", "nowhere/function", "../LICENSE"])
def test_a_query_that_is_not_there_is_a_bug(name):
    with pytest.raises((FileNotFoundError, KeyError)):
        next(syntax.matches(name, syntax.parse("c", b"").root_node), None)
