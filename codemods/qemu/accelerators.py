"""Accelerators, and the properties that `-accel NAME,PROPERTY=...` sets.

Their class_init adds them, or what it calls with the class: often a function that each
target defines.  Source: accel/kvm/kvm-all.c, accel/tcg/tcg-all.c in QEMU.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from codemods.formats.c import classes as c_classes
from codemods.formats.c.functions import Function
from codemods.qemu.code import properties as qom_properties
from codemods.qemu.code import types as code_types
from codemods.qemu.code.types import Type
from codemods.source.splice import line_of
from codemods.source.tree import Tree

#: The option that chooses one.
OPTION = "accel"
_PARENT = "accel"
#: What its class has to start it with.
_START = "init_machine"
_ENDING = "-accel"
_FOLDERS = ("accel", "target", "hw")
_NAMES = ("TYPE_ACCEL", '"accel"')


@dataclass(frozen=True)
class Property:
    """The property `name` of the accelerator `owner`: the call at byte `at` adds it."""

    owner: str
    name: str
    path: str
    line: int
    at: int


def every(tree: Tree) -> Iterator[Property]:
    """Yield the properties of each accelerator; one that several targets add only once."""
    seen = set()
    for one in _types(tree):
        owner = one.name.removesuffix(_ENDING)
        for path, function in _functions(tree, one):
            for name, _, at in qom_properties.of_file(tree, path, tables=False):
                inside = function.span.start <= at < function.span.end
                if inside and (owner, name) not in seen:
                    seen.add((owner, name))
                    yield Property(owner, name, path, line_of(tree.read(path), at), at)


def may_be(tree: Tree, owner: str) -> bool:
    """Tell whether code has the word of an accelerator `owner`: one search, and nothing parsed."""
    return bool(tree.grep((f'ACCEL_CLASS_NAME("{owner}")', f'"{owner}{_ENDING}"')))


def sources(tree: Tree, owner: str) -> Iterator[str]:
    """Yield the files that define the accelerator `owner`."""
    yield from (t.path for t in _types(tree) if t.name == f"{owner}{_ENDING}")


def started_by(tree: Tree, owner: str) -> tuple[str, str] | None:
    """Return the file and the name of the only function that starts the accelerator `owner`."""
    found = set()
    for one in (t for t in _types(tree) if t.name == f"{owner}{_ENDING}" and t.class_init):
        source = tree.read(one.path)
        known = c_classes.functions(one.path, source)
        setup = known.get(one.class_init)
        for done in c_classes.assignments(source, setup, _START) if setup else ():
            if done.value in known:
                found.add((one.path, done.value))
    return found.pop() if len(found) == 1 else None


def _types(tree: Tree) -> Iterator[Type]:
    hits = tree.grep(_NAMES, tuple(f for f in _FOLDERS if _has(tree, f)))
    for path in dict.fromkeys(hit.path for hit in hits if hit.path.endswith(".c")):
        for one in code_types.types(tree, path, "ACCEL", ("include",)):
            if one.parent == _PARENT and one.name.endswith(_ENDING):
                yield one


def _has(tree: Tree, folder: str) -> bool:
    return any(path.startswith(f"{folder}/") for path in tree.files())


def _functions(tree: Tree, one: Type) -> Iterator[tuple[str, Function]]:
    """Yield what sets up the class or an object of `one`, in whatever files."""
    queue = [(one.path, one.class_init), (one.path, one.instance_init)]
    seen = set()
    while queue:
        near, name = queue.pop(0)
        for path in _defining(tree, near, name) if name and name not in seen else ():
            source = tree.read(path)
            function = c_classes.functions(path, source)[name]
            yield path, function
            handles = c_classes.handles(source, function, "ObjectClass|Object|AccelClass")
            queue += [
                (path, called)
                for called, _ in c_classes.calls(source, function, handles)
                if re.search("accel|init", called) and not called.startswith("object_")
            ]
        seen.add(name)


def _defining(tree: Tree, near: str, name: str) -> list[str]:
    if name in c_classes.functions(near, tree.read(near)):
        return [near]
    paths = [p for p in tree.naming(name) if p.endswith(".c") and "stub" not in p]
    return [p for p in paths if name in c_classes.functions(p, tree.read(p))]
