"""One blank line stands below a heading and between paragraphs, never two."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.audit import documents
from codemods.audit.documents import Document
from codemods.audit.model import Finding
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene
from codemods.formats.rst import sections as rst_sections
from codemods.source.splice import Edit

#: Two or more lines without text, after a line that has some.
_GAP = re.compile(rb"(?<=\n)[ \t]*\r?\n((?:[ \t]*\r?\n)+)")
#: A line that has some.
_TEXT = re.compile(rb"[ \t\f\v]*[^\s]")


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each gap of several lines, and each heading with text right below it."""
    for document in documents.every(scene):
        yield from _gaps(document)
        for section in document.sections:
            if _TEXT.match(document.source, section.body):
                end = rst_sections.line_end(document.source)
                yield RULE.finding(
                    document.path, document.line(section.title_start), document.name(section),
                    "no blank line below the underline",
                    edits=(Edit(document.path, section.body, section.body, end),),
                )  # fmt: skip


def _gaps(document: Document) -> Iterator[Finding]:
    for gap in _GAP.finditer(document.source):
        if gap.end() >= len(document.source):
            continue
        yield RULE.finding(
            document.path, document.line(gap.start(1)), "", "two blank lines in a row",
            edits=(Edit(document.path, gap.start(1), gap.end(1), b""),),
        )  # fmt: skip


RULE = Rule("layout-blank", "style", "One blank line separates what stands in the lists.", run)
