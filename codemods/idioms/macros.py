"""Which macros a C file of the tree sees."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from codemods.errors import NotFound, Refused
from codemods.formats import cmacro
from codemods.formats.cmacro import Lookup, Macro
from codemods.tree import Tree

_INCLUDE = re.compile(rb'(?m)^[ \t]*#[ \t]*include[ \t]+"([^"\n]+)"')
#: Nothing that names machines or CPU models is included from further away.
_DEPTH = 4


def lookup(tree: Tree, path: str, folders: Sequence[str], always: Sequence[str] = ()) -> Lookup:
    """Return what tells the macros that the file `path` sees.

    Arguments:
        folders: where the headers stand that are worth reading; those of the
            file's own folder always are.
        always: headers, where the tree has them, that it sees in some other way.
    """
    known: dict[str, Macro] = dict(cmacro.definitions(tree.read(path)))
    near = _headers(tree, path, (*folders, path.rpartition("/")[0]))
    rest = chain(near, (source for p in always if (source := _read(tree, p)) is not None))

    def find(name: str) -> Macro | None:
        while name not in known:
            header = next(rest, None)
            if header is None:
                return None
            for key, macro in cmacro.definitions(header).items():
                known.setdefault(key, macro)
        return known[name]

    return find


def _headers(tree: Tree, path: str, folders: Sequence[str]) -> Iterator[bytes]:
    """Yield the headers that `path` includes, the nearest first."""
    queue, seen = deque([(path, 0)]), {path}
    while queue:
        current, depth = queue.popleft()
        source = _read(tree, current)
        if source is None:
            continue
        if depth:
            yield source
        if depth == _DEPTH:
            continue
        here = current.rpartition("/")[0]
        for name in _includes(source):
            for place in (f"{here}/{name}", f"include/{name}", name, *_target(here, name)):
                if place not in seen and any(place.startswith(f"{f}/") for f in folders):
                    seen.add(place)
                    queue.append((place, depth + 1))


def _target(here: str, name: str) -> Iterator[str]:
    """Yield where a target's own header stands that is named without a folder."""
    parts = here.split("/")
    if parts[0] in ("hw", "target") and len(parts) > 1 and "/" not in name:
        yield f"target/{parts[1]}/{name}"
    elif name.startswith("target/"):
        yield name


@lru_cache(maxsize=2048)
def _includes(source: bytes) -> tuple[str, ...]:
    return tuple(name.decode("latin-1") for name in _INCLUDE.findall(source))


def _read(tree: Tree, path: str) -> bytes | None:
    try:
        return tree.read(path)
    except NotFound:
        return None
    except Refused:  # a path with ".." in it
        return None
