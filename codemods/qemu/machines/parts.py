"""What goes with a machine type: an alias, a board in its own file or among others, a version.

Source: cd669e2051, 50f97a0ec6, acba1ebcad, e7dba30e82, 1731ec33c3 and 07a2adeebb in QEMU's
history.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from codemods.formats.c import cutting
from codemods.formats.c import functions as c_functions
from codemods.formats.c import items as c_items
from codemods.kind import Part
from codemods.qemu import built, releases
from codemods.qemu.code import parts as type_parts
from codemods.qemu.code.types import Type
from codemods.qemu.devices import realize
from codemods.qemu.devices import types as device_types
from codemods.qemu.machines import machines
from codemods.qemu.machines import reason as machine_reason
from codemods.qemu.machines.machines import Machine
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree

#: The years after which a versioned machine is deleted (MACHINE_VER_DELETION).
_AGE = 6


def parts(tree: Tree, machine: Machine) -> Iterator[Part]:
    """Yield what goes with the machine."""
    if machine.type is None:
        yield _alias(tree, machine)
    elif machines.is_versioned(machine.name) and machine.type.made:
        yield from _version(tree, machine, machine.type)
        yield from _named(tree, machine, _tests)
    else:
        yield _board(tree, machine, machine.type)
        yield from _named(tree, machine, _lists)
        yield from _named(tree, machine, _tests)


def _named(
    tree: Tree, machine: Machine, parts_of: Callable[[Tree, str], Iterator[Part]]
) -> Iterator[Part]:
    """Yield what goes with the machine's name, if no other target has a machine of that name."""
    if all(other.arch == machine.arch for other in machines.find(tree, machine.name)):
        yield from parts_of(tree, machine.name)


def aged(tree: Tree, machine: Machine) -> bool:
    """Tell whether the machine is one that its age deletes, and old enough."""
    version = machines.version(machine.name)
    if machine.type is None or version is None:
        return False
    if not machine_reason.is_automatic(machine.type):
        return False
    major, minor = releases.next_release(releases.tree_release(tree))
    return version[1][:2] <= (major - _AGE, minor)


def _tests(tree: Tree, name: str) -> Iterator[Part]:
    """Yield the tests that run only where a build has the machine: none has it any more."""
    asked = f'qtest_has_machine("{name}")'
    for path in dict.fromkeys(h.path for h in tree.grep((asked,), ("tests/qtest",))):
        source = tree.read(path)
        at = source.find(asked.encode())
        item = c_items.read(source).at(at)
        functions = c_functions.functions(path, source, item.name if item else "")
        if any(not f.node.has_error for f in functions):
            yield Part(path, line_of(source, at), reads=((asked, b"false"),))


def _alias(tree: Tree, machine: Machine) -> Part:
    source = tree.read(machine.path)
    statement = re.compile(
        rb'(?m)^[ \t]*\w+->alias\s*=\s*"' + re.escape(machine.name.encode()) + rb'";[^\n]*\n'
    )
    edits = tuple(Edit(machine.path, m.start(), m.end(), b"") for m in statement.finditer(source))
    why = "" if edits else "a macro gives the machine this alias"
    return Part(machine.path, machine.line, edits, by_hand=why)


def _version(tree: Tree, machine: Machine, one: Type) -> Iterator[Part]:
    """Yield the use of the macro that defines a version, and the functions that it names alone."""
    older = _older(tree, machine, one)
    if older:
        yield Part(machine.path, machine.line, by_hand=f"{older} is older and made from it")
        return
    source = tree.read(one.path)
    file = c_items.read(source)
    item = file.at(one.start)
    if item is None or item.kind != c_items.CALL:
        yield Part(machine.path, machine.line, by_hand="the macro that defines it cannot be read")
        return
    made = set(re.findall(r"\w+", one.made))
    edits = [cutting.cut(one.path, source, item.start, item.end)]
    for other in file.items:
        named = other.kind == c_items.FUNCTION and other.static and other.names[0] in made
        if named and c_items.words(source)[other.names[0]] == 1:
            edits.append(cutting.cut(one.path, source, other.start, other.end))
    edits += _only_called_by(source, one.path, file, edits, made)
    yield Part(one.path, line_of(source, item.start), tuple(edits), local=True)


def _only_called_by(
    source: bytes, path: str, file: c_items.File, cut: list[Edit], made: set[str]
) -> list[Edit]:
    """Return the edits for functions of the version that only its own other functions call."""
    gone = b"".join(source[e.start : e.end] for e in cut)
    found = []
    for other in file.items:
        if other.kind != c_items.FUNCTION or other.names[0] not in made:
            continue
        name = other.names[0]
        if c_items.words(source)[name] > 1:
            inside = c_items.words(gone)[name]
            if inside and c_items.words(source)[name] == inside + 1:
                found.append(cutting.cut(path, source, other.start, other.end))
    return found


def _older(tree: Tree, machine: Machine, one: Type) -> str:
    """Return an older version of the machine that the same file defines, or ""."""
    own = machines.version(machine.name)
    for other in machines.of_file(tree, one.path):
        version = machines.version(other.name)
        if own and version and version[0] == own[0] and version[1] < own[1]:
            return other.name
    return ""


def _board(tree: Tree, machine: Machine, one: Type) -> Part:
    staying = [
        t for t in machines.types(tree, one.path) if machines.is_machine(t) and t.name != one.name
    ]
    if not staying and one.path.count("/") > 1:
        found = type_parts.whole(tree, one.path, machine.line, _others(tree, machine, one))
        if found is not None:
            return found
    return type_parts.defined(tree, one, local=False)


def _others(tree: Tree, machine: Machine, one: Type) -> list[Type]:
    """Return the other machines of the target, and the devices beside it that a user may create."""
    found = machines.of_target(tree, machine.arch)
    others = [m.type for m in found if m.type is not None and m.type.name != one.name]
    return others + [
        t for path in built.beside(tree, one.path) for t in device_types.of_file(tree, path)
        if _is_for_users(tree, t)
    ]  # fmt: skip


def _is_for_users(tree: Tree, one: Type) -> bool:
    ancestry = None if one.abstract else device_types.ancestry(tree, one)
    return ancestry is not None and realize.is_creatable(tree, ancestry)


def _lists(tree: Tree, name: str) -> Iterator[Part]:
    """Yield the lines of lists of boards in the manual that are about this one."""
    item = re.compile(
        rb"(?m)^[ \t]*[-*][ \t]+``"
        + re.escape(name.encode())
        + rb"``[^\n]*\n(?:[ \t]+[^\s*-][^\n]*\n)*"
    )
    for path in tree.naming(name, ("docs/system",)):
        if not path.endswith((".rst", ".inc")):
            continue
        source = tree.read(path)
        for found in item.finditer(source):
            edit = Edit(path, found.start(), found.end(), b"")
            yield Part(path, line_of(source, found.start()), (edit,))
