"""The machine types of the tree, and their aliases.

Source: include/hw/core/boards.h (include/hw/boards.h before 11.0) in QEMU.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from codemods.formats.c import macros as c_macros
from codemods.qemu import targets
from codemods.qemu.code import types as qom_types
from codemods.qemu.code.types import Type
from codemods.source.splice import line_of
from codemods.source.tree import Tree

SUFFIX = "-machine"
_ROOT = "machine"
_FOLDERS = ("include/hw", "hw", "target")
_SEARCHED = ("hw", "include/hw")
_ALIAS = r'->alias\s*=\s*"%s"'
_VERSIONED = re.compile(r"(.+?)-(\d+\.\d+(?:\.\d+)?)(-.*)?")
#: A folder below hw/ that is no target's own, and the one of the target it is for.
_FOLDER = {"vmapple": "arm", "xenpv": "i386", "core": "none", "remote": "none"}
_OLD_NAME = "_MACHINE"


@dataclass(frozen=True)
class Machine:
    """A name that `-machine` takes.

    `arch` is the target's folder below hw/ ("none" for all targets); `type` the
    type behind the name, None for an alias.
    """

    name: str
    arch: str
    path: str
    line: int
    type: Type | None

    @property
    def qualified(self) -> str:
        """The name with its target: what is called "virt" is not one machine only."""
        return f"{self.arch}/{self.name}"


def find(tree: Tree, name: str) -> tuple[Machine, ...]:
    """Return the machines called "NAME" or "TARGET/NAME"."""
    arch, _, name = name.rpartition("/")
    if not re.fullmatch(r"[\w.+-]+", name):
        return ()
    found = [m for path in _files(tree, name) for m in of_file(tree, path) if m.name == name]
    found = [m for m in found if arch in ("", m.arch)]
    found += [m for m in _aliases(tree, name) if arch in ("", m.arch)]
    return tuple({m.qualified: m for m in reversed(found)}.values())[::-1]


def every(tree: Tree) -> Iterator[Machine]:
    """Yield each machine, and each alias that no machine of its target has for a name."""
    paths = _defining(tree)
    seen = set()
    for machine in (m for path in paths for m in of_file(tree, path)):
        if machine.qualified not in seen:
            seen.add(machine.qualified)
            yield machine
    literals = re.compile(_ALIAS.replace('"%s"', r'"([\w.+-]+)"').encode())
    hits = tree.grep(("alias",), ("hw",))
    names = {found[1].decode() for h in hits if (found := literals.search(h.text))}
    names |= {a for path in paths for t in types(tree, path) for a in made_aliases(t)}
    for alias in (a for name in sorted(names) for a in _aliases(tree, name)):
        if alias.qualified not in seen:
            seen.add(alias.qualified)
            yield alias


def types(tree: Tree, path: str) -> tuple[Type, ...]:
    """Return the types of the file `path`: machines, what they are derived from, and others.

    An abstract type of machines need not be called like one.
    """
    return qom_types.types(tree, path, _OLD_NAME[1:], _FOLDERS)


def is_machine(one: Type) -> bool:
    """Tell whether `-machine` takes the type `one`."""
    return one.name.endswith(SUFFIX) and not one.abstract


def of_file(tree: Tree, path: str) -> Iterator[Machine]:
    """Yield the machines that the file `path` defines."""
    for one in types(tree, path):
        if is_machine(one):
            name = called(one.name)
            yield Machine(name, _arch(path), path, one.line, one)


def of_target(tree: Tree, arch: str) -> Iterator[Machine]:
    """Yield the machines of the target `arch`, without aliases."""
    for path in _defining(tree):
        if _arch(path) == arch:
            yield from of_file(tree, path)


def children(tree: Tree, parent: Type) -> tuple[Type, ...]:
    """Return the machine types whose parent is `parent`, in whatever file."""
    name = called(parent.name)
    paths = {parent.path, *(p for p in _files(tree, name) if _linked(p, parent.path))}
    return tuple(t for p in sorted(paths) for t in types(tree, p) if t.parent == parent.name)


def named(tree: Tree, type_name: str, near: str) -> Type | None:
    """Return the machine type `type_name`, from the file `near` if that defines it."""
    name = called(type_name)
    own = [t for t in types(tree, near) if t.name == type_name]
    if own:
        return own[0]
    for path in (p for p in _files(tree, name) if _linked(p, near)):
        for one in types(tree, path):
            if one.name == type_name:
                return one
    return None


def ancestors(tree: Tree, one: Type) -> Iterator[Type]:
    """Yield the machine types above `one`, its parent first."""
    while one.parent and one.parent != _ROOT:
        parent = named(tree, one.parent, one.path)
        if parent is None:
            return
        yield parent
        one = parent


def families(tree: Tree, name: str) -> Iterator[Machine]:
    """Yield what stands for all machines of the abstract type `name` or "TARGET/name"."""
    arch, _, name = name.rpartition("/")
    for path in _files(tree, name):
        for one in types(tree, path):
            if one.abstract and one.name == name + SUFFIX and arch in ("", _arch(path)):
                yield Machine(name, _arch(path), path, one.line, one)


def every_family(tree: Tree) -> Iterator[Machine]:
    """Yield what stands for all machines of each abstract type."""
    for path in _defining(tree):
        for one in types(tree, path):
            if one.abstract and one.name.endswith(SUFFIX):
                name = called(one.name)
                yield Machine(name, _arch(path), path, one.line, one)


def made_aliases(one: Type) -> Iterator[str]:
    """Yield the alias that a macro gives to the machine that it defines."""
    for found in re.finditer(r'(?<!false \) { mc )-> alias = "([\w.+-]+)"', one.made):
        yield found[1]


def called(type_name: str) -> str:
    """Return what `-machine` calls the type `type_name`."""
    return type_name.removesuffix(SUFFIX)


def is_versioned(name: str) -> bool:
    """Tell whether `name` ends with the release that it is compatible with."""
    return version(name) is not None


def version(name: str) -> tuple[str, tuple[int, ...]] | None:
    """Return the family and the release of a versioned machine: ("virt", (4, 2)), else None."""
    found = _VERSIONED.fullmatch(name)
    return (found[1], tuple(int(n) for n in found[2].split("."))) if found else None


def _defining(tree: Tree) -> list[str]:
    """Return the C files that may define machines."""
    words = ("MACHINE_TYPE_NAME", _OLD_NAME, "TYPE_MACHINE_SUFFIX", "DEFINE_MACHINE")
    return sorted({h.path for h in tree.grep(words, ("hw",)) if h.path.endswith(".c")})


def _files(tree: Tree, name: str) -> list[str]:
    """Return the C files that may define a machine called `name`."""
    words = [f'"{name}"', f'"{name}{SUFFIX}"']
    if found := _VERSIONED.fullmatch(name):
        words += [f'"{found[1]}"', f'"{found[1]}-', f'"{name}']
    found_in = dict.fromkeys(h.path for h in tree.grep(words, _SEARCHED))
    for header in [p for p in found_in if p.endswith((".c", ".h"))]:
        for macro in _naming_macros(tree, header, tuple(words[:2])):
            found_in |= dict.fromkeys(tree.naming(macro, ("hw",)))
    return [p for p in found_in if p.endswith(".c") and p.startswith("hw/")]


def _naming_macros(tree: Tree, path: str, words: tuple[str, ...]) -> Iterator[str]:
    for macro in c_macros.definitions(tree.read(path)).values():
        if macro.name.startswith("TYPE_") and any(w in macro.text for w in words):
            yield macro.name


def _aliases(tree: Tree, name: str) -> Iterator[Machine]:
    """Yield the aliases called `name`, one for each target."""
    hits = [h for h in tree.grep((f'"{name}"',), ("hw",)) if h.path.endswith(".c")]
    literal = re.compile(_ALIAS.replace("%s", re.escape(name)).encode())
    for hit in hits:
        if literal.search(hit.text):
            yield Machine(name, _arch(hit.path), hit.path, hit.line, None)
    for path in dict.fromkeys(h.path for h in hits):
        for one in types(tree, path):
            if name in made_aliases(one):
                line = line_of(tree.read(path), one.start)
                yield Machine(name, _arch(path), path, line, None)


def _linked(path: str, other: str) -> bool:
    """Tell whether the two files can be in one program: several targets have a type "virt"."""
    pair = {_arch(path), _arch(other)}
    return len(pair) == 1 or not all(targets.title(arch) for arch in pair)


def _arch(path: str) -> str:
    folder = path.split("/")[1]
    return _FOLDER.get(folder, folder)
