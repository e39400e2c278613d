"""The release that an entry names is the first one whose list has it.

An entry may also be belated: then the release that it names had a flag or a message already.
"""

from __future__ import annotations

from collections.abc import Iterator

from codemods.audit import history
from codemods.audit.history import Release
from codemods.audit.model import Finding
from codemods.audit.rule import Rule
from codemods.audit.rules.order import version
from codemods.audit.scene import Scene
from codemods.model import Listed
from codemods.qemu.hooks.hook import WORDS


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each entry whose release is not the one that first had it in its list."""
    found = scene.releases
    for entry in scene.deprecated if found else ():
        first = history.first_with(entry, found)
        said = version(entry)
        if entry.release is None or said < found[0].version:
            continue
        if first is None:
            if said < scene.coming and not _was_told(entry, said, found):
                yield _finding(scene, entry, scene.coming)
        elif first != said and first > found[0].version and not _was_told(entry, said, found):
            yield _finding(scene, entry, first)


def _finding(scene: Scene, entry: Listed, first: history.Version) -> Finding:
    return RULE.finding(
        entry.path, entry.line, scene.shown(entry),
        f"says {entry.release}; the list has it since {first[0]}.{first[1]}",
    )  # fmt: skip


def _was_told(entry: Listed, said: history.Version, found: tuple[Release, ...]) -> bool:
    """Tell whether the release that the entry names said so in another way, or if it is unknown."""
    release = next((r for r in found if r.version == said), None)
    names = [n.text for n in entry.names] or []
    if release is None or not names:
        return True
    hits = release.tree.grep(WORDS)
    lines = [h for h in hits if not h.path.startswith("docs/about")]
    paths = {h.path for h in lines if any(n.encode() in h.text for n in names)}
    if paths:
        return True
    # A flag stands some lines below the name that it is about.
    flagged = {h.path for h in lines if h.path.endswith(".json") and b"'deprecated'" in h.text}
    return any(n.encode() in _beside(release, path) for path in flagged for n in names)


def _beside(release: Release, path: str) -> bytes:
    """Return the lines of a schema around its flags."""
    lines = release.tree.read(path).split(b"\n")
    near = [n for n, line in enumerate(lines) if b"'deprecated'" in line]
    return b"\n".join(line for n in near for line in lines[max(0, n - 3) : n + 2])


RULE = Rule(
    "since-wrong", "error", "An entry names the release that has it first.", run, needs="history"
)
