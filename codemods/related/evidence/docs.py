"""The documentation of a command, event, member or value is about the feature."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.formats.qapi import schema as qapi_schema
from codemods.related import words
from codemods.related.model import MENTIONS, OWNS, TOUCHES, Clue, Known
from codemods.related.scene import Evidence, Scene


def find(scene: Scene, known: Known) -> Iterator[Clue]:
    """Yield a clue for each of them whose description holds the feature's words.

    One whose first sentence does, and which the feature's own code reads,
    belongs to it.  A later sentence only mentions it.  What a command or event
    holds goes with that, so it is not marked for what its description says.
    """
    if not scene.telling:
        return
    for definition in scene.book.definitions.values():
        if definition.doc is None or definition.path not in scene.hits:
            continue
        if definition.meta in ("command", "event"):
            yield from _whole(scene, definition, definition.doc.about)
        for item in definition.doc.members:
            thing = scene.book.of(definition.name, item.name)
            text = definition.doc.text(item)
            if thing is None or thing in scene.named or not words.holds(text, scene.words):
                continue
            if not words.holds(words.first_sentence(text), scene.words):
                yield Clue(thing, MENTIONS, "its documentation mentions the feature")
            elif definition.meta in ("command", "event"):
                yield Clue(thing, TOUCHES, "documented with the feature")
            elif user := scene.user(thing):
                yield Clue(thing, OWNS, f"documented as the feature's, {user} uses it")
            else:
                yield Clue(thing, TOUCHES, "documented with the feature")


def _whole(scene: Scene, definition: qapi_schema.Definition, about: str) -> Iterator[Clue]:
    thing = scene.book.of(definition.name)
    first = words.first_sentence(about)
    if thing and thing not in scene.named and words.holds(first, scene.words):
        yield Clue(thing, TOUCHES, "documented with the feature")


EVIDENCE = Evidence("docs", find)
