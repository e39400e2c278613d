"""What meson.build says of the C files: where one is listed, and under which symbols.

Source: docs/devel/build-system.rst and docs/devel/kconfig.rst of QEMU.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.errors import Refused
from codemods.formats import meson
from codemods.source.splice import line_of
from codemods.source.tree import Tree, exists

FILE = "meson.build"
_SYMBOL = re.compile(rb"'CONFIG_(\w+)'")
_MACHINE = rb"DEFINE_\w{0,40}MACHINE\w{0,40}\("
_MAKES_MACHINE = re.compile(rb"(?m)^" + _MACHINE)
#: What hands a type, a driver or the like to the rest of the program.
_REGISTERS = re.compile(
    rb"(?m)^(?:type_init\(|block_init\(|opts_init\(|trace_init\(|DEFINE_TYPES\("
    rb"|OBJECT_DEFINE_\w{1,40}\(|" + _MACHINE + rb")"
)
_SOURCE = re.compile(rb"'([\w./-]+\.(?:c|cc))'")


#: What belongs to no name, and hides in one: of bytes that are no UTF-8 the first.
_HIDDEN = re.compile(r"[^\n\t\r -~]")


def text(tree: Tree, path: str) -> bytes:
    """Return a file that says what is built: meson.build, Kconfig or a configuration.

    Raises:
        Refused: a character in it is not seen, so that a name may be another one than it looks.
    """
    source = tree.read(path)
    for found in _HIDDEN.finditer(source.decode(errors="surrogateescape")):
        if not found[0].isprintable():
            at = len(found.string[: found.start()].encode(errors="surrogateescape"))
            raise Refused(
                f"it holds {found[0]!a}, which hides in a name", path=path,
                line=line_of(source, at), hint="take it out, then run again",
            )  # fmt: skip
    return source


def lists(tree: Tree, path: str) -> Iterator[tuple[str, str]]:
    """Yield each meson.build that may list the file, the nearest first, and how it names it."""
    folder, _, name = path.rpartition("/")
    while True:
        build = f"{folder}/{FILE}" if folder else FILE
        if exists(tree, build):
            yield build, name
        if not folder:
            return
        folder, _, last = folder.rpartition("/")
        name = f"{last}/{name}"


def symbols(tree: Tree, path: str) -> tuple[str, ...]:
    """Return the symbols under which the file is compiled."""
    found: dict[str, None] = {}
    for statement, name, _ in _statements(tree, path):
        if b"'" + name.encode() + b"'" in statement:
            found |= dict.fromkeys(m.decode() for m in _SYMBOL.findall(statement))
    return tuple(found)


def beside(tree: Tree, path: str) -> tuple[str, ...]:
    """Return the files that are compiled under the file's only symbol and no other one.

    Only the file itself where it has none, or several.
    """
    own = symbols(tree, path)
    if len(own) != 1:
        return (path,)
    found = {path: None}
    wanted = f"'CONFIG_{own[0]}'".encode()
    for statement, _, folder in _statements(tree, path):
        if wanted in statement and len(set(_SYMBOL.findall(statement))) == 1:
            for name in _SOURCE.findall(statement):
                one = f"{folder}{name.decode()}"
                if exists(tree, one):
                    found[one] = None
    return tuple(found)


def own(tree: Tree, path: str) -> tuple[str, ...]:
    """Return the files of beside(), only the file itself where another one registers something."""
    found = beside(tree, path)
    registers = any(_REGISTERS.search(tree.read(p)) for p in found if p != path)
    return (path,) if registers else found


def makes_machine(tree: Tree, path: str) -> bool:
    """Tell whether the file defines a machine by a macro."""
    return _MAKES_MACHINE.search(tree.read(path)) is not None


def under(tree: Tree, symbol: str) -> tuple[str, ...]:
    """Return the C files that are compiled under the symbol and no other one."""
    found: dict[str, None] = {}
    wanted = f"'CONFIG_{symbol}'".encode()
    for build in [p for p in tree.naming(f"CONFIG_{symbol}") if p.rpartition("/")[2] == FILE]:
        source, folder = text(tree, build), build.removesuffix(FILE)
        for start, end in meson.statements(source):
            one = source[start:end]
            if wanted in one and len(set(_SYMBOL.findall(one))) == 1:
                names = (f"{folder}{name.decode()}" for name in _SOURCE.findall(one))
                found |= {name: None for name in names if exists(tree, name)}
    return tuple(found)


def _statements(tree: Tree, path: str) -> Iterator[tuple[bytes, str, str]]:
    """Yield each statement of the files that may list `path`, its name there, their folder."""
    for build, name in lists(tree, path):
        source = text(tree, build)
        folder = build.removesuffix(FILE)
        for start, end in meson.statements(source):
            yield source[start:end], name, folder
