"""While release candidates are made, an entry may name the release after the next."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.review.facts import dates
from codemods.review.model import NOTE, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the entries of a frozen tree that name a later release."""
    for entry in scene.entries:
        said, due = dates.new(entry), scene.due(entry)
        if due.frozen and said and due.release not in said and max(said) > due.release:
            yield Finding(
                RULE.id, NOTE, entry.path, entry.line,
                f"{', '.join(entry.names)}: since {dates.shown(max(said))} is right if this waits "
                f"for the release after {dates.shown(due.release)}", entry.names,
            )  # fmt: skip


RULE = Rule(
    "entry/since-frozen", NOTE, "`(since X.Y)` of the release after the frozen one",
    "VERSION X.Y.90 and later is a release candidate: what is not merged before the release goes "
    "into the one after it, whose number is then right.  Source: docs/about/deprecated.rst.", run,
)  # fmt: skip
