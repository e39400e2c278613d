"""What became of every line that spells a feature that goes, or a name that went with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from codemods.account import account as lines
from codemods.model import Accounted, Patch
from codemods.removal import uses
from codemods.source.overlay import Overlay
from codemods.source.tree import Tree

#: A shorter name is a word of other things.
_SHORT = 5


def account(tree: Tree, patches: Sequence[Patch]) -> tuple[Accounted, ...]:
    """Return one row for each line of `tree` that spells a removed feature or a deleted name."""
    spelled = []
    here = tree
    for patch in patches:
        if not patch.removes:
            # Others may stand behind the removals: they delete no name.
            spelled.append(patch)
            continue
        after = Overlay(here, patch.files)
        names = tuple(dict.fromkeys(_deleted(here, after, patch)))
        first, *rest = patch.removes
        told = replace(first, spellings=(*first.spellings, *names))
        spelled.append(replace(patch, features=(told, *rest)))
        here = after
    return lines.account(tree, spelled)


def _deleted(before: Tree, after: Tree, patch: Patch) -> Iterator[str]:
    """Yield the names that C files define no more, for all files to use."""
    for item in uses.deleted(before, after, patch.files):
        if not item.static:
            yield from (n for n in item.names if len(n) > _SHORT)
