"""A type that no interface uses, and of all code only the feature's."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.related.model import OWNS, TYPE, Clue, Known
from codemods.related.scene import Evidence, Scene


def find(scene: Scene, known: Known) -> Iterator[Clue]:
    """Yield a clue for each unused type near the feature that only its own files name in C."""
    if not scene.telling or not scene.own:
        return
    unused = [
        thing
        for thing in scene.book.things.values()
        if thing.kind == TYPE and thing.name not in scene.book.uses
        and scene.near(thing) and thing not in scene.named
    ]  # fmt: skip
    used = [thing for thing in unused if scene.user(thing)]
    scene.tree.grep([thing.name for thing in used])  # one search for all of them
    for thing in used:
        code = [p for p in scene.tree.naming(thing.name) if p.endswith((".c", ".h"))]
        if code and all(p in scene.own or p in scene.adopted for p in code):
            yield Clue(thing, OWNS, f"only {', '.join(sorted(code)[:2])} use it")


EVIDENCE = Evidence("internal", find, searches=True)
