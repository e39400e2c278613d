"""What a list tells to use instead exists and stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.audit.model import Finding
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene
from codemods.model import Listed, Named
from codemods.qemu.listing import chapters, names, replacements, titles


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each replacement that another entry has as removed or deprecated."""
    every = (*scene.deprecated, *scene.removed)
    for entry in every:
        for word in _advised(entry):
            for other in every:
                if other is not entry and _has(entry, word, other):
                    how = "removed in" if other.removed else "deprecated since"
                    yield RULE.finding(
                        entry.path, entry.line, scene.shown(entry),
                        f"tells to use {word}, {how} {other.release} ({other.path}:{other.line})",
                        severity="error" if other.removed else "info",
                    )  # fmt: skip


def _advised(entry: Listed) -> list[str]:
    """Return the bare names among the replacement's literals."""
    found = (text.strip("`") for text in titles.literals(replacements.of_body(entry.body)))
    return [text for text in found if re.fullmatch(r"-?[\w][\w.+-]*", text)]


def _has(entry: Listed, word: str, other: Listed) -> bool:
    """Tell whether `other` has the thing that `entry` advises: of the same sort and name."""
    if chapters.subject(entry.chapters) != chapters.subject(other.chapters):
        return False
    own = {n.owners for n in entry.names}
    return any(_is(n, word) and (not n.owners or n.owners in own) for n in other.names)


def _is(named: Named, word: str) -> bool:
    return named.literal and named.text == word and not named.value and not names.is_part(named)


RULE = Rule("advice-gone", "error", "What is advised instead exists and stays.", run)
