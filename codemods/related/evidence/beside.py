"""What stands beside the named value or member in its own type, and begins with its name.

That counts where the words are too common to say anything of the rest of the tree.
"""

from __future__ import annotations

from collections.abc import Iterator

from codemods.related import words
from codemods.related.model import OWNS, Clue, Known
from codemods.related.scene import Evidence, Scene

_SORTS = ("value", "member")


def find(scene: Scene, known: Known) -> Iterator[Clue]:
    """Yield a clue for each value and member "NAME-..." of the type that has NAME."""
    named = [seed for seed in scene.seeds if seed.kind in _SORTS]
    if scene.telling or not named:
        return
    owners = {seed.owner for seed in named}
    for thing in scene.named:
        longer = words.split(thing.name) != words.split(named[0].name)
        beside = thing.kind in _SORTS and thing.owner in owners and longer
        if beside and words.leads(thing.name, scene.words):
            yield Clue(thing, OWNS, f"stands beside {named[0].name} in {thing.owner}")


EVIDENCE = Evidence("beside", find)
