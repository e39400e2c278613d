"""An entry does not leave open whether the feature goes."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.review.facts import prose
from codemods.review.model import NOTE, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the new entries with words such as "might be removed"."""
    for entry in scene.entries:
        if entry.earlier is None and (found := prose.weak(entry.body)):
            yield Finding(
                RULE.id, NOTE, entry.path, entry.line,
                f"{', '.join(entry.names)}: `{found}`: what is deprecated goes unless somebody "
                "speaks up", entry.names,
            )  # fmt: skip


RULE = Rule(
    "entry/weak", NOTE, "an entry that leaves open whether the feature goes",
    "What is listed may be removed after two releases; \"might\" makes people wait.  "
    "Source: docs/about/deprecated.rst, first paragraphs.", run,
)  # fmt: skip
