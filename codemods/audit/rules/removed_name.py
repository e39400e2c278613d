"""What an entry says of a command line can be typed: each key beside the one that goes is known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.audit.model import Finding, called
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene
from codemods.qemu.options import options, parameter_lists, schema_types

_TYPED = re.compile(r"``-([\w-]+) ([^`]+)``")


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each removed parameter that is named beside one which its option does not have."""
    for entry in scene.removed:
        for typed in _TYPED.finditer(entry.title):
            keys = re.findall(r"(?:^|,)([\w.-]+)=", typed[2])[:-1]
            known = _parameters(scene, typed[1]) if keys else set()
            for key in (k for k in keys if known and k not in known):
                yield RULE.finding(
                    entry.path, entry.line, called(entry),
                    f"-{typed[1]} has no parameter '{key}', which the title names beside it",
                )  # fmt: skip


def _parameters(scene: Scene, option: str) -> set[str]:
    if not options.blocks(scene.tree, option):
        return set()
    rows = {row.name for row in parameter_lists.parameters(scene.tree, option)}
    return rows | {m.name for m in schema_types.members(scene.tree, option)}


RULE = Rule("removed-name", "error", "What an entry names can be typed.", run)
