"""The macros that declare a QOM type TYPE_X by its X, once that type is gone."""

from __future__ import annotations

from collections.abc import Sequence

from codemods.formats.c import cutting
from codemods.formats.c import items as c_items
from codemods.formats.c.items import Item
from codemods.qemu.code import types
from codemods.removal import files, uses
from codemods.removal.state import Removal


def follow(state: Removal) -> None:
    """Take out the use of each macro that declares a type which went.

    Raises:
        Refused: code that stays uses what such a macro declares.
    """
    for name in sorted(n for n in state.needed if n.startswith("TYPE_")):
        own = name.removeprefix("TYPE_")
        for path in uses.files(state.tree, own):
            for item in c_items.read(state.read(path)).items:
                if types.declares(item, own) and not files.is_defined(state, name):
                    _take(state, path, item, name)
                    break


def _take(state: Removal, path: str, item: Item, name: str) -> None:
    source = state.read(path)
    made = item.names[1:3]
    going = [item, *(i for i in c_items.read(source).items if _only_names(source, i, made))]
    for one in made:
        for user in uses.files(state.tree, one):
            inside = (c_items.uses(source, i.start, i.end, one) for i in going)
            if c_items.words(state.read(user))[one] > (sum(inside) if user == path else 0):
                uses.refuse(state, user, one, f"which {name} is a part of")
    state.step([cutting.cut(path, source, i.start, i.end) for i in going])


def _only_names(source: bytes, item: Item, made: Sequence[str]) -> bool:
    """Tell whether the item gives one of the types `made` a name, and does not define it."""
    text = source[item.start : item.end]
    return item.kind == c_items.TYPE and b"{" not in text and set(item.names) <= set(made)
