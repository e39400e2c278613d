"""A value selects a union branch whose type is named after the feature, as objects do."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.related.model import OWNS, TYPE, Clue, Known
from codemods.related.scene import Evidence, Scene


def find(scene: Scene, known: Known) -> Iterator[Clue]:
    """Yield a clue for each such value, if no other branch has that type."""
    for thing in scene.named:
        if thing.kind != TYPE or not scene.telling:
            continue
        uses = scene.book.uses.get(thing.name, ())
        if len(uses) == 1 and uses[0].member:
            value = scene.book.selector(uses[0].definition, uses[0].member)
            if value is not None and value not in scene.named:
                yield Clue(value, OWNS, f"its properties are {thing.name}")


EVIDENCE = Evidence("properties", find)
