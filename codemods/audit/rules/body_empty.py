"""The text of an entry says more than its title."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.audit import speaking
from codemods.audit.model import Finding
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene
from codemods.qemu.listing import names

#: What a sentence that says nothing consists of.
_NOISE = frozenset({
    "any", "anymore", "argument", "capability", "command", "device", "longer", "machine", "may",
    "no", "now", "option", "parameter", "property", "soon", "version", "was", "were",
})  # fmt: skip


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each entry of what is deprecated whose text is empty or repeats the title."""
    for entry in scene.deprecated:
        title = speaking.words(names.undated(entry.title))
        if not speaking.words(entry.body) - title - _NOISE:
            why = "the text says neither why nor what to use instead"
            yield RULE.finding(entry.path, entry.line, scene.shown(entry), why)


RULE = Rule("body-empty", "style", "An entry says why, or what to use instead.", run)
