"""Files that go: because a part says so, or because nothing is left in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from codemods.errors import Refused
from codemods.formats.c import folding
from codemods.formats.c import items as c_items
from codemods.formats.c.items import Item
from codemods.qemu.code import types
from codemods.removal import gone, includes, uses
from codemods.removal.state import Removal, is_c
from codemods.source.searching import beforehand

#: What only tells that a header was read.
_GUARD = re.compile(rb"[ \t]*#[ \t]*define[ \t]+\w+\s*")
_CONTENT = (c_items.FUNCTION, c_items.VARIABLE, c_items.CALL)
_DEFINES = (c_items.FUNCTION, c_items.VARIABLE, c_items.MACRO, c_items.TYPE, c_items.CALL)


def drop(state: Removal, paths: Iterable[str]) -> None:
    """Take files away, and everywhere else what only they define.

    Raises:
        Refused: a use of that cannot be taken out.
    """
    forget(state, take_away(state, paths))


def take_away(state: Removal, paths: Iterable[str]) -> list[str]:
    """Take files away, and return what they defined for others."""
    going = [p for p in paths if state.alive(p)]
    names = exported(state, going)
    state.known_by |= _headers_with(state, names, going)
    for path in going:
        state.drop(path)
    return names


def _headers_with(
    state: Removal, names: Sequence[str], going: Sequence[str]
) -> dict[str, frozenset[str]]:
    """Return the headers by which others know each name: they declare what one of `going` defines.

    What another one defines has the same name and is something else.
    """
    beforehand.each(state.tree, names)
    found = {}
    for name in names:
        among = [p for p in uses.files(state.tree, name) if p.endswith(".h")]
        found[name] = frozenset(p for p in among if _tells(state, p, name, defines=p in going))
    return found


def _tells(state: Removal, header: str, name: str, *, defines: bool) -> bool:
    for item in c_items.read(state.read(header)).items:
        if name in (*item.names, *item.constants) and (defines or uses.declares(item)):
            return True
    return False


def forget(state: Removal, names: Sequence[str]) -> None:
    """Take out the uses of those names that no file defines any more.

    Raises:
        Refused: one cannot be taken out.
    """
    beforehand.each(state.tree, names)
    left = [n for n in names if not is_defined(state, n) and uses.files(state.tree, n)]
    gone.remove_all(state, [(name, folding.FALSE) for name in left])


def require_closed(state: Removal, paths: Iterable[str]) -> None:
    """Refuse where a file that stays uses what the files define.

    Raises:
        Refused: the first use.
    """
    going = [p for p in paths if state.alive(p)]
    names = exported(state, [p for p in going if p.endswith(".c")])
    state.known_by |= _headers_with(state, names, going)
    for name in names:
        for path in uses.files(state.tree, name):
            if path in going:
                continue
            sites = uses.definitions(state.tree, name, [path])
            if not all(uses.declares(s.item) for s in sites):
                break
            if includes.knows(state, path, name) and uses.is_used(state.tree, name, [path], sites):
                uses.refuse(state, path, name, f"which {going[0]} defines")


def exported(state: Removal, paths: Iterable[str]) -> list[str]:
    """Return what the files define for others, the types and macros first.

    A variable is only known elsewhere where something declares it.
    """
    found: dict[str, None] = {}
    hidden: dict[str, None] = {}
    for path in paths:
        if not is_c(path):
            continue
        for item in c_items.read(state.read(path)).items:
            if item.kind in _DEFINES and not (item.static and path.endswith(".c")):
                own = dict.fromkeys(n for n in _own(item, path) if len(n) > 1)
                known = path.endswith(".h") or item.kind != c_items.VARIABLE
                found |= own if known else {}
                hidden |= {} if known else own
    beforehand.each(state.tree, list(hidden))
    return [*found, *(name for name in hidden if name not in found and _is_declared(state, name))]


def _is_declared(state: Removal, name: str) -> bool:
    """Tell whether anything declares what a file defines, so that others can use it."""
    among = uses.files(state.tree, name)
    return any(uses.declares(s.item) for s in uses.definitions(state.tree, name, among))


def _own(item: Item, path: str) -> tuple[str, ...]:
    if item.kind in (c_items.MACRO, c_items.TYPE, c_items.CALL) and path.endswith(".c"):
        return ()
    if item.kind == c_items.CALL:
        return item.names[1:3] if types.DECLARING.fullmatch(item.names[0]) else ()
    return (*item.names, *item.constants)


def is_defined(state: Removal, name: str) -> bool:
    """Tell whether a file still defines `name`."""
    among = uses.files(state.tree, name)
    return any(not uses.declares(s.item) for s in uses.definitions(state.tree, name, among))


def follow(state: Removal) -> bool:
    """Take away the files in which nothing is left, and the headers that none includes any more."""
    done = False
    touched = dict.fromkeys(c.path for c in state.cuts if is_c(c.path) and state.alive(c.path))
    for path in touched:
        if is_empty(state, path):
            state.drop(path)
            done = True
    done |= _headers(state)
    return includes.follow(state) or done


def is_empty(state: Removal, path: str) -> bool:
    """Tell whether a file that held code before holds none any more."""
    if not path.endswith((".c", ".h")) or path.startswith("tests/"):
        return False
    source = state.read(path)
    now = c_items.read(source).items
    if any(i.kind in _CONTENT for i in now):
        return False
    if path.endswith(".h"):
        macros = (i for i in now if i.kind == c_items.MACRO)
        guard = next((i for i in macros if _GUARD.fullmatch(source, i.start, i.end)), None)
        left = [i for i in now if i.kind not in (c_items.INCLUDE, c_items.OTHER) and i != guard]
        before = c_items.read(state.before.read(path)).items
        return not left and any(i.kind not in (c_items.INCLUDE, c_items.OTHER, c_items.MACRO)
                                for i in before)  # fmt: skip
    return any(i.kind in _CONTENT for i in c_items.read(state.before.read(path)).items)


def _headers(state: Removal) -> bool:
    """Take away the headers that only files included which are gone."""
    done = False
    for path, source in list(state.gone_files.items()):
        if not is_c(path):
            continue
        for name in includes.named(source):
            header = includes.resolve(state.tree, path, name)
            if header is None or not _is_own(header, path):
                continue
            if includes.including(state.tree, header):
                continue
            try:
                drop(state, [header])
            except Refused as err:
                state.leave(header, 0, f"no file includes it any more, but {err.message}")
                continue
            done = True
    return done


def _is_own(header: str, path: str) -> bool:
    """Tell whether the header may be there for the sake of `path` alone: beside it, or alike."""
    folder, _, name = path.rpartition("/")
    where, _, called = header.rpartition("/")
    stems = [re.sub(r"[-_]|\.\w+$", "", one) for one in (name, called)]
    return where == folder or stems[0] == stems[1]
