"""No message is left of what the list of removed features has."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.audit.model import Finding
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene

_PROSE = ("manual", "sentence", "hx-help", "hx-manual")


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each message in code about what is removed."""
    for hook in scene.hooks:
        if hook.idiom in _PROSE or not scene.is_gone(hook):
            continue
        entry = scene.gone_as(hook)[0]
        yield RULE.finding(
            hook.path, hook.line, scene.shown(entry),
            f"warns of what {entry.path}:{entry.line} has as removed in {entry.release}",
        )  # fmt: skip


RULE = Rule("warned-removed", "error", "No message is left of what is gone.", run)
