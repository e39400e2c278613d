"""Take out every use of a name that does not exist any more: in a file, in all that know it."""

from __future__ import annotations

from collections.abc import Iterable

from codemods.errors import Refused
from codemods.formats.c import case_labels, folding
from codemods.formats.c import functions as c_functions
from codemods.formats.c import items as c_items
from codemods.qemu.code.pure import is_pure
from codemods.removal import includes, one_use, uses
from codemods.removal.state import Removal, is_c
from codemods.syntax.parse import parse


def remove(state: Removal, name: str, value: bytes = folding.FALSE) -> None:
    """Take out all uses of `name`, its definition and its declarations.

    Arguments:
        value: what an expression is worth that asks for it.

    Raises:
        Refused: a use that cannot be taken out.
    """
    for path in [p for p in state.tree.naming(name) if is_c(p)]:
        if includes.knows(state, path, name):
            in_file(state, path, name, value)


def remove_all(state: Removal, names: Iterable[tuple[str, bytes]]) -> None:
    """Take out all of `names`, each with its value; see remove().

    What is handed from one to another goes once that other one is gone.

    Raises:
        Refused: a use that cannot be taken out when nothing else can be, either.
    """
    waiting = list(names)
    while waiting:
        left: list[tuple[str, bytes]] = []
        why: Refused | None = None
        for name, value in waiting:
            try:
                remove(state, name, value)
            except Refused as err:
                why = why or err
                left.append((name, value))
        if why is not None and len(left) == len(waiting):
            raise why
        waiting = left


def in_file(state: Removal, path: str, name: str, value: bytes = folding.FALSE) -> None:
    """Take out the uses of `name` in one file; see remove()."""
    for _ in range(_TRIES):
        source = state.read(path)
        found = list(uses.offsets(source, name))
        if not found:
            return
        later: Refused | None = None
        for at in found:
            try:
                edits = one_use.edits(state, path, at, name, value)
            except Refused as err:
                later = later or err
                continue
            state.step(edits)
            break
        else:
            assert later is not None
            raise later
    raise Refused(f"{name} is used too often", path=path)


_TRIES = 200


def cases(state: Removal, name: str) -> None:
    """Take out the cases for the constant `name`, with what runs for each alone.

    Raises:
        Refused: see case_labels.cut().
    """
    for path in [p for p in state.tree.naming(name) if is_c(p)]:
        while (edit := next(case_labels.of(path, state.read(path), name), None)) is not None:
            state.step([edit])


def accessor(state: Removal, name: str, value: bytes) -> None:
    """Put what the function `name`, which takes nothing, gives in its place, and take it out.

    Raises:
        Refused: see read() and remove().
    """
    for path in [p for p in state.tree.naming(name) if is_c(p)]:
        read(state, path, f"{name}()", value)
    remove(state, name, value)


def read(state: Removal, path: str, text: str, value: bytes) -> None:
    """Put `value` in the place of each expression of a file that has this text.

    Raises:
        Refused: a function that has one cannot be parsed, or its rest may do something.
    """
    wanted = text.encode()
    for _ in range(_TRIES):
        source = state.read(path)
        at = source.find(wanted)
        if at < 0:
            return
        item = c_items.read(source).at(at)
        for function in c_functions.functions(path, source, item.name if item else ""):
            if function.span.start <= at < function.span.end:
                c_functions.require_clean(source, function, f"take {text} out by hand")
        node = parse("c", source).root_node.descendant_for_byte_range(at, at + len(wanted))
        if node is None or node.text != wanted:
            raise one_use.refused(state, path, at, text)
        state.step([folding.fold(path, source, node, value, is_pure)])
