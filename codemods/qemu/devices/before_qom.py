"""Devices of before QOM: an init function that boards call, in a file of the same name.

Source: c8cdec74e6 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from codemods.formats.c import calls as c_calls
from codemods.formats.c import classes as c_classes
from codemods.formats.c import functions as c_functions
from codemods.model import WARNING, Entry, Mark, Request
from codemods.qemu.code import warning
from codemods.qemu.devices import realize
from codemods.qemu.listing import chapters, entries
from codemods.qemu.machines import machines
from codemods.source.splice import Edit
from codemods.source.tree import Tree, below

_FOLDER = "hw"


@dataclass(frozen=True)
class Init:
    """The device `name`, made by `function` of the file `path`, which the file `caller` calls."""

    name: str
    path: str
    line: int
    function: c_functions.Function
    caller: str


def named(tree: Tree, name: str) -> Init | None:
    """Return the device called `name`, where one file is called so and has its init function."""
    stem = re.sub(r"\W", "_", name)
    paths = _by_stem(tree).get(stem, ())
    found = [init for path in paths if (init := _init(tree, path, name))]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=8)
def _by_stem(tree: Tree) -> Mapping[str, Sequence[str]]:
    """Return the C files of devices by their names without folder and ending."""
    found: dict[str, list[str]] = {}
    for path in below(tree, _FOLDER):
        if path.endswith(".c"):
            found.setdefault(path.rpartition("/")[2].removesuffix(".c"), []).append(path)
    return found


def every(tree: Tree) -> Iterator[Init]:
    """Yield each such device."""
    for path in tree.files():
        if path.startswith(f"{_FOLDER}/") and path.endswith(".c"):
            found = _init(tree, path, path.rpartition("/")[2].removesuffix(".c"))
            if found is not None and named(tree, found.name) == found:
                yield found


def warning_of(tree: Tree, init: Init, subject: str) -> Mark:
    """Return the mark that the init function warns about the device, there or missing."""
    said = warning.said(init.path, tree.read(init.path), init.function.body, init.name)
    line = init.function.line
    return said or Mark(WARNING, init.path, line, add=partial(_warn, init.name, subject))


def _warn(name: str, subject: str, tree: Tree, request: Request) -> tuple[Edit, ...]:
    init = named(tree, name)
    assert init is not None
    source = tree.read(init.path)
    c_functions.require_clean(source, init.function, realize.BY_HAND)
    message = warning.text(subject, request)
    return warning.at_top(init.path, source, init.function, message, name="warn_report_once")


def host(tree: Tree, init: Init) -> Entry | None:
    """Return an entry that joins the one of the board that has the device, if that is listed."""
    boards = list(machines.of_file(tree, init.caller))
    if len(boards) != 1:
        return None
    listed = Entry(chapters.MACHINES, f"``{boards[0].name}``")
    exact = entries.find(tree, [listed])
    sections = [exact] if exact else list(entries.mentions(tree, [listed]))
    sections = [s for s in sections if s.parents and s.parents[-1] in chapters.MACHINES[-1]]
    if len(sections) != 1:
        return None
    text = f"This also holds for the ``{init.name}`` device that it uses."
    return replace(
        listed, name=f"``{init.name}``", after="device", body=text, joins=sections[0].title
    )


def _init(tree: Tree, path: str, name: str) -> Init | None:
    source = tree.read(path)
    wanted = re.sub(r"\W", "_", name) + "_init"
    if b"TypeInfo" in source or wanted.encode() not in source:
        return None
    function = c_classes.functions(path, source).get(wanted)
    if function is None or c_classes.is_static(source, function):
        return None
    users = [p for p in tree.naming(wanted, (_FOLDER,)) if p.endswith(".c") and p != path]
    callers = tuple(p for p in users if any(c_calls.calls(tree.read(p), names=wanted)))
    # What several files, or the neighbours, call is a part of devices and no device.
    if len(callers) != 1 or callers[0].rpartition("/")[0] == path.rpartition("/")[0]:
        return None
    return Init(name, path, function.line, function, callers[0])
