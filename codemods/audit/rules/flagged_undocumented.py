"""What the schema flags as deprecated is listed in deprecated.rst."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.audit.model import Finding
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each flagged place that no entry of the list means."""
    for flag, entries in scene.flagged.items():
        if entries:
            continue
        features = scene.of_flag(flag)
        gone = scene.meant_by(features, scene.removed)
        why = "the schema flags it, deprecated.rst does not list it"
        if gone:
            why += f"; {gone[0].path}:{gone[0].line} says that it is removed in {gone[0].release}"
        kind = features[0].kind if features else ""
        fix = f"deprecate-feature {kind}:{flag.name}" if kind and not gone else ""
        yield RULE.finding(flag.path, flag.line, flag.name, why, fix=fix)


RULE = Rule("flagged-undocumented", "error", "What the schema flags stands in deprecated.rst.", run)
