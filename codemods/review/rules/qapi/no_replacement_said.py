"""The `@deprecated` text says what replaces the thing, or that nothing does."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.review.facts import schema, sentences
from codemods.review.model import NOTE, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the newly flagged places of which only that is said that they are deprecated."""
    for place in scene.flagged:
        said = sentences.about(place)
        item = schema.entry(place.pair.now.doc)
        if item and said and sentences.says_no_more(said):
            number, line, there = scene.flagging(place)
            yield Finding(
                RULE.id, NOTE, place.path, line,
                f"{place.qualified}: the @deprecated text says neither what to use instead nor "
                "`without replacement`", place.names,
                step=number, of_patch=there,
            )  # fmt: skip


RULE = Rule(
    "qapi/no-replacement-said", NOTE, "an `@deprecated` text without replacement or reason",
    "\"X is deprecated without replacement.\" tells that one need not search.  "
    "Source: qapi/*.json, where most entries name the replacement or say that there is none.", run,
)  # fmt: skip
