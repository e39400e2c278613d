"""Which macros a C file of the tree sees, or would see."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from codemods.errors import NotFound, Refused
from codemods.formats.c import macros as c_macros
from codemods.formats.c.directives.includes import includes
from codemods.formats.c.macros import Lookup, Macro
from codemods.formats.c.tokens import text_of, tokens
from codemods.source.tree import Tree

#: Nothing that names machines, devices or CPU models is included from further away.
_DEPTH = 6
#: No header of QEMU's is included from so far away.
_ANYWHERE = 64


def lookup(tree: Tree, path: str, folders: Sequence[str], always: Sequence[str] = ()) -> Lookup:
    """Return what tells the macros that the file `path` sees.

    Arguments:
        folders: where the headers stand that are worth reading; those of the
            file's own folder always are.
        always: headers, where the tree has them, that it sees in some other way.
    """
    known: dict[str, Macro] = dict(c_macros.definitions(tree.read(path)))
    near = (s for _, s in _headers(tree, path, (*folders, path.rpartition("/")[0]), _DEPTH))
    rest = chain(near, (source for p in always if (source := _read(tree, p)) is not None))

    def find(name: str) -> Macro | None:
        while name not in known:
            header = next(rest, None)
            if header is None:
                return None
            for key, macro in c_macros.definitions(header).items():
                known.setdefault(key, macro)
        return known[name]

    return find


@dataclass(frozen=True)
class Clash:
    """A macro `name` that `header` defines, and the first use of the word as something else."""

    name: str
    header: str
    path: str
    line: int


def clash(tree: Tree, path: str, header: str) -> Clash | None:
    """Return a name of the file `path` that would change its meaning if it included `header`.

    None of its own words, or of the headers in its folder, can mean a macro
    that no header it includes so far defines.
    """
    seen = dict(_headers(tree, path, (), _ANYWHERE))
    beside = f"{path.rpartition('/')[0]}/"
    own = [(path, tree.read(path)), *((p, s) for p, s in seen.items() if p.startswith(beside))]
    for place, source in ((header, tree.read(header)), *_headers(tree, header, (), _ANYWHERE)):
        if place in seen:
            continue
        for user, text in own:
            for name in sorted(c_macros.definitions(source).keys() & _words(text)):
                if (line := _line(text, name)) is not None:
                    return Clash(name, place, user, line)
    return None


@lru_cache(maxsize=64)
def _words(source: bytes) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text_of(source)))


def _line(source: bytes, name: str) -> int | None:
    """Return the line of the first token `name`, None where only comments and strings have it."""
    text = text_of(source)
    found = next((t for t in tokens(text) if t.text == name), None)
    return None if found is None else text.count("\n", 0, found.start) + 1


def _headers(
    tree: Tree, path: str, folders: Sequence[str], depth: int
) -> Iterator[tuple[str, bytes]]:
    """Yield path and text of the headers that `path` includes, the nearest first.

    With `folders`, only those that stand there; `depth` is how far away they may be.
    """
    queue, seen = deque([(path, 0)]), {path}
    while queue:
        current, away = queue.popleft()
        source = _read(tree, current)
        if source is None:
            continue
        if away:
            yield current, source
        if away == depth:
            continue
        here = current.rpartition("/")[0]
        for name in _includes(source):
            for place in (f"{here}/{name}", f"include/{name}", name, *_target(here, name)):
                near = not folders or any(place.startswith(f"{f}/") for f in folders)
                if place not in seen and near:
                    seen.add(place)
                    queue.append((place, away + 1))


def _target(here: str, name: str) -> Iterator[str]:
    """Yield where a target's own header stands that is named without a folder."""
    parts = here.split("/")
    if parts[0] in ("hw", "target") and len(parts) > 1 and "/" not in name:
        yield f"target/{parts[1]}/{name}"
    elif name.startswith("target/"):
        yield name


@lru_cache(maxsize=2048)
def _includes(source: bytes) -> tuple[str, ...]:
    return tuple(one.name for one in includes(source) if one.quoted)


def _read(tree: Tree, path: str) -> bytes | None:
    try:
        return tree.read(path)
    except NotFound:
        return None
    except Refused:  # a path with ".." in it
        return None
