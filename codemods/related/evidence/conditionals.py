"""The schema's `'if'` that stands around the feature stands around this too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.related import words
from codemods.related.book import condition
from codemods.related.model import OWNS, TOUCHES, TYPE, Clue, Known, Thing
from codemods.related.scene import Evidence, Scene

#: A conditional is the feature's where at least one in so many of its interfaces is.
_SHARE = 3
_TARGET = re.compile(r"TARGET_|CONFIG_(LINUX|POSIX|WIN32)\b")


def find(scene: Scene, known: Known) -> Iterator[Clue]:
    """Yield a clue for each thing under a conditional that is chiefly the feature's.

    Under one that is called after the feature, what is called so too belongs to
    it.  Conditionals of a target or host system say where something works, not
    what it belongs to.
    """
    under: dict[str, list[Thing]] = {}
    for text, thing in _guarded(scene):
        if text and not _TARGET.search(text):
            under.setdefault(text, []).append(thing)
    for text, things in under.items():
        interfaces = [t for t in things if t.kind != TYPE]
        called = scene.named if scene.telling and words.holds(text, scene.words) else ()
        for thing in (t for t in interfaces if t in called):
            yield Clue(thing, OWNS, f"under {_shown(text)}")
        mine = [t for t in interfaces if known.get(t) == OWNS or t in called]
        if mine and len(mine) * _SHARE >= len(interfaces):
            for thing in (t for t in things if t not in mine):
                yield Clue(thing, TOUCHES, f"under {_shown(text)} as {mine[0].qualified} is")


def _shown(text: str) -> str:
    return re.sub(r"[{}'\[\]]", "", text)


def _guarded(scene: Scene) -> Iterator[tuple[str, Thing]]:
    for definition in scene.book.definitions.values():
        if thing := scene.book.of(definition.name):
            yield condition(definition.value.data), thing
        for member in definition.members:
            if thing := scene.book.of(definition.name, member.name):
                yield condition(member.value.data), thing


EVIDENCE = Evidence("conditionals", find, derived=True)
