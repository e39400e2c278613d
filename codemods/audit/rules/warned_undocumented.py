"""What code, help or build say is deprecated is listed in deprecated.rst."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.audit.model import Finding
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene
from codemods.qemu.hooks.hook import Hook

#: What only prose says may be of another project, or of one use of many.
_PROSE = ("manual", "sentence", "comment")


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each place that says so of what no entry is about, and that is not gone."""
    for hook, entries in scene.hooked.items():
        if entries or hook.generic or scene.is_gone(hook):
            continue
        tied = scene.of_hook(hook)
        if hook.idiom == "manual" and not scene.in_code(hook.names[:1]):
            continue
        severity = "info" if hook.idiom in _PROSE else "error"
        entity = tied[0].qualified if tied else _entity(hook)
        fix = f"deprecate-feature {tied[0].kind}:{entity}" if tied and severity == "error" else ""
        yield RULE.finding(
            hook.path, hook.line, entity, f"{_says(hook)}, deprecated.rst does not list it",
            severity=severity, fix=fix,
        )  # fmt: skip


def _entity(hook: Hook) -> str:
    names = [name for name in hook.names if re.search(r"\w", name)]
    if hook.idiom in ("manual", "comment") or not hook.where:
        return ", ".join(names[:4]) or hook.where
    return " ".join(filter(None, (hook.where, *names[:1])))


def _says(hook: Hook) -> str:
    ways = {"help": "the help of the option says so", "hx-help": "its help says so",
            "hx-manual": "its manual says so", "manual": "the manual says so",
            "sentence": "its comment says so", "comment": "a comment says so",
            "meson": "the build warns"}  # fmt: skip
    return ways.get(hook.idiom, "a message says that it is deprecated")


RULE = Rule(
    "warned-undocumented", "error", "What is called deprecated elsewhere is in the list.", run
)
