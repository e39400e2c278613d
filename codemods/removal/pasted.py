"""Constants that a macro puts together: `KIND_##name`, used as `CASE(NAME, ...)`.

Source: audio_create_pdos() in audio/audio.c of QEMU.
"""

from __future__ import annotations

import re

from codemods.errors import Refused
from codemods.formats.c import folding
from codemods.qemu.code.pure import is_pure
from codemods.removal import uses
from codemods.removal.state import Removal, is_c
from codemods.source.splice import line_of
from codemods.syntax.parse import parse

_DEFINE = re.compile(rb"(?m)^[ \t]*#[ \t]*define[ \t]+(\w+)\(")
_TRIES = 100


def remove(state: Removal, constant: str) -> None:
    """Take out the statements in which a macro makes `constant` from its last part.

    Raises:
        Refused: one is no statement of its own.
    """
    starts = [f"{constant[: found.start()]}_##" for found in re.finditer("_", constant)]
    hits = state.tree.grep(starts) if starts else ()
    for path in dict.fromkeys(hit.path for hit in hits if is_c(hit.path)):
        for start in reversed(starts):
            macros = _macros(state.read(path), start.encode())
            for macro in macros:
                users = uses.files(state.tree, macro) if path.endswith(".h") else [path]
                for user in users:
                    _in_file(state, user, macro, constant[len(start) - 2 :])


def _macros(source: bytes, start: bytes) -> list[str]:
    """Return the macros of a file that put a name together which begins with `start`."""
    return sorted({
        before[-1][1].decode()
        for found in re.finditer(re.escape(start), source)
        if (before := list(_DEFINE.finditer(source, 0, found.start())))
    })  # fmt: skip


def _in_file(state: Removal, path: str, macro: str, part: str) -> None:
    """Take out the statements `MACRO(..., part, ...);` of a file."""
    given = re.compile(rb"\b%s\((?:[\w \t]{0,80},){0,8}\s{0,80}%s\s{0,80}[,)]" % (
        macro.encode(), part.encode(),
    ))  # fmt: skip
    for _ in range(_TRIES):
        source = state.read(path)
        found = given.search(source)
        if found is None:
            return
        node = parse("c", source).root_node.descendant_for_byte_range(found.start(), found.start())
        while node is not None and node.type in ("identifier", "call_expression"):
            node = node.parent
        if node is None or node.type != "expression_statement":
            raise Refused(
                f"{macro}() makes a name of {part} that is gone", path=path,
                line=line_of(source, found.start()), hint="take it out by hand, then run again",
            )  # fmt: skip
        state.step([folding.gone(path, source, node, is_pure)])
