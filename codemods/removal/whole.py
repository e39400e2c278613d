"""A whole feature that goes: a patch for what the user named, then one for each interface of it.

What an interface still serves is taken out before it, so that each patch builds alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from codemods import kinds, marks
from codemods.errors import NothingToDo, Refused
from codemods.model import Feature, Patch
from codemods.related import features, group
from codemods.related.group import Choice, Wish
from codemods.related.model import Row
from codemods.removal import plan
from codemods.removal.plan import Asked
from codemods.source.overlay import Overlay
from codemods.source.tree import Tree

BY_HAND = "by hand"


@dataclass(frozen=True)
class Whole:
    """The patches, and what of the inventory they take and leave."""

    patches: tuple[Patch, ...]
    choice: Choice


def planned(tree: Tree, main: Feature, wish: Wish, asked: Asked, *, together: bool) -> Whole:
    """Return the patches that remove `main` and what of its inventory is wished for.

    Raises:
        UsageError: see group.choose().
        Refused: no rule removes `main`, or what --include names; or its time has not come.
    """
    choice, found = _features(tree, main, group.choose(wish, removing=True), wish)
    asked = replace(asked, under=_under(tree, main, tuple(found), asked))
    patches, refused = _sequence(tree, main, tuple(found), asked)
    left = list(choice.left)
    for feature, why in refused.items():
        if _named(found[feature], wish):
            raise why
        left.append((found[feature], f"{BY_HAND}: {why}"))
    gone = tuple(row for feature, row in found.items() if feature not in refused)
    if together:
        group_of_all = [main, *(f for f in found if f not in refused)]
        patches = plan.planned(tree, [group_of_all], asked)
    return Whole(patches, Choice(gone, tuple(left)))


def _sequence(
    tree: Tree, main: Feature, rest: Sequence[Feature], asked: Asked
) -> tuple[tuple[Patch, ...], dict[Feature, Refused]]:
    """Return a patch for `main` and for each of the rest that rules remove, and why none others.

    One may only go once another has: what was refused is tried again behind the others.
    """
    patches = list(plan.planned(tree, [[main]], asked))
    tree = _behind(tree, patches)
    own = replace(asked, reason="", belongs=f"It belongs to {_called(main)}, which is removed.")
    refused: dict[Feature, Refused] = dict.fromkeys(rest, Refused(""))
    while refused:
        before = len(refused)
        for feature in tuple(refused):
            try:
                made = plan.planned(tree, [[feature]], own) if _is_there(tree, feature) else ()
            except NothingToDo:
                made = ()
            except Refused as why:
                refused[feature] = why
                continue
            del refused[feature]
            patches += made
            tree = _behind(tree, made)
        if len(refused) == before:
            break
    return tuple(patches), refused


def _behind(tree: Tree, patches: Sequence[Patch]) -> Tree:
    """Return the tree with the patches, if there are any."""
    for patch in patches:
        tree = Overlay(tree, patch.files)
    return tree


def _called(main: Feature) -> str:
    return f"the {kinds.every()[main.kind].noun} {main.name}"


def _is_there(tree: Tree, feature: Feature) -> bool:
    """Tell whether the feature did not go along with another one."""
    found = kinds.every()[feature.kind].find(tree, feature.qualified)
    return any(one.qualified == feature.qualified for one in found)


def _features(
    tree: Tree, main: Feature, choice: Choice, wish: Wish
) -> tuple[Choice, dict[Feature, Row]]:
    """Return the features that the rows stand for; several rows may be one."""
    covered = features.covered(tree, main)
    found: dict[Feature, Row] = {}
    left = list(choice.left)
    features.expect(tree, choice.taken)
    for row in choice.taken:
        if row.qualified in covered:
            continue
        try:
            feature = features.of(tree, row)
        except Refused as why:
            if _named(row, wish):
                raise
            left.append((row, f"{BY_HAND}: {why}"))
            continue
        covered |= features.covered(tree, feature)
        found.setdefault(feature, row)
    return Choice(choice.taken, tuple(left)), found


def _named(row: Row, wish: Wish) -> bool:
    return bool({row.qualified, row.qualified.rpartition(".")[2]} & set(wish.include))


def _under(
    tree: Tree, main: Feature, rest: Sequence[Feature], asked: Asked
) -> dict[Feature, str | None]:
    """Return the features that the entry of `main` speaks for, with the release that it names.

    Those are deprecated and have no entry of their own, or nothing of it is and the user says why
    it goes all the same.
    """
    since = plan.since(tree, main)
    return {f: since for f in rest if asked.no_grace or _is_deprecated(tree, f)}


def _is_deprecated(tree: Tree, feature: Feature) -> bool:
    found = (*marks.flags(tree, feature), *marks.outside(tree, feature))
    return any(mark.there for mark in found)
