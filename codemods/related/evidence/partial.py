"""Names that share part of the feature's words: its first one, or a word made from its only one."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.related import words
from codemods.related.model import OWNS, TOUCHES, TYPE, Clue, Known, Thing
from codemods.related.scene import Evidence, Scene

#: The first of several words can tell only where it names things in so few definitions.
_FEW = 8


def find(scene: Scene, known: Known) -> Iterator[Clue]:
    """Yield a clue for each such command, event, value and member near the feature."""
    if not scene.telling:
        return
    several = len(scene.words) > 1
    first = [t for t in scene.book.things.values() if several and _has(t, scene.words[0])]
    if len({t.owner for t in first}) > _FEW:
        first = []
    for thing in [t for t in first if scene.near(t)] if several else _made_of(scene):
        if thing.kind == TYPE or thing in scene.named:
            continue
        owners = {seed.owner for seed in scene.seeds if seed.kind in ("value", "member")}
        if not several and thing.owner in owners:
            yield Clue(thing, OWNS, f'its name is made of "{scene.words[0]}", in the same type')
        elif words.reverse(thing.name, scene.words) and scene.near(thing):
            yield Clue(thing, OWNS, f'its name undoes "{scene.words[0]}"')
        else:
            yield Clue(thing, TOUCHES, f'its name shares "{scene.words[0]}"')


def _made_of(scene: Scene) -> Iterator[Thing]:
    for thing in scene.book.things.values():
        if scene.near(thing) or thing.path in scene.hits:
            yield from [thing] if words.derived(thing.name, scene.words) else ()


def _has(thing: Thing, word: str) -> bool:
    return word in words.split(thing.name)


EVIDENCE = Evidence("partial", find)
