"""The documentation of a member or value is about the feature."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.formats import qapidoc
from codemods.related import words
from codemods.related.model import MENTIONS, OWNS, TOUCHES, Clue, Evidence, Known
from codemods.related.scene import Scene


def find(scene: Scene, known: Known) -> Iterator[Clue]:
    """Yield a clue for each member and value whose description holds the feature's words.

    One whose first sentence does, and which the feature's own code reads,
    belongs to it.  A later sentence only mentions it.
    """
    if not scene.telling:
        return
    for definition in scene.book.definitions.values():
        if definition.doc is None or definition.path not in scene.hits:
            continue
        for item in definition.doc.members:
            thing = scene.book.of(definition.name, item.name)
            text = _text(definition.doc, item)
            if thing is None or thing in scene.named or not words.holds(text, scene.words):
                continue
            if not words.holds(words.first_sentence(text), scene.words):
                yield Clue(thing, MENTIONS, "its documentation mentions the feature")
            elif user := scene.user(thing):
                yield Clue(thing, OWNS, f"documented as the feature's, {user} uses it")
            else:
                yield Clue(thing, TOUCHES, "documented with the feature")


def _text(doc: qapidoc.Doc, item: qapidoc.Item) -> str:
    return doc.text(item)


EVIDENCE = Evidence("docs", "its documentation is about the feature", find)
