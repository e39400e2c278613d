"""The fold that makes every series: each patch is planned on the tree with those before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from codemods.errors import NothingToDo, Problem
from codemods.model import Patch
from codemods.source.overlay import Overlay
from codemods.source.tree import Tree


@dataclass(frozen=True)
class Step:
    """A patch to be.

    `make(tree)` plans it against `tree`, and raises NothingToDo where the tree has
    it already.  `names` are the features that it is about.  One that is `optional`
    may have nothing to do where another has.
    """

    make: Callable[[Tree], Patch]
    names: tuple[str, ...]
    optional: bool = False


def fold(tree: Tree, steps: Sequence[Step]) -> tuple[Patch, ...]:
    """Return one patch for each step, each against the tree with the ones before.

    Raises:
        NothingToDo: a step that is not optional has nothing to do, or none has.
        Refused: an edit cannot be shown right.
    """
    patches: list[Patch] = []
    done: NothingToDo | None = None
    for step in steps:
        try:
            patch = step.make(tree)
        except NothingToDo as err:
            if not step.optional:
                raise
            done = done or err
            continue
        patches.append(patch)
        tree = Overlay(tree, patch.files)
    if done is not None and not patches:
        raise done
    return tuple(patches)


def unsettled(tree: Tree, patches: Sequence[Patch], steps: Sequence[Step]) -> Iterator[Problem]:
    """Yield a problem for each step that a second run would not find done by `patches`."""
    done = Overlay(tree, {path: data for patch in patches for path, data in patch.files.items()})
    for step in steps:
        try:
            patch = step.make(done)
        except NothingToDo:
            continue
        what = f"a second run for {', '.join(step.names)} changes it again"
        yield Problem("idempotent", min(patch.files), 0, what)
