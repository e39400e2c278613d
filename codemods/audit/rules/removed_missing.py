"""What leaves the list of deprecated features comes into that of removed ones."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.audit import history, speaking
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
        if any(history.same(entry, e) or _about(entry, e) for e in listed):
            continue
        if scene.removed:
            yield RULE.finding(
                scene.removed[0].path, 2, called(entry),
                f"its entry went after {last[0]}.{last[1]}, none says that it is removed: "
                f"{entry.title}",
            )  # fmt: skip


def _about(one: Listed, other: Listed) -> bool:
    """Tell whether another entry has the names, or most of the words, of `one`."""
    mine = {n.text.lstrip("-") for n in one.names if n.literal}
    if mine & {n.text.lstrip("-") for n in other.names}:
        return True
    a, b = (speaking.words(undated(e.title)) for e in (one, other))
    return len(a & b) > 1 and 2 * len(a & b) >= min(len(a), len(b))


RULE = Rule(
    "removed-missing", "info", "What is gone from one list is in the other.", run, needs="history"
)
