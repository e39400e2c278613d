"""#include lines of headers that are gone, and what came with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from codemods.formats.c import functions as c_functions
from codemods.formats.c import items as c_items
from codemods.formats.c.directives.includes import includes, may_name
from codemods.removal import uses
from codemods.removal.state import Removal, is_c
from codemods.source.splice import Edit
from codemods.source.tree import Tree, exists

#: Every C file includes it, whatever it uses of that.
#: Source: "Include directives" in docs/devel/style.rst of QEMU.
_FIRST = "qemu/osdep.h"


def named(source: bytes) -> list[str]:
    """Return the headers that the text includes, as it names them."""
    return [one.name for one in includes(source)]


def resolve(tree: Tree, path: str, name: str) -> str | None:
    """Return the file of the tree that `path` means by the header `name`, or None."""
    return next((p for p in _places(path, name) if exists(tree, p)), None)


def including(tree: Tree, header: str) -> list[str]:
    """Return the files that include the header."""
    base = header.rpartition("/")[2]
    hits = (hit for hit in tree.grep((base,)) if is_c(hit.path) and may_name(hit.text))
    among = dict.fromkeys(hit.path for hit in hits if hit.path != header)
    return [
        path for path in among
        if any(n.endswith(base) and header in _places(path, n) for n in named(tree.read(path)))
    ]  # fmt: skip


def knows(state: Removal, path: str, name: str) -> bool:
    """Tell whether by `name` the file can mean what went: it includes a header that says so.

    A file that others include may know it from them.
    """
    homes = state.known_by.get(name)
    return not homes or sees(state.before, path, homes)


def sees(tree: Tree, path: str, homes: Collection[str]) -> bool:
    """Tell whether the file is one of `homes`, or includes one, or may come behind one."""
    if path in homes or not path.endswith((".c", ".h", ".inc")):
        return True
    users = [path] if path.endswith(".c") else [path, *including(tree, path)]
    return any(not _reached(tree, [user]).isdisjoint(homes) for user in users)


def follow(state: Removal) -> bool:
    """Take out the lines that include a file which is gone; tell whether there were any.

    What such a header included itself is included in its place where something of it is used.
    """
    done = False
    for header in [p for p in state.gone_files if p.endswith((".h", ".inc"))]:
        for path in including(state.tree, header):
            done |= state.step(_without(state, path, header))
            for line in _instead(state, path, header):
                edit = c_functions.add_include(path, state.read(path), line)
                done |= edit is not None and state.step([edit])
    return done


def unneeded(state: Removal) -> bool:
    """Take out the lines that include a header for the sake of what went and nothing else.

    Tell whether there were any.
    """
    done = False
    lost: dict[str, set[str]] = {}
    for cut in state.cuts:
        if cut.lost and state.alive(cut.path) and cut.path.endswith(".c"):
            lost.setdefault(cut.path, set()).update(cut.lost)
    for path, names in lost.items():
        for name in named(state.read(path)):
            header = resolve(state.tree, path, name) if name != _FIRST else None
            if header is not None and _served(state, path, header, names):
                done |= state.step(_lines(state.read(path), path, name))
    return done


def _served(state: Removal, path: str, header: str, lost: set[str]) -> bool:
    """Tell whether `path` included the header only for names that it lost."""
    words = c_items.words(state.read(path))
    before = _given(state.before, header)
    if not before & lost or any(words[n] for n in before | _given(state.tree, header)):
        return False
    others = [r for n in named(state.read(path)) if (r := resolve(state.tree, path, n))]
    reached = _reached(state.tree, [o for o in others if o != header])
    for inner in _reached(state.tree, [header]):
        if inner in reached or inner == header:
            continue
        if inner.startswith(_MADE) or any(words[n] for n in _given(state.tree, inner)):
            return False
    return True


#: How _reached() gives a header that the build makes.
_MADE = "made:"


def _reached(tree: Tree, start: list[str]) -> set[str]:
    """Return the headers that are included by way of `start`, themselves too."""
    seen, queue = set(start), list(start)
    while queue:
        path = queue.pop()
        for name in named(tree.read(path)):
            found = resolve(tree, path, name)
            if found is None and name.endswith(".h") and "/" in name:
                seen.add(f"{_MADE}{name}")
            if found is not None and found not in seen:
                seen.add(found)
                queue.append(found)
    return seen


def _given(tree: Tree, header: str) -> set[str]:
    """Return the names that the header itself defines or declares."""
    if not exists(tree, header):
        return set()
    found = c_items.read(tree.read(header)).items
    kinds = (c_items.INCLUDE, c_items.OTHER)
    return {n for i in found if i.kind not in kinds for n in uses.defined(i) if len(n) > 1}


def _lines(source: bytes, path: str, name: str) -> list[Edit]:
    return [Edit(path, one.start, one.end, b"") for one in includes(source) if one.name == name]


def _places(path: str, name: str) -> Iterator[str]:
    folder = path.rpartition("/")[0]
    parts = folder.split("/")
    yield _normal(f"{folder}/{name}")
    yield f"include/{name}"
    yield name
    if parts[0] in ("target", "hw", "linux-user", "bsd-user") and len(parts) > 1:
        yield f"target/{parts[1]}/{name}"


def _normal(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _without(state: Removal, path: str, header: str) -> list[Edit]:
    source = state.read(path)
    edits = []
    for one in includes(source):
        if header in _places(path, one.name) and resolve(state.tree, path, one.name) is None:
            edits.append(Edit(path, one.start, one.end, b""))
    return edits


def _instead(state: Removal, path: str, header: str) -> list[str]:
    """Return the headers that `path` used by way of the one that is gone."""
    source = state.read(path)
    own = {resolve(state.tree, path, name) for name in named(source)}
    words = c_items.words(source)
    wanted = []
    for name in named(state.gone_files[header]):
        inner = resolve(state.tree, header, name)
        if inner is None or inner in own:
            continue
        if any(_reaches(state.tree, one, inner) for one in own if one is not None):
            continue
        given = {
            n
            for i in c_items.read(state.read(inner)).items
            for n in uses.defined(i)
            if i.kind != c_items.INCLUDE
        }
        if any(words[n] for n in given if len(n) > 3):
            wanted.append(name)
    return wanted


def _reaches(tree: Tree, start: str, wanted: str) -> bool:
    """Tell whether the header `start` includes `wanted`, directly or not."""
    queue, seen = [start], {start}
    while queue and len(seen) < 400:
        path = queue.pop()
        for name in named(tree.read(path)):
            found = resolve(tree, path, name)
            if found == wanted:
                return True
            if found is not None and found not in seen:
                seen.add(found)
                queue.append(found)
    return False
