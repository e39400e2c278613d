"""The release that a removed entry names is the first one without the feature."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.audit import history
from codemods.audit.model import Finding
from codemods.audit.rule import Rule
from codemods.audit.rules.order import version
from codemods.audit.scene import Scene
from codemods.model import Listed
from codemods.qemu.releases import next_release


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each removed entry that the list of its release still has as deprecated."""
    for entry in scene.removed if scene.releases else ():
        said = version(entry)
        release = next((r for r in scene.releases if r.version == said), None)
        if release is None or any(history.same(entry, e) for e in release.removed):
            continue
        first = history.first_with(entry, scene.releases)
        still = [e for e in release.deprecated if history.same(entry, e) or _names(entry, e)]
        if still and first is not None:
            # Where the lists tell of it releases later, both were belated.
            soon = first == next_release(said)
            yield RULE.finding(
                entry.path, entry.line, scene.shown(entry),
                f"says {entry.release}, whose list has it as deprecated; "
                f"the first without it is {first[0]}.{first[1]}",
                severity="error" if soon else "info",
            )  # fmt: skip


def _names(one: Listed, other: Listed) -> bool:
    mine = {(n.owners, n.text) for n in one.names if n.literal}
    return bool(mine & {(n.owners, n.text) for n in other.names})


RULE = Rule(
    "removed-version", "error", "A removed entry names the first release without the feature.",
    run, needs="history",
)  # fmt: skip
