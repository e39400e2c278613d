"""Entries that list one member of a type, each for another command that has the type."""

from __future__ import annotations

import re
from collections.abc import Sequence

from codemods.formats.rst.sections import Section
from codemods.model import Feature
from codemods.qemu.listing import titles
from codemods.removal.of_schema import generated
from codemods.source.tree import Tree


def called(feature: Feature) -> re.Pattern[str]:
    """Return how a title may call the member: also by the way to it, "outer.name"."""
    return re.compile(r"-{0,2}(?:[\w-]{1,100}\.){0,9}" + re.escape(feature.name))


def beside(
    tree: Tree, feature: Feature, owner: str, own: Section, others: Sequence[Section]
) -> list[Section]:
    """Return the feature's section and those of `others` that list it for another command."""
    known = called(feature)
    named = [
        s for s in others
        if s == own or any(known.fullmatch(t.strip("`'")) for t in titles.literals(s.title))
    ]  # fmt: skip
    return named if len(named) > 1 and of_each(tree, feature, owner, named) else [own]


def of_each(tree: Tree, feature: Feature, owner: str, found: Sequence[Section]) -> bool:
    """Tell whether the titles differ in the command alone, and each takes or returns the type."""
    through = generated.carriers(tree, [owner])
    others = [[t.strip("`'") for t in titles.literals(s.title)] for s in found]
    known = called(feature)
    left = [[t for t in names if not known.fullmatch(t)] for names in others]
    return all(len(names) == 1 and names[0] in through for names in left)
