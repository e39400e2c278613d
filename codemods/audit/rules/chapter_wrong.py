"""An entry stands in the chapter of its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods import kinds
from codemods.audit.model import Finding, Record
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene
from codemods.errors import CodemodError
from codemods.qemu.listing import chapters

#: What a title says its entry is about, in one chapter at all times.
_SAYS = (
    (re.compile(r"\bCPU propert(?:y|ies)\b"), chapters.CPU_PROPERTIES),
    (re.compile(r"\bmachine types?\b"), chapters.MACHINES),
)


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each entry that stands among things of another sort."""
    for record in scene.records:
        wanted = _wanted(scene, record)
        if wanted and chapters.subject(record.entry.chapters) != chapters.subject((wanted[-1][0],)):
            yield RULE.finding(
                record.entry.path, record.entry.line, scene.shown(record.entry),
                f'it stands in "{record.entry.chapters[-1]}"; the chapter is "{wanted[-1][0]}"',
            )  # fmt: skip


def _wanted(scene: Scene, record: Record) -> tuple[tuple[str, ...], ...]:
    for feature in record.features[:1]:
        kind = kinds.every()[feature.kind]
        if kind.one_chapter:
            try:
                return kind.entry(scene.tree, feature).chapters
            except CodemodError:
                return ()
    if not record.features:
        return next((ch for pattern, ch in _SAYS if pattern.search(record.entry.title)), ())
    return ()


RULE = Rule("chapter-wrong", "error", "An entry stands in the chapter of its kind.", run)
