"""The help of what is deprecated says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods import kinds
from codemods.audit.model import Finding, Record
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene
from codemods.formats import hx
from codemods.model import Feature
from codemods.source.tree import exists


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each option, parameter and command that is listed, and whose help does not say so."""
    for record in scene.records:
        if not record.marked:
            for feature in record.features:
                yield from _unmarked(scene, record, feature)


def _unmarked(scene: Scene, record: Record, feature: Feature) -> Iterator[Finding]:
    row = kinds.every()[feature.kind].help_row(feature)
    if row is None or not exists(scene.tree, row[0]):
        return
    path, wanted, part = row
    shown = re.compile(rf"(?<![\w-]){re.escape(part)}(?=[=\s\]\[,|]|$)")
    for block in hx.read(path, scene.tree.read(path)).blocks:
        if block.name.partition("|")[0] != wanted:
            continue
        text = "".join(literal.text for literal in block.help)
        if text and (not part or shown.search(text)):
            yield RULE.finding(
                path, block.line, feature.qualified, 'the help does not say "(deprecated)"',
                fix=f"deprecate-feature {feature.kind}:{feature.qualified}",
            )  # fmt: skip


RULE = Rule("hx-unmarked", "error", "The help of what is deprecated says so.", run)
