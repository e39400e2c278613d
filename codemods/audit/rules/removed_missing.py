"""What leaves the list of deprecated features comes into that of removed ones."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.audit import history
from codemods.audit.model import Finding, called
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene
from codemods.model import Listed
from codemods.qemu.listing.names import undated


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each entry of an earlier release that neither list has, and the last that had it."""
    seen: dict[str, tuple[Listed, history.Version]] = {}
    for release in scene.releases:
        for entry in release.deprecated:
            seen[undated(entry.title).casefold()] = (entry, release.version)
    listed = (*scene.deprecated, *scene.removed)
    for entry, last in seen.values():
        if any(history.akin(entry, e) for e in listed):
            continue
        if scene.removed:
            yield RULE.finding(
                scene.removed[0].path, 2, called(entry),
                f"its entry went after {last[0]}.{last[1]}, none says that it is removed: "
                f"{entry.title}",
            )  # fmt: skip


RULE = Rule(
    "removed-missing", "info", "What is gone from one list is in the other.", run, needs="history"
)
