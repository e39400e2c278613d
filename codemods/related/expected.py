"""What the tree will be asked for about the things that are known to be a feature's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from codemods.qemu.schema import constants
from codemods.related import outputs, words
from codemods.related.model import OWNS, Known, Thing
from codemods.related.scene import Scene
from codemods.source.searching import beforehand
from codemods.source.searching.spelling import spelled

_PLAIN = re.compile(r"[A-Z]?[a-z]*|[A-Z]*")


def suggest(scene: Scene, known: Known) -> None:
    """Let the next search of the tree look for what the evidence and the series ask for.

    Arguments:
        known: what is tied to the feature so far.
    """
    owned = [thing for thing, strength in known.items() if strength == OWNS]
    # What stands in a type that goes as a whole is not asked for by itself.
    apart = [t for t in owned if t.owner == t.name or not words.holds(t.owner, scene.words)]
    if scene.telling:
        # A plain word has so many lines that to look for it in vain costs more than a search.
        asked = (word for word in _words(scene, apart) if not _PLAIN.fullmatch(word))
        beforehand.suggest(scene.tree, asked)


def _words(scene: Scene, things: Iterable[Thing]) -> Iterator[str]:
    for thing in things:
        if thing.markable:
            yield from spelled(thing.qualified)
        if thing.kind == "value" and thing.owner in scene.book.definitions:
            yield constants.constant(scene.tree, scene.book.definitions[thing.owner], thing.name)
            yield from outputs.words(scene.book, thing.owner)
        if thing.kind == "member":
            # Where an enumeration lists the members, its value stands for the feature.
            every = scene.book.things.values()
            yield from (one.owner for one in every if (one.kind, one.name) == ("value", thing.name))
