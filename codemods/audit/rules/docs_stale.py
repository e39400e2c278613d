"""The manual does not call deprecated what is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.audit.model import Finding
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene

_TEXTS = ("manual", "sentence", "hx-help", "hx-manual")
_LATER = re.compile(r"\bfuture (?:release|version)|will be (?:removed|dropped)", re.IGNORECASE)


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each text about what is removed, or what nothing else in the tree knows."""
    for hook, entries in scene.hooked.items():
        if hook.idiom not in _TEXTS or entries:
            continue
        gone = scene.gone_as(hook) if scene.is_gone(hook) else ()
        if gone:
            why = f"{gone[0].path}:{gone[0].line} has it as removed in {gone[0].release}"
            yield RULE.finding(hook.path, hook.line, scene.shown(gone[0]), why)
            continue
        says_later = hook.idiom == "manual" and _LATER.search(hook.message)
        if says_later and not scene.in_code(hook.names):
            why = "says that it is deprecated; nothing else in the tree does"
            yield RULE.finding(hook.path, hook.line, hook.where, why)


RULE = Rule("docs-stale", "error", "The manual does not call deprecated what is gone.", run)
