"""A machine type: the reason in the function that sets up its class.  An alias: documentation only.

Source: acd290b017, 322b038c94, f59fb1889f and 155e1c82ed in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from codemods.errors import NotFound, NothingToDo, Refused
from codemods.kind import WORD_START, Kind, Naming, Part
from codemods.model import REASON, Entry, Feature, Mark, Request
from codemods.qemu import same_thing
from codemods.qemu.code import warning
from codemods.qemu.code.types import Type
from codemods.qemu.listing import entries
from codemods.qemu.machines import entry as machine_entry
from codemods.qemu.machines import machines
from codemods.qemu.machines import parts as machine_parts
from codemods.qemu.machines import reason as machine_reason
from codemods.qemu.machines.machines import Machine
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree

ID = "machine"


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the machines and aliases called `name`, or "TARGET/name"."""
    yield from (_feature(machine) for machine in machines.find(tree, name))


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each machine and each alias."""
    yield from (_feature(machine) for machine in machines.every(tree))


@warning.deferred
def marks(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield the reason where the machine is set up, there or missing; none of an alias.

    Raises:
        NothingToDo: the machine is deprecated by its age, or under a condition
            that its entry tells of.
    """
    machine = _machine(tree, feature)
    if machine.type is None:
        yield warning.of_no_alias(feature)
        return
    if machine_reason.is_automatic(machine.type):
        raise NothingToDo(
            f"'{machine.name}' is deprecated by its age: MACHINE_VER_DEPRECATION does that for "
            "every versioned machine",
            path=machine.path, line=machine.line,
            hint="there is nothing to do; see \"Versioned machine types\" in deprecated.rst",
        )  # fmt: skip
    present = machine_reason.reason_of(tree, machine.type)
    if present is None:
        yield Mark(REASON, machine.path, machine.type.line, add=partial(_set, machine))
        return
    path, function, assignment = present
    line = line_of(tree.read(path), assignment.statement.start)
    section = None if assignment.outermost else entries.find(tree, [entry(tree, feature)])
    if section is not None:
        raise NothingToDo(
            f"'{machine.name}' is deprecated under a condition, as \"{section.title}\" says",
            path=path, line=line,
            hint="to deprecate it under every condition, change both by hand",
        )  # fmt: skip
    machine_reason.require_unconditional(tree, path, function, assignment)
    yield Mark(REASON, path, line, assignment.value.strip('"'))


def require(tree: Tree, feature: Feature, request: Request) -> None:
    """Refuse a replacement that is no machine which stays."""
    _require_replacement(tree, _machine(tree, feature), request)


def _set(machine: Machine, tree: Tree, request: Request) -> Iterator[Edit]:
    """Yield the reason in the function that sets up the machine and no other one.

    Raises:
        Refused: the function serves other machines.
    """
    one = machine.type
    # One edit may serve several machines of one patch.
    if one is None or machine_reason.reason_of(tree, one) is not None:
        return
    site = machine_reason.site(tree, one, _asked(tree, one, request))
    yield machine_reason.assign(site.path, tree.read(site.path), site.function, _reason(request))


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the machine in the chapter "System emulator machines", its target first."""
    return machine_entry.entry(tree, _machine(tree, feature))


def parts(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield the machine's definition, or the file that is its own, and what lists it."""
    yield from machine_parts.parts(tree, _machine(tree, feature))


def aged(tree: Tree, feature: Feature) -> bool:
    """Tell whether the machine's age deletes it."""
    return machine_parts.aged(tree, _machine(tree, feature))


def dependents(tree: Tree, feature: Feature, request: Request) -> Sequence[Feature]:
    """Return the older versions of a versioned machine, oldest first, that start from its options.

    A release that keeps them and drops what they are made from does not exist.
    """
    machine = _machine(tree, feature)
    one = machine.type
    if one is None or request.warn == "none" or machine_reason.reason_of(tree, one):
        return ()
    older = machine_reason.older(tree, one, _asked(tree, one, request))
    named = (replace(machine, name=machines.called(t.name), line=t.line, type=t) for t in older)
    return tuple(map(_feature, named))


def _asked(tree: Tree, one: Type, request: Request) -> list[str]:
    """Return the type names of all machines that the patch deprecates."""
    named = (m.type for n in request.together for m in machines.find(tree, n))
    return [one.name, *(t.name for t in named if t)]


def _reason(request: Request) -> str:
    """Return what follows "Machine type 'x' is deprecated: "."""
    if request.words:
        return request.words
    if request.replacement is None:
        end = "without replacement" if request.no_replacement else "in a future release"
        return f"to be removed {end}"
    text = warning.plain(request.replacement)
    return f"use '{text}' instead" if _is_name(text) else f"use {text} instead"


def _require_replacement(tree: Tree, machine: Machine, request: Request) -> None:
    text = warning.plain(request.replacement or "")
    if not _is_name(text):
        return
    found = [m for m in machines.find(tree, text) if m.arch == machine.arch]
    if not found:
        raise Refused(
            f"the replacement '{text}' is no machine of this target", path=machine.path,
            line=machine.line, hint="a text with a blank is free text",
        )  # fmt: skip
    for other in found:
        with_it = other.qualified in (machine.qualified, *request.together)
        if with_it or (other.type and machine_reason.reason_of(tree, other.type)):
            when = "deprecated by the same patch" if with_it else "itself deprecated"
            raise Refused(
                f"the replacement '{text}' is {when}", path=other.path, line=other.line,
                hint="name a replacement that stays, or --no-replacement",
            )  # fmt: skip


def _is_name(text: str) -> bool:
    return re.fullmatch(r"[\w.+-]+", text) is not None


def _machine(tree: Tree, feature: Feature) -> Machine:
    for machine in machines.find(tree, feature.qualified):
        return machine
    raise NotFound(f"the machine {feature.qualified} is gone", path=feature.path)


def _feature(machine: Machine) -> Feature:
    return Feature(ID, machine.name, machine.qualified, machine.path, machine.line, (machine.name,))


KIND = Kind(
    id=ID,
    noun="machine",
    find=find,
    every=every,
    marks=marks,
    require=require,
    entry=entry,
    parts=parts,
    aged=aged,
    costly=True,
    row="machine",
    dependents=dependents,
    naming=Naming(
        "machine",
        (),
        (WORD_START + r"--?(?:M|machine)[ =](?:type=)?",),
        tag="machine",
        helpers=("set_machine", "require_machine"),
        variables=("machine", "_machine"),
        is_node=True,
        bare=True,
        emulated=True,
    ),
    same=same_thing.machine,
    one_chapter=True,
)
