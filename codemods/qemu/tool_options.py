"""Options of programs that are no emulators: their tables for getopt_long(), their `case`.

A program of several commands has a table in the function of each. The guest agent also reads a
file of options.  Source: qemu-nbd.c, qemu-img.c, qga/main.c in QEMU.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from codemods.errors import Refused
from codemods.formats.c import functions as c_functions
from codemods.formats.c import switches as c_switches
from codemods.formats.c.functions import Function
from codemods.formats.c.switches import Case
from codemods.source.splice import line_of
from codemods.source.tree import Tree

_TABLE = re.compile(rb"\bstruct\s+option\s+\w+\[\]\s*=\s*\{")
_ROW = re.compile(
    rb'\{\s*"([\w-]{1,60})"\s*,\s*\w+\s*,\s*(?:NULL|0)\s*,\s*(\'[^\']{1,2}\'|[A-Z_]\w{0,60})\s*\}'
)
_KEY = re.compile(rb'g_key_file_has_key\s*\(\s*\w+\s*,\s*"[^"]{0,40}"\s*,\s*"([\w-]{1,60})"')
_PROGRAM = re.compile(r"executable\('(qemu-[\w-]+)'")
_BUILD = "meson.build"
#: What a key of a file of options is called, between the program and its name.
CONFIG = "config"
_OTHER = ("tests/", "contrib/", "subprojects/", "roms/", "linux-user/", "bsd-user/")


@dataclass(frozen=True)
class Option:
    """One option of a `program`; `command` is that of a program which has several, or "".

    `value` is the label of its `case`; "" where it is a key of a file of options, which is
    read at byte `at`.
    """

    program: str
    command: str
    name: str
    path: str
    line: int
    at: int
    function: str
    value: str

    @property
    def qualified(self) -> str:
        """The program, the command if it has several, and the name."""
        return ".".join(filter(None, (self.program, self.command, self.name)))

    @property
    def is_key(self) -> bool:
        """Whether it stands in a file of options."""
        return not self.value


def every(tree: Tree) -> Iterator[Option]:
    """Yield the options of each program."""
    words = ("struct option", "g_key_file_has_key")
    for path in dict.fromkeys(h.path for h in tree.grep(words) if h.path.endswith(".c")):
        program = "" if path.startswith(_OTHER) else _program(tree, path)
        if program:
            yield from _of_file(tree, path, program)


def case(tree: Tree, option: Option) -> Case | None:
    """Return the `case` of the option alone; None where another option has the same.

    Raises:
        Refused: its statements could not be parsed.
    """
    if shares_value(tree, option):
        return None
    source = tree.read(option.path)
    found = [
        one
        for one in c_switches.cases(option.path, source, option.value)
        if one.function == option.function
    ]
    return found[0] if len(found) == 1 and not found[0].shared else None


def shares_value(tree: Tree, option: Option) -> bool:
    """Tell whether another name of the program leads to the option's `case`."""
    return any(
        (o.function, o.value) == (option.function, option.value) and o.name != option.name
        for o in _of_file(tree, option.path, option.program)
    )


def is_once(tree: Tree, option: Option) -> bool:
    """Tell whether no other command of the program has an option of this value."""
    others = [o for o in _of_file(tree, option.path, option.program) if o.value == option.value]
    return len(others) == 1


def _of_file(tree: Tree, path: str, program: str) -> Iterator[Option]:
    source = tree.read(path)
    holders = [f for f in c_functions.functions(path, source) if _TABLE.search(source, *_span(f))]
    for function in holders:
        several = len(holders) > 1 and function.name != "main"
        command = function.name.rpartition("_")[2] if several else ""
        for row in _ROW.finditer(source, *_span(function)):
            yield Option(
                program, command, row[1].decode(), path, line_of(source, row.start()), row.start(),
                function.name, row[2].decode(),
            )  # fmt: skip
    for key in _KEY.finditer(source):
        yield Option(
            program, CONFIG, key[1].decode(), path, line_of(source, key.start()), key.start(),
            "", "",
        )  # fmt: skip


def _span(function: Function) -> tuple[int, int]:
    return function.body.start, function.body.end


def _program(tree: Tree, path: str) -> str:
    """Return the program of which the file holds main(), by its own name or its folder's build."""
    folder, _, name = path.rpartition("/")
    stem = name.removesuffix(".c")
    if stem.startswith("qemu-"):
        return stem
    try:
        text = tree.read(f"{folder}/{_BUILD}").decode("latin-1") if folder else ""
    except Refused:
        return ""
    found = _PROGRAM.search(text) if stem == "main" else None
    return found[1] if found else ""
