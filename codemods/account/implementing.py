"""The files that implement a feature and are its own, for asking whom its patches go to.

A file is tied to the feature by what it defines: the feature, its function, its
type, its list of parameters.  A word in quotes, a folder of that name or a part of
a name in somebody else's file is no tie.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from codemods import kinds
from codemods.model import Feature, Source
from codemods.qemu.schema import definitions
from codemods.source.tree import Hit, Tree

#: What belongs to few; the schema and the tables belong to many.
_SOURCES = (".c", ".h", ".inc", ".mak")
_FOREIGN = ("tests/", "include/standard-headers/", "linux-headers/")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_CONSTANT = re.compile(r"[A-Z][A-Z0-9]*_\w+")
_FUNCTION = re.compile(r"(?=\w+_\w)[a-z]\w+")
#: What so many folders use is known to all of them and implemented in none.
_FOLDERS = 6


def implementing(tree: Tree, feature: Feature) -> tuple[Source, ...]:
    """Return the files that implement the feature, each once, with what ties it to them.

    They are the one that defines it, those that its kind knows, those that define or
    use what only it is called in C, and those beside them that are named after it.
    """
    found = list(_definers(tree, feature))
    if not _is_part(feature):
        found += _namesakes(tree, feature, [s.path for s in found])
    first: dict[str, Source] = {}
    for source in found:
        if source.path.endswith(_SOURCES) and not source.path.startswith(_FOREIGN):
            first.setdefault(source.path, source)
    return tuple(first.values())


def _definers(tree: Tree, feature: Feature) -> Iterator[Source]:
    yield Source(feature.path, f"defines {feature.qualified}")
    find = kinds.every()[feature.kind].sources
    own = tuple(find(tree, feature)) if find else ()
    folders = {source.path.rpartition("/")[0] for source in own}
    yield from own
    if feature.path.endswith(".json"):
        yield from _of_schema(tree, feature)
    for word in feature.spellings:
        if _CONSTANT.fullmatch(word):
            # Where the kind knows, a mere use elsewhere is somebody else's.
            for source in _of_constant(tree, word):
                if not folders or source.path.rpartition("/")[0] in folders:
                    yield source
        elif not feature.path.endswith(".json") and _FUNCTION.fullmatch(word):
            yield from _defining(tree, word)


def _of_schema(tree: Tree, feature: Feature) -> Iterator[Source]:
    """Yield the files that implement a command, an event, or a member of something."""
    owner = feature.qualified.removesuffix(f".{feature.name}")
    found = definitions.definition(tree, owner)
    if found is None or found[1].meta == "enum":
        return
    name = definitions.c_name(owner)
    if found[1].meta == "command":
        sites = tuple(_defining(tree, f"qmp_{name}"))
    elif found[1].meta == "event":
        sites = tuple(_of_constant(tree, f"qapi_event_send_{name.lower()}"))
    else:
        sites = tuple(_few(tree, name, "names"))
    if owner == feature.qualified:
        yield from sites
        return
    member = definitions.c_name(feature.name)
    used = re.compile(rb"(?:->|\.)(?:has_)?" + member.encode() + rb"\b")
    for site in sites:
        if found[1].meta == "command" or used.search(tree.read(site.path)):
            yield site


def _of_constant(tree: Tree, word: str) -> Iterator[Source]:
    """Yield the files that define the constant, else those that use it where they are few."""
    hits = _code(tree, word)
    define = re.compile(rb"\s*#\s*define\s+" + word.encode() + rb"\b")
    named = re.compile(rb"\.name\s*=\s*" + word.encode() + rb"\b")
    if any(define.match(hit.text) for hit in hits):
        for hit in hits:
            if define.match(hit.text):
                yield Source(hit.path, f"defines {word}")
            elif named.search(hit.text):
                yield Source(hit.path, f"defines the type {word}")
        return
    yield from _few(tree, word, "uses")


def _few(tree: Tree, word: str, verb: str) -> Iterator[Source]:
    paths = dict.fromkeys(hit.path for hit in _code(tree, word))
    if len({path.rpartition("/")[0] for path in paths}) <= _FOLDERS:
        yield from (Source(path, f"{verb} {word}") for path in paths)


def _defining(tree: Tree, function: str) -> Iterator[Source]:
    """Yield the files that define the function; a stub only says that a build cannot do it."""
    head = re.compile(rb"(?:[A-Za-z_][\w *]*[ *])?" + function.encode() + rb"\s*\([^;]*$")
    paths = dict.fromkeys(
        h.path for h in _code(tree, function) if h.path.endswith(".c") and head.match(h.text)
    )
    real = [path for path in paths if "stub" not in path] or list(paths)
    yield from (Source(path, f"defines {function}()") for path in real)


def _namesakes(tree: Tree, feature: Feature, beside: Sequence[str]) -> Iterator[Source]:
    """Yield the files that are named after the feature and stand beside others of it.

    A number right behind the name makes another name of it.
    """
    words = tuple(w for w in _words(feature.name) if w != "x")
    beside = [p for p in beside if p.endswith(_SOURCES) and not p.startswith(_FOREIGN)]
    folders = {path.rpartition("/")[0] for path in beside}
    folders |= {f"include/{folder}" for folder in folders}
    numbered = re.compile(r"[-_]?".join(map(re.escape, words)) + r"\d", re.IGNORECASE)
    for path in tree.files() if words else ():
        folder, _, name = path.rpartition("/")
        stem, _, ending = name.partition(".")
        named = folder in folders and _words(stem)[: len(words)] == words
        if ending in ("c", "h") and named and not numbered.match(stem):
            yield Source(path, f"is named after {feature.name}, beside what defines or uses it")


def _is_part(feature: Feature) -> bool:
    """Tell whether the feature is a part of what it belongs to, as a property or a member is."""
    owner = feature.qualified.removesuffix(feature.name).rstrip(".")
    constant = feature.spellings and _CONSTANT.fullmatch(feature.spellings[-1])
    return not feature.spellings or ("." in feature.qualified and bool(owner) and not constant)


def _code(tree: Tree, word: str) -> list[Hit]:
    """Return the lines of C that have the word."""
    whole = re.compile(rb"(?<!\w)" + re.escape(word.encode()) + rb"(?!\w)")
    return [
        hit for hit in tree.grep((word,))
        if hit.path.endswith((".c", ".h", ".inc")) and not hit.path.startswith(_FOREIGN)
        and whole.search(hit.text)
    ]  # fmt: skip


def _words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(name))
