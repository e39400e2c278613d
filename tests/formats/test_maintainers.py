"""MAINTAINERS without files, sections and groups."""

from __future__ import annotations

from codemods.formats import maintainers
from codemods.source import splice

GROUPS = b"""How to read this file

Empty before
------------

Trees
-----
Oak
M: A <a@example.org>
F: hw/oak/

Pine
M: B <b@example.org>
F: hw/pine/

Shrubs
======
Rose
M: C <c@example.org>
F: hw/rose.c
F: hw/thorn.c
"""


def without(gone: list[str], alive: list[str]) -> str:
    edits = list(maintainers.without_files("M", GROUPS, gone, alive))
    source = splice.splice(GROUPS, edits)
    rest = list(maintainers.without_empty_groups("M", source, GROUPS))
    return splice.splice(source, rest).decode()


def test_a_group_goes_with_its_last_section() -> None:
    left = without(["hw/oak/a.c", "hw/pine/b.c"], ["hw/rose.c", "hw/thorn.c"])
    assert "Trees" not in left
    assert "Empty before\n------------\n\nShrubs\n======\nRose\n" in left


def test_a_group_stays_with_another_section() -> None:
    left = without(["hw/oak/a.c"], ["hw/pine/b.c", "hw/rose.c", "hw/thorn.c"])
    assert "Trees\n-----\nPine\n" in left


def test_the_last_group() -> None:
    left = without(["hw/rose.c", "hw/thorn.c"], ["hw/oak/a.c", "hw/pine/b.c"])
    assert left.endswith("F: hw/pine/\n\n")


def test_a_file_without_groups() -> None:
    source = b"Oak\nM: A <a@example.org>\nF: hw/oak/\n"
    assert list(maintainers.without_empty_groups("M", source, source)) == []
