"""Sections are what docutils takes for sections; wrapping touches long prose only."""

from __future__ import annotations

import re
from itertools import zip_longest

import pytest
from docutils.utils import column_width
from hypothesis import given
from hypothesis import strategies as st

from codemods.formats.rst import sections as rst_sections
from codemods.formats.rst.wrapping import wrap
from codemods.source.splice import splice

BOOK = b"""\
.. _top:

Book
====

Words.

One
---

.. _inner:

Inner (x)
'''''''''

text

Two
---

last
"""

NO_HEADINGS = {
    "underline in a paragraph": b"a line\nanother line\n----\nmore\n",
    "indented": b"Example::\n\n  Title\n  =====\n",
    "quoted literal block": b"Example::\n\n= Title\n=======\n",
    "short underline of a long text": b"A long text\n---\n",
    "bullet": b"- item\n------\n",
    "directive": b".. note::\n---------\n",
    "simple table": b"=== ===\na   b\n=== ===\n",
    "transition": b"text\n\n----\n\ntext\n",
    "overline that differs": b"=====\nTitle\n-----\n",
    "empty": b"",
}


def titles(source: bytes) -> list[tuple[int, str]]:
    return [(s.level, s.title) for s in rst_sections.sections(source)]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_levels_follow_first_appearance(end: bytes) -> None:
    source = BOOK.replace(b"\n", end)
    assert titles(source) == [(0, "Book"), (1, "One"), (2, "Inner (x)"), (1, "Two")]
    inner = rst_sections.sections(source)[2]
    assert inner.parents == ("Book", "One")
    assert source[inner.start :].startswith(b".. _inner:")
    assert source[inner.title_start :].startswith(b"Inner")
    assert source[inner.underline_start : inner.underline_end] == b"'" * 9
    assert source[inner.end :].startswith(b"Two")


@pytest.mark.parametrize("source", NO_HEADINGS.values(), ids=NO_HEADINGS)
def test_not_a_heading(source: bytes) -> None:
    assert rst_sections.sections(source) == ()


@pytest.mark.parametrize(
    "source",
    [
        b"Longer title\n----\n",
        b"=======\n Title\n=======\n",
        b"\xef\xbb\xbfTitle\n=====\n",
        b"1. Title\n========\n",
        b".. _x:\nTitle\n=====\n",
        b"text::\n\n  code\n\nTitle\n=====",
        b"Caf\xe9 title\n==========\n",
    ],
)
def test_heading(source: bytes) -> None:
    assert [level for level, _ in titles(source)] == [0]


@given(st.text())
def test_width_is_that_of_docutils(text: str) -> None:
    assert rst_sections.width(text) == column_width(text)


@given(st.lists(st.sampled_from(["Title", "====", "----", "", "text", "  x", "- i", "::", "''''"])))
def test_sections_partition_the_file(lines: list[str]) -> None:
    source = "\n".join(lines).encode()
    found = rst_sections.sections(source)
    for section, following in zip_longest(found, found[1:]):
        assert section.start <= section.title_start < section.underline_start < section.body
        assert section.body <= section.end <= len(source)
        if following is not None:
            assert section.body <= following.start
            assert (following.start == section.end) == (following.level <= section.level)
        else:
            assert section.end == len(source)


def test_retitle_fits_the_underline_and_keeps_line_ends() -> None:
    source = b"=====\r\nTitle\r\n=====\r\n\r\ntext\r\n"
    (section,) = rst_sections.sections(source)
    done = splice(source, rst_sections.retitle("f", source, section, "A \u8a9e"))
    assert done.decode() == "====\r\nA \u8a9e\r\n====\r\n\r\ntext\r\n"


def test_retitle_makes_no_edit_where_nothing_changes() -> None:
    (section,) = rst_sections.sections(b"Title\n=====\n")
    assert rst_sections.retitle("f", b"Title\n=====\n", section, "Title") == ()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"A\n\n\nB\n", b"A\n\nnew\n\n\nB\n"),
        (b"A\nB\n", b"A\n\nnew\n\nB\n"),
        (b"A", b"A\n\nnew\n"),
        (b"A\r\n\r\n\r\n", b"A\r\n\r\nnew\r\n"),
    ],
)
def test_insert_leaves_what_follows(source: bytes, expected: bytes) -> None:
    after = rst_sections.content_end(
        source, 0, source.find(b"B") if b"B" in source else len(source)
    )
    assert splice(source, rst_sections.insert("f", source, after, "new\n")) == expected


def test_remove_undoes_insert() -> None:
    one = rst_sections.sections(BOOK)[1]
    after = rst_sections.content_end(BOOK, one.start, one.end)
    grown = splice(
        BOOK, rst_sections.insert("f", BOOK, after, rst_sections.heading("New", "-") + "\ntext\n")
    )
    new = next(s for s in rst_sections.sections(grown) if s.title == "New")
    assert splice(grown, rst_sections.remove("f", grown, new)) == BOOK


LONG = "word " * 30

UNTOUCHED = {
    "short lines": "two\nshort lines\n\nand a  paragraph",
    "indented": "    " + LONG,
    "after a colon pair": "code::\n\n    " + LONG,
    "quoted literal": "code::\n\n> " + LONG,
    "directive": ".. note:: " + LONG + "\n   more",
    "simple table": "=== ===\n" + LONG + "\n\nb\n=== ===",
    "simple table that goes on": "=== ===\nb c\n\n" + LONG + "\n=== ===",
    "grid table": "+---+\n| a |\n+---+",
    "line block": "| " + LONG,
    "field": ":field: " + LONG,
    "definition": LONG + "\n  its definition",
    "doctest": ">>> " + LONG,
    "heading": LONG + "\n" + "-" * 150,
    "options": "-o  " + LONG,
    "one literal": "``" + LONG.strip() + "``",
    "bullet with a nested one": "- " + LONG + "\n  - nested",
    "bullet, then text": "- " + LONG + "\ntext",
    "text that would turn into a heading": "a" * 70 + " " + "-" * 72,
}


@pytest.mark.parametrize("text", UNTOUCHED.values(), ids=UNTOUCHED)
def test_wrap_leaves(text: str) -> None:
    assert wrap(text) == text


def test_wrap_fills_paragraphs_and_keeps_literals() -> None:
    text = "aa bb ``cc dd`` :role:`ee ff` gg\n\nshort\n"
    assert wrap(text, 12) == "aa bb\n``cc dd``\n:role:`ee ff`\ngg\n\nshort\n"


def test_wrap_goes_on_behind_a_table() -> None:
    table = "== ==\naa bb\n\ncc dd ee ff\n== ==\n"
    assert wrap(table + "\naa bb cc", 7) == table + "\naa bb\ncc"


def test_wrap_hangs_list_items() -> None:
    assert wrap("- aa bb cc\n- dd\n\n10. ee ff", 8) == "- aa bb\n  cc\n- dd\n\n10. ee\n    ff"


PIECES = st.sampled_from(
    ["a", "word", "``x y``", "``", ":r:`t u`", "`", "|s t|", "|", "-", "1.", "::", "..", "===",
     "----", " ", "  ", "\n", "\n\n", "\n  ", "\u8a9e", "long" * 9]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join), st.integers(8, 40))
def test_wrap_loses_no_word_and_is_stable(text: str, columns: int) -> None:
    once = wrap(text, columns)
    assert once.split() == text.split()
    assert wrap(once, columns) == once
    assert [bool(p) for p in re.split(r"\n[ \n]*\n", once)] == [
        bool(p) for p in re.split(r"\n[ \n]*\n", text)
    ]


def test_links_at_the_end_are_no_section_s() -> None:
    source = b"T\n=\n\nA\n-\n\nSee `it`_ and `that`_.\n\n.. _it: https://a.example\n\n.. _that: x\n"
    at = source.index(b"\n.. _it") + 1
    assert [s.end for s in rst_sections.sections(source)] == [at, at]
    edits = rst_sections.insert(
        "p", source, rst_sections.content_end(source, 0, at), "B\n-\n\nText.\n"
    )
    new = splice(source, edits)
    assert new == source.replace(b"that`_.\n\n", b"that`_.\n\nB\n-\n\nText.\n\n")
    cut = rst_sections.remove("p", new, rst_sections.sections(new)[2])
    assert splice(new, cut) == source
