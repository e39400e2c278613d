"""What is removed was "removed in" a release; "since" is the word of the other list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.audit import documents
from codemods.audit.model import Finding, called
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene
from codemods.formats.rst import sections as rst_sections

_SINCE = re.compile(r"\(since (v?\d+\.\d+(?:\.\d+)?)\)", re.IGNORECASE)


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each entry of what is removed that says "since"."""
    for document in documents.every(scene):
        for entry in (e for e in document.entries if e.removed):
            wanted = _SINCE.sub(r"(removed in \1)", entry.title)
            if wanted != entry.title:
                section = document.section(entry)
                yield RULE.finding(
                    document.path, entry.line, called(entry),
                    'the title says "since" in place of "removed in"',
                    edits=rst_sections.retitle(document.path, document.source, section, wanted),
                )  # fmt: skip


RULE = Rule("removed-since", "error", 'What is gone was "removed in" a release.', run)
