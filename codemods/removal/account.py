"""What became of every line that spells a feature that goes, or a name that went with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from codemods.account import account as lines
from codemods.formats.c import items as c_items
from codemods.model import Accounted, Patch
from codemods.removal.state import is_c
from codemods.source.overlay import Overlay
from codemods.source.tree import Tree

_KINDS = (c_items.FUNCTION, c_items.VARIABLE, c_items.MACRO, c_items.TYPE)
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
    """Yield the names that C files define no more, if no other file does."""
    for path in sorted(p for p in patch.files if is_c(p)):
        old = c_items.read(before.read(path)).items
        new = c_items.read(after.read(path) if patch.files[path] is not None else b"").items
        stays = {n for i in new if i.kind in _KINDS for n in i.names}
        for item in old:
            if item.kind in _KINDS and not item.static:
                yield from (n for n in item.names if n not in stays and len(n) > _SHORT)
