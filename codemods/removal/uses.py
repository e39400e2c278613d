"""Where a name is used in C code of the tree, and whether anything still does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn

from codemods.errors import Refused
from codemods.formats.c import items as c_items
from codemods.formats.c import macros as c_macros
from codemods.formats.c.directives import pasting
from codemods.formats.c.items import Item
from codemods.formats.c.tokens import text_of, tokens
from codemods.qemu.code import headers, types
from codemods.removal.state import Removal, is_c
from codemods.source.splice import line_of
from codemods.source.tree import Tree, exists

_SKIP = re.compile(
    r'/\*.*?(?:\*/|\Z)|//[^\n]*|(?<!\\)"(?:\\.|[^"\\\n])*"|(?<!\\)\'(?:\\.|[^\'\\\n])*\'|(\w+)',
    re.DOTALL,
)
_WORD = re.compile(rb"\w+")
#: Items that say what a name is, and use it for nothing.
_DECLARES = (c_items.PROTOTYPE, c_items.DECLARATION)
_DEFINES = (c_items.FUNCTION, c_items.VARIABLE, c_items.MACRO, c_items.TYPE)


@dataclass(frozen=True)
class Site:
    """An item that defines or declares a name."""

    path: str
    item: Item


def files(tree: Tree, name: str) -> list[str]:
    """Return the C files that hold `name`."""
    return [p for p in tree.naming(name) if is_c(p)]


def offsets(source: bytes, name: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    """Yield each offset at which `name` stands, outside of comments and strings."""
    if name.encode() not in source:
        return
    text = text_of(source)
    for found in _SKIP.finditer(text, start, len(text) if end is None else end):
        if found[1] == name:
            yield found.start()


def definitions(tree: Tree, name: str, among: Iterable[str]) -> list[Site]:
    """Return the items of the files `among` that define or declare `name`."""
    found = []
    for path in among:
        for item in c_items.read(tree.read(path)).items:
            if name in item.names and not (item.kind == c_items.CALL and not _declares(item, name)):
                found.append(Site(path, item))
    return found


def defined(item: Item) -> tuple[str, ...]:
    """Return all names that the item defines."""
    return item.names[1:3] if item.kind == c_items.CALL else (*item.names, *item.constants)


def deleted(before: Tree, after: Tree, paths: Iterable[str]) -> Iterator[Item]:
    """Yield the items of the C files `paths` that define a name which the file has no more."""
    for path in sorted(p for p in paths if is_c(p)):
        new = c_items.read(after.read(path)).items if exists(after, path) else ()
        stays = {n for i in new if i.kind in _DEFINES for n in i.names}
        for item in c_items.read(before.read(path)).items:
            if item.kind in _DEFINES and not stays & set(item.names):
                yield item


def where(tree: Tree, names: Sequence[str]) -> dict[str, list[str]]:
    """Return the C files that hold each of `names`, comments included, by one search."""
    found: dict[str, dict[str, None]] = {name: {} for name in names}
    wanted = {name.encode(): name for name in names}
    for hit in tree.grep(names) if names else ():
        if is_c(hit.path):
            for word in _WORD.findall(hit.text):
                if word in wanted:
                    found[wanted[word]][hit.path] = None
    return {name: list(paths) for name, paths in found.items()}


def _declares(item: Item, name: str) -> bool:
    return types.DECLARING.fullmatch(item.names[0]) is not None and name in item.names[1:3]


def is_used(tree: Tree, name: str, among: Sequence[str], sites: Sequence[Site]) -> bool:
    """Tell whether `name` occurs in the files `among` outside of the items `sites`."""
    for path in among:
        source = tree.read(path)
        inside = 0
        for site in sites:
            if site.path == path:
                inside += c_items.uses(source, site.item.start, site.item.end, name)
        if c_items.words(source)[name] > inside:
            return True
    return False


def refuse(state: Removal, path: str, name: str, why: str) -> NoReturn:
    """Refuse a removal for the first use of `name` in a file; `why` ends the sentence."""
    source = state.read(path)
    raise Refused(
        f"it uses {name}, {why}", path=path,
        line=line_of(source, next(offsets(source, name), 0)),
        hint="take its uses out by hand in a patch of its own, then run again",
    )  # fmt: skip


def is_pasted(state: Removal, name: str, among: Sequence[str]) -> bool:
    """Tell whether a macro of the files `among` puts `name` together from pieces."""
    for path in among:
        source = state.read(path)
        if any(_pastes(source, item, name) for item in c_items.read(source).items):
            return True
        if name in _made(state, path, source):
            return True
    return False


def _pastes(source: bytes, item: Item, name: str) -> bool:
    """Tell whether the macro `item` may put `name` together."""
    if item.kind != c_items.MACRO:
        return False
    return pasting.may_make(text_of(source[item.start : item.end]), name)


def _made(state: Removal, path: str, source: bytes) -> frozenset[str]:
    """Return the names that the uses of macros in the file expand to."""
    key = (path, source)
    if key not in state.made:
        lookup = headers.lookup(state.tree, path, ("include", "hw"))
        names: set[str] = set()
        for item in c_items.read(source).items:
            if item.kind == c_items.CALL and len(item.names) <= _FEW:
                given = list(tokens(text_of(source[item.start : item.end])))
                names |= {t.text for t in c_macros.expand(given, lookup) if t.kind == "name"}
                names -= set(item.names)
        state.made[key] = frozenset(names)
    return state.made[key]


#: A use of a macro with more names is a table.
_FEW = 12


def declares(item: Item) -> bool:
    """Tell whether the item only declares what stands elsewhere."""
    return item.kind in _DECLARES


def text(state: Removal, site: Site) -> bytes:
    """Return the text of the item."""
    return state.read(site.path)[site.item.start : site.item.end]
