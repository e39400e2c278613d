"""What is listed is also marked where the convention of its kind asks for it."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.audit import marks
from codemods.audit.model import Finding, Record
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene
from codemods.model import Feature


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each entry of whose features some lack the flag, the note or the warning."""
    for record in scene.records:
        if record.unflagged:
            names = ", ".join(spot.text for spot in record.unflagged)
            yield _finding(scene, record, f"no flag at {names}", record.features[0])
        lacking = _silent(scene, record)
        if lacking:
            what = f"{len(lacking)} of {len(record.features)} say nothing: " \
                if len(record.features) > 1 else "no message: "  # fmt: skip
            yield _finding(scene, record, what + f"{lacking[0].path}:{lacking[0].line}", lacking[0])


def _silent(scene: Scene, record: Record) -> list[Feature]:
    """Return the features that no message of theirs is tied to, and that should have one."""
    hooks = [h for h, entries in scene.hooked.items() if record.entry in entries]
    tied = {f for hook in hooks for f in scene.of_hook(hook)}
    if tied:
        return []
    return [f for f in record.features if marks.lack_message(scene.marks(f))]


def _finding(scene: Scene, record: Record, why: str, feature: Feature) -> Finding:
    # A message that the code does not tie to it may be its own.
    doubtful = marks.is_doubtful(feature) or bool(record.warned)
    severity = "info" if doubtful else "error"
    return RULE.finding(
        record.entry.path, record.entry.line, scene.shown(record.entry), why, severity=severity,
        fix=f"deprecate-feature {feature.kind}:{feature.qualified}",
    )  # fmt: skip


RULE = Rule("documented-unwarned", "error", "What is listed is marked as its kind asks.", run)
