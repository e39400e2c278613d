"""The line below a title is as long as the title."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.formats.rst import sections as rst_sections
from codemods.review.model import ERROR, WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the new headings of both documents whose underline is shorter or longer."""
    for heading in (*scene.listed, *scene.removed):
        section = heading.section
        more = section.underline_end - section.underline_start - rst_sections.width(section.title)
        if more:
            how = f"{abs(more)} {'longer' if more > 0 else 'shorter'} than the title"
            yield Finding(
                RULE.id, WARNING if more > 0 else ERROR, heading.path, heading.line + 1,
                f"{', '.join(heading.names)}: the underline is {how}", heading.names,
                edits=rst_sections.retitle(heading.path, heading.source, section, section.title),
            )  # fmt: skip


RULE = Rule(
    "entry/underline", WARNING, "an underline that is longer or shorter than its title",
    "A shorter one is an error for docutils; a longer one is accepted, and is what reviewers ask "
    "for most often in these documents.  Source: docs/about/deprecated.rst; "
    "reStructuredText specification, sections.", run,
)  # fmt: skip
