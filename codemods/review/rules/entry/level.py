"""An entry stands at the level of entries, not of chapters."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.formats.rst import sections as rst_sections
from codemods.formats.rst.sections import Section
from codemods.review.facts import headings
from codemods.review.facts.headings import Heading
from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene
from codemods.source.splice import Edit


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the new headings with a release in them that stand at another level."""
    for heading in (*scene.listed, *scene.removed):
        section = heading.section
        if not headings.dates(section.title) or heading.inner:
            continue
        wanted = _wanted(heading)
        if section.level == wanted:
            continue
        yield Finding(
            RULE.id, WARNING, heading.path, heading.line + 1,
            f"{', '.join(heading.names)}: the entry is underlined like a "
            f"{'chapter' if section.level < wanted else 'part of an entry'}", heading.names,
            edits=_edits(heading, wanted),
        )  # fmt: skip


def _wanted(heading: Heading) -> int:
    """Return the level of entries where the heading stands."""
    section = heading.section
    if section.level >= 2:
        return headings.entry_level(section)
    # A chapter's underline ends the chapter around it; what stood before tells which that was.
    above = [s for s in heading.known if s.start < section.start]
    return above[-1].level if above and headings.dates(above[-1].title) else 2


def _edits(heading: Heading, wanted: int) -> tuple[Edit, ...]:
    alike: list[Section] = [s for s in heading.known if s.level == wanted and not s.overlined]
    section = heading.section
    if not alike or section.overlined:
        return ()
    rule = alike[0].char * rst_sections.width(section.title)
    return (Edit(heading.path, section.underline_start, section.underline_end, rule.encode()),)


RULE = Rule(
    "entry/level", WARNING, "an entry with the underline of a chapter",
    "Chapters are underlined with `-`, entries with `'`, and below \"Device options\" groups with "
    "`'` and entries with `^`.  Another line makes the entries behind it part of it.  "
    "Source: docs/about/deprecated.rst; 95e0fb0afa was corrected later.", run,
)  # fmt: skip
