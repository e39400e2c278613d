"""One thing is listed once."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.qemu.listing import titles
from codemods.review.facts import headings
from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene
from codemods.source.splice import line_of


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the new entries whose title, releases aside, another entry of the chapter has."""
    for entry in scene.entries:
        name = headings.undated(entry.section.title).casefold()
        others = (s for s in entry.siblings if s != entry.section)
        alike = [s for s in others if headings.undated(s.title).casefold() == name]
        if alike and titles.literals(entry.section.title):
            other = line_of(entry.source, alike[0].title_start)
            yield Finding(
                RULE.id, WARNING, entry.path, entry.line,
                f"{', '.join(entry.names)}: listed already in line {other}", entry.names,
            )  # fmt: skip


RULE = Rule(
    "entry/duplicate", WARNING, "a second entry for the same thing",
    "The list has one entry for each thing: with two, one stays behind when the other goes.  "
    "Source: docs/about/deprecated.rst.", run,
)  # fmt: skip
