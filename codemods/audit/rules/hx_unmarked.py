"""The help of what is deprecated says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.audit.model import Finding, Record
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene
from codemods.formats import hx
from codemods.model import Feature
from codemods.qemu.options import options
from codemods.qemu.tables import arguments, monitor
from codemods.source.tree import exists

_TABLES = {"hmp-command": monitor.COMMANDS, "hmp-argument": monitor.INFO,
           "cli-option": options.FILE, "cli-suboption": options.FILE}  # fmt: skip


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each option, parameter and command that is listed, and whose help does not say so."""
    for record in scene.records:
        if not record.marked:
            for feature in record.features:
                yield from _unmarked(scene, record, feature)


def _unmarked(scene: Scene, record: Record, feature: Feature) -> Iterator[Finding]:
    path = _TABLES.get(feature.kind, "")
    if not path or not exists(scene.tree, path):
        return
    if feature.kind == "hmp-argument" and arguments.is_argument(feature):
        # Its command's help is that of the whole command.
        return
    part = feature.kind == "cli-suboption"
    wanted = feature.qualified.partition(".")[0] if part else feature.name
    shown = re.compile(rf"(?<![\w-]){re.escape(feature.name)}(?=[=\s\]\[,|]|$)")
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
