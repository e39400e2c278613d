"""A literal ends at a blank or a mark: docutils says nothing, and shows the backquotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.audit import documents
from codemods.audit.model import Finding
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene
from codemods.source.splice import Edit

_TOUCHES = re.compile(rb"(?<!`)``(?=[^\s`])[^`\n]*[^\s`\n]``(?!`)(?=\w)")


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each literal with a letter right behind it."""
    for document in documents.every(scene):
        for found in _TOUCHES.finditer(document.source):
            opened = document.source.count(b"``", document.source.rfind(b"\n\n", 0, found.start()),
                                           found.start())  # fmt: skip
            if opened % 2:
                continue
            word = found[0].decode(errors="replace")
            yield RULE.finding(
                document.path, document.line(found.start()), "",
                f"a word touches the literal {word}, which is then no literal",
                edits=(Edit(document.path, found.end(), found.end(), b" "),),
            )  # fmt: skip


RULE = Rule("markup", "error", "A literal does not touch a word.", run)
