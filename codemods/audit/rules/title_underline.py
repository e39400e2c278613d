"""The underline of a heading is as long as the heading.

docutils accepts a longer one, and QEMU's own style does not: 2 of 3 are left by a new version.
"""

from __future__ import annotations

from collections.abc import Iterator

from codemods.audit import documents
from codemods.audit.model import Finding
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene
from codemods.formats.rst import sections as rst_sections


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each heading of the lists whose underline has another length."""
    for document in documents.every(scene):
        for section in document.sections:
            length = section.underline_end - section.underline_start
            wanted = rst_sections.width(section.title)
            if length != wanted and not section.overlined:
                yield RULE.finding(
                    document.path, document.line(section.title_start), document.name(section),
                    f"the underline has {length} characters, the title {wanted}",
                    edits=rst_sections.retitle(
                        document.path, document.source, section, section.title
                    ),
                )  # fmt: skip


RULE = Rule("title-underline", "error", "The underline of a heading is as long as its title.", run)
