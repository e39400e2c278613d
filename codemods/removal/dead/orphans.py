"""What lost its last use in the tree: functions, variables, macros, types, with their declarations.

Source: the removals of QEMU's history since 2020, and the repairs of those that left
something behind (a5d8d13842, 21ed5ff606, 6a784f1200, 988b92f6d0).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from codemods.formats.c import cutting
from codemods.formats.c import items as c_items
from codemods.removal import uses
from codemods.removal.state import Removal, is_c
from codemods.removal.uses import Site
from codemods.source.splice import Edit
from codemods.source.tree import Tree

#: A name of so few letters means something else in every file.
_SHORT = 3
#: Where code stands that no program of QEMU's calls by itself.
_FOREIGN = re.compile(
    r"(subprojects|roms|pc-bios|linux-headers|include/standard-headers|tests/tcg|contrib|rust)/"
)
#: Code of other languages that uses what C defines.
_OTHER = re.compile(r"\.(?:rs|S|decode|def|lds)$")
#: A name that other code puts together or looks up: an export of plugins, a helper of TCG.
_BY_NAME = re.compile(r"(helper|gen_helper|trans|qemu_plugin|trace)_\w+|main")
_COMMANDS = re.compile(r"(qmp|hmp)_\w+")
#: Words of the language, the preprocessor and the libraries, macros, and what half of QEMU calls.
_COMMON = re.compile(
    r"[A-Z][A-Z0-9_]*|_\w+|(?:g|str|mem|pthread|sizeof|error|warn|info|qemu_log|object|qdict)_\w+"
    r"|u?int\w*_t|bool|char|const|void|static|struct|extern|return|while|break|case|else|true|false"
    r"|default|continue|switch|sizeof|goto|unsigned|long|short|enum|union|typedef|inline|size_t"
    r"|define|include|undef|ifdef|ifndef|endif|elif|errp|exit|abort|assert|optarg|printf|fprintf"
    r"|stderr|stdout|opaque|Error|Object|errno|str\w*|mem\w*|name|type|value|data|size|addr|offset"
    r"|state|flags|path|index|next|read|write|valid|impl|init|reset|parent|machine|desc|conf"
    r"|TypeInfo|ObjectClass|DeviceState|MemoryRegion|hwaddr"
)
_DEFINED = re.compile(rb"(?m)^[ \t]*#[ \t]*define[ \t]+(\w+)")
_CAPITALS = re.compile(r"[A-Z][A-Z0-9_]*")
#: A name in more files than this has users.
_MANY = 12
#: So many names, at most, are defined together: the constants of an enumeration.
_TOGETHER = 40


def orphans(state: Removal, lost: dict[str, set[str]], elsewhere: set[str]) -> bool:
    """Take out the definitions of those names that nothing uses any more.

    Arguments:
        lost: the names that lost a use, each with the files in which.
        elsewhere: those of them that other files may define.

    Returns:
        Whether there were any.
    """
    done = False
    named = {n: p for n, p in lost.items() if len(n) > 1 and not _BY_NAME.fullmatch(n)}
    for name, paths in named.items():
        done |= _own(state, name, paths)
    wanted = {n: p for n, p in named.items() if len(n) > _SHORT}
    if not state.local:
        shared = [
            n for n in wanted
            if n in elsewhere and not (_COMMON.fullmatch(n) or _COMMANDS.fullmatch(n))
        ]  # fmt: skip
        called_after = _called_after(state, wanted)
        known = uses.where(state.tree, [*shared, *called_after])
        for name in [*shared, *called_after]:
            if 0 < len(known.get(name, ())) <= _MANY:
                done |= _everywhere(state, name, macros=name in called_after)
    return done


def _called_after(state: Removal, names: Iterable[str]) -> list[str]:
    """Return those of the macros `names` that are called after what goes, or a macro that went."""
    macros = [name for name in names if _CAPITALS.fullmatch(name)]
    called = [f"_{one.upper()}_" for one in state.called if len(one) > _SHORT]
    # A macro of one word is how too many begin.
    gone = (
        {m.decode() for cut in state.cuts for m in _DEFINED.findall(cut.gone)} if macros else set()
    )
    starts = tuple(f"{one}_" for one in gone if "_" in one)
    return [m for m in macros if m.startswith(starts) or any(one in f"{m}_" for one in called)]


def _own(state: Removal, name: str, paths: Iterable[str]) -> bool:
    """Take out what one file alone knows under this name."""
    done = False
    for path in paths:
        if not state.alive(path) or path.endswith(".hx"):
            continue
        sites = uses.definitions(state.tree, name, [path])
        if sites and all(_is_private(s) for s in sites):
            done |= _take(state, name, [path])
    return done


def _is_private(site: Site) -> bool:
    if site.path.endswith(".h"):
        return False
    return site.item.static or site.item.kind in (c_items.MACRO, c_items.TYPE, c_items.CALL)


def _everywhere(state: Removal, name: str, *, macros: bool = False) -> bool:
    named = state.tree.naming(name)
    if any((_FOREIGN.match(p) and is_c(p)) or _OTHER.search(p) for p in named):
        return False
    among = [p for p in named if is_c(p)]
    sites = uses.definitions(state.tree, name, among)
    if all(uses.declares(s.item) for s in sites):
        return False
    if any(s.item.kind == c_items.MACRO for s in sites) and not macros:
        return False
    if any(s.item.static and len(sites) > 1 for s in sites):
        return False
    return _take(state, name, among)


def _take(state: Removal, name: str, among: Sequence[str]) -> bool:
    """Take out what defines `name`, if nothing uses that or what is defined with it."""
    sites: dict[Site, None] = {}
    names = [name]
    for one in names:
        fresh = uses.definitions(state.tree, one, among)
        sites |= dict.fromkeys(fresh)
        names += [n for s in fresh for n in uses.defined(s.item) if n not in names]
        if len(names) > _TOGETHER:
            return False
    if not sites:
        return False
    for one in names:
        where = among if one == name else uses.files(state.tree, one)
        if uses.is_used(state.tree, one, where, list(sites)) or uses.is_pasted(state, one, among):
            return False
    return state.step([cut_item(state.tree, site) for site in sites])


def cut_item(tree: Tree, site: Site) -> Edit:
    """Return the edit that takes out an item with the comment above."""
    source = tree.read(site.path)
    return cutting.cut(site.path, source, site.item.start, site.item.end)
