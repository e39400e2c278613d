"""The tests that a system emulator alone runs: a folder of its own, rows of tables, a list.

Source: 875bb7e35b and 44e4075bf4 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.formats import meson
from codemods.kind import Part
from codemods.qemu.code import parts as type_parts
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree, below, exists

_FUNCTIONAL = "tests/functional"
_QTESTS = "tests/qtest"
_BUILD = "meson.build"


def parts(tree: Tree, name: str) -> Iterator[Part]:
    """Yield what goes with the emulator qemu-system-`name`."""
    home = f"{_FUNCTIONAL}/{name}"
    if files := below(tree, home):
        yield Part(home, 0, files=tuple(files), by_hand=_asked(tree, name))
        entered = re.compile(rb"(?m)^[ \t]*subdir\('" + re.escape(name.encode()) + rb"'\)[ \t]*\n")
        yield from _lines(tree, f"{_FUNCTIONAL}/{_BUILD}", entered)
    # The tables that say with what each emulator is run have its name first.
    yield from type_parts.rows_of(tree, name, (), (_QTESTS,))
    yield from _list(tree, f"{_QTESTS}/{_BUILD}", f"qtests_{name}")


def _asked(tree: Tree, name: str) -> str:
    """Return what in another emulator's folder is built on a test of this one, or ""."""
    module = re.compile(rb"(?m)^(?:from|import)[ \t]+" + re.escape(name.encode()) + rb"\.\w+")
    for hit in tree.grep((f"{name}.test_",), (_FUNCTIONAL,)):
        if not hit.path.startswith(f"{_FUNCTIONAL}/{name}/") and module.match(hit.text):
            return f"{hit.path}:{hit.line} is built on its tests"
    return ""


def _lines(tree: Tree, path: str, line: re.Pattern[bytes]) -> Iterator[Part]:
    source = tree.read(path) if exists(tree, path) else b""
    for found in line.finditer(source):
        edit = Edit(path, found.start(), found.end(), b"")
        yield Part(path, line_of(source, found.start()), (edit,))


def _list(tree: Tree, path: str, variable: str) -> Iterator[Part]:
    """Yield the statement that lists the emulator's tests, which no other list has in it."""
    source = tree.read(path) if exists(tree, path) else b""
    name = re.escape(variable.encode())
    uses = [m.start() for m in re.finditer(rb"\b" + name + rb"\b", source)]
    for start, end in meson.statements(source):
        begins = re.match(rb"\s*" + name + rb"[ \t]*=", source[start:end])
        if begins and all(start <= at < end for at in uses):
            while source[end : end + 1] == b"\n" and source[start - 1 : start] == b"\n":
                end += 1
            yield Part(path, line_of(source, start), (Edit(path, start, end, b""),))
