"""Nothing that a removal deletes may still be used: each patch has to build.

Source: 18d154f575, which deleted a function that was called until eef0bae3a7.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from codemods.errors import Problem
from codemods.formats import kconfig, trace_events
from codemods.formats.c import items as c_items
from codemods.formats.c.directives.includes import includes, may_name
from codemods.formats.c.items import Item
from codemods.model import Check, Patch
from codemods.qemu.code import types
from codemods.source.searching import beforehand
from codemods.source.splice import line_of
from codemods.source.tree import Tree

_C = re.compile(r".*(?<!\.rst)\.(?:c|h|inc|cc|m)$")
_DEFINES = (c_items.FUNCTION, c_items.VARIABLE, c_items.MACRO, c_items.TYPE)
_OPTION = re.compile(rb"\bQEMU_OPTION_\w+")
_FOREIGN = re.compile(r"(subprojects|roms|linux-headers|tests/tcg|contrib|rust)/")
_OF_TARGET = re.compile(r"(?:target|linux-user|bsd-user)/\w{1,40}/")
_SHORT = 3
#: A name in more files than this is a word of other things, too.
_MANY = 12


def run(before: Tree, after: Tree, patch: Patch) -> Iterator[Problem]:
    """Yield a problem for each use of a deleted name, header, source file or symbol."""
    if not patch.removes:
        return
    yield from _names(before, after, patch)
    yield from _options(before, after, patch)
    yield from _files(after, patch)
    yield from _symbols(before, after, patch)
    yield from _events(before, after, patch)


def _names(before: Tree, after: Tree, patch: Patch) -> Iterator[Problem]:
    deleted: dict[str, str] = {}
    type_names: dict[str, str] = {}
    for path in patch.files:
        if not _C.match(path):
            continue
        old = c_items.read(before.read(path)).items
        new = c_items.read(_read(after, patch, path)).items
        stays = {n for i in new for n in _defined(i)}
        for item in old:
            private = item.static or (path.endswith(".c") and item.kind != c_items.FUNCTION)
            for name in _defined(item) - stays:
                type_names |= {name: path} if name.startswith("TYPE_") else {}
                if not (private and path.endswith(".c")):
                    if len(name) > _SHORT:
                        deleted[name] = path
                elif c_items.words(_read(after, patch, path))[name]:
                    yield Problem(CHECK.id, path, 0, f"{name} is deleted and still used")
    beforehand.each(after, deleted)
    for name, path in deleted.items():
        yield from _used(after, name, path)
    for name, path in sorted(type_names.items()):
        yield from _declaring(after, name, path)


def _defined(item: Item) -> set[str]:
    return set(item.names) if item.kind in _DEFINES else set()


def _declaring(after: Tree, name: str, home: str) -> Iterator[Problem]:
    """Yield where a macro that declares a QOM type puts the name TYPE_X together from X.

    What a C file defined, nothing but that file can have meant.
    """
    own = name.removeprefix("TYPE_")
    for path in (p for p in after.naming(own) if _C.match(p) and not _FOREIGN.match(p)):
        if home.endswith(".c") and path != home:
            continue
        source = after.read(path)
        for item in c_items.read(source).items:
            if types.declares(item, own):
                line = line_of(source, item.start)
                yield Problem(CHECK.id, path, line, f"{name} is deleted and still used")


def _used(after: Tree, name: str, path: str) -> Iterator[Problem]:
    paths = [p for p in after.naming(name) if _C.match(p) and not _FOREIGN.match(p)]
    if not 0 < len(paths) <= _MANY:
        return
    items = {p: c_items.read(after.read(p)).items for p in paths}
    if any(name in (*_defined(i), *i.constants) for found in items.values() for i in found):
        return
    if _OF_TARGET.match(path):
        # No build sees the headers of two targets.
        home = "/".join(path.split("/")[:2]) + "/"
        paths = [p for p in paths if p.startswith(home) or not _OF_TARGET.match(p)]
    word = re.compile(rb"(?<![\w.>])" + name.encode() + rb"\b(?!\s*:[^:])")
    for path in paths:
        source = after.read(path)
        used = c_items.words(source)[name]
        asked = re.search(rb"(?:ifn?def\s+|defined\s*(?:\(\s*)?)" + name.encode() + rb"\b", source)
        if used and word.search(source) and not asked and not _is_local(source, name):
            yield Problem(CHECK.id, path, 0, f"{name} is deleted and still used")


def _is_local(source: bytes, name: str) -> bool:
    """Tell whether `name` in the file is a field, a parameter or a local of that name."""
    declared = re.compile(rb"\b\w+[ *]+" + name.encode() + rb"\s*[;,=)\[]")
    return declared.search(re.sub(rb"extern[^;]*;", b"", source)) is not None


def _options(before: Tree, after: Tree, patch: Patch) -> Iterator[Problem]:
    for path in (p for p in patch.files if p.endswith(".hx")):
        gone = set(_OPTION.findall(before.read(path)))
        gone -= set(_OPTION.findall(_read(after, patch, path)))
        for constant in sorted(gone):
            for used in after.naming(constant.decode()):
                if _C.match(used) and c_items.words(after.read(used))[constant.decode()]:
                    yield Problem(CHECK.id, used, 0, f"{constant.decode()} is generated no more")


def _files(after: Tree, patch: Patch) -> Iterator[Problem]:
    for path in sorted(p for p, data in patch.files.items() if data is None):
        folder, _, base = path.rpartition("/")
        if base.endswith(".h"):
            hits = (h for h in after.grep((base,)) if _C.match(h.path) and may_name(h.text))
            for user in dict.fromkeys(hit.path for hit in hits):
                source = after.read(user)
                for found in includes(source):
                    if found.name.endswith(base) and _means(user, found.name, path, after):
                        line = line_of(source, found.start)
                        yield Problem(CHECK.id, user, line, f"{path} is deleted and included")
        build = f"{folder}/meson.build"
        named = re.compile(rb"['/]" + re.escape(base.encode()) + rb"'")
        for one in _present(after, [build]) if base.endswith((".c", ".cc")) else ():
            if named.search(after.read(one)):
                yield Problem(CHECK.id, build, 0, f"{base} is deleted and still built")


def _means(path: str, name: str, gone: str, after: Tree) -> bool:
    here = path.rpartition("/")[0]
    places = [f"{here}/{name}", f"include/{name}", name]
    return gone in places and not _present(after, [p for p in places if p != gone])


def _present(tree: Tree, paths: Iterable[str]) -> list[str]:
    known = set(tree.files())
    return [p for p in paths if p in known]


def _symbols(before: Tree, after: Tree, patch: Patch) -> Iterator[Problem]:
    for path in (p for p in patch.files if "Kconfig" in p.rpartition("/")[2]):
        gone = {s.name for s in kconfig.symbols(before.read(path))}
        gone -= {s.name for s in kconfig.symbols(_read(after, patch, path))}
        beforehand.each(after, sorted(gone))
        for symbol in sorted(gone):
            used = re.compile(
                rb"\bCONFIG_" + symbol.encode() + rb"\b|^\s+(?:select|imply|depends on)\b.*\b"
                + symbol.encode() + rb"\b"
            )  # fmt: skip
            for hit in after.grep((symbol,)):
                build = re.search(r"Kconfig|meson\.build$|\.mak$|\.[ch]$", hit.path)
                if build and used.search(hit.text):
                    yield Problem(CHECK.id, hit.path, hit.line, f"the symbol {symbol} is deleted")


def _events(before: Tree, after: Tree, patch: Patch) -> Iterator[Problem]:
    lost: set[str] = set()
    for path in (p for p in patch.files if _C.match(p)):
        old = c_items.words(before.read(path))
        new = c_items.words(_read(after, patch, path))
        lost |= {n for n in old if n.startswith("trace_") and not new[n]}
    beforehand.each(after, sorted(lost))
    dead = {n.removeprefix("trace_") for n in lost if not after.naming(n)}
    if not dead:
        return
    folders = {p.rpartition("/")[0] for p in patch.files}
    for path in _present(after, (f"{f}/trace-events" for f in sorted(folders))):
        for name, at, _ in trace_events.events(after.read(path)):
            if name in dead:
                line = after.read(path).count(b"\n", 0, at) + 1
                yield Problem(CHECK.id, path, line, f"nothing calls the event {name} any more")


def _read(after: Tree, patch: Patch, path: str) -> bytes:
    return b"" if patch.files[path] is None else after.read(path)


CHECK = Check(id="still-used", run=run)
