"""The thing's own name holds the feature's words.

Near the named feature, or in the code of files called after it, that is enough;
far away and unused there, the same word may mean something else, unless it is a
proper name and comes first.
"""

from __future__ import annotations

from collections.abc import Iterator

from codemods.related import outputs, words
from codemods.related.model import MENTIONS, OWNS, TOUCHES, Clue, Known, Thing
from codemods.related.scene import Evidence, Scene


def find(scene: Scene, known: Known) -> Iterator[Clue]:
    """Yield a clue for each command, event, value, member and type with the words in its name."""
    what = f'its name holds "{" ".join(scene.words)}"'
    for thing in scene.named:
        if not scene.telling:
            yield Clue(thing, MENTIONS, what)
        elif _mandatory(scene, thing):
            yield Clue(thing, TOUCHES, f"{what}, but {thing.owner} cannot do without it")
        elif scene.foreign(thing):
            yield Clue(thing, TOUCHES, f"{what}, but it is another program's")
        elif scene.near(thing) or (scene.proper and words.leads(thing.name, scene.words)):
            yield Clue(thing, OWNS, what)
        elif user := scene.user(thing):
            yield Clue(thing, OWNS, f"{what}, {user} uses it")
        else:
            yield Clue(thing, TOUCHES, what)


def _mandatory(scene: Scene, thing: Thing) -> bool:
    """Tell whether `thing` is what a command or type needs as input, and so goes only with it."""
    definition = scene.book.definitions.get(thing.owner)
    member = definition.member(thing.name) if definition and thing.kind == "member" else None
    if definition is None or member is None or member.optional:
        return False
    return definition.meta == "command" or outputs.received(scene.book, definition.name)


EVIDENCE = Evidence("names", find)
