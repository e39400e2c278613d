"""An entry tells what to use instead, or that nothing replaces what goes."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.review.facts import prose
from codemods.review.model import NOTE, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the new entries that say neither."""
    for entry in scene.entries:
        said = entry.body
        if entry.earlier is None and said and not prose.has_way_out(said):
            yield Finding(
                RULE.id, NOTE, entry.path, entry.line,
                f"{', '.join(entry.names)}: the entry says neither what to use instead nor that "
                "it is to be removed", entry.names,
            )  # fmt: skip


RULE = Rule(
    "entry/no-way-out", NOTE, "an entry that names no replacement, and not that there is none",
    "A user who meets the warning looks for the way out here; \"no replacement\" is one, too.  "
    "Source: docs/about/deprecated.rst.", run,
)  # fmt: skip
