"""The runtime options of a block driver: the list that its file makes QemuOpts of, their reads.

Source: runtime_opts in block/*.c, qemu_opts_absorb_qdict() in util/qemu-option.c of QEMU.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from codemods.errors import Refused
from codemods.formats.c import calls as c_calls
from codemods.formats.c import functions as c_functions
from codemods.formats.c import initializers as c_initializers
from codemods.formats.c import macros as c_macros
from codemods.formats.c import reads as c_reads
from codemods.formats.c import tokens as c_tokens
from codemods.formats.c.functions import Span
from codemods.formats.c.given import expressions
from codemods.formats.c.reads import Read
from codemods.formats.c.tokens import Token
from codemods.model import WARNING, Mark, Request
from codemods.qemu.code import block_drivers, headers, warning
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree

_FOLDER = "block"
_LIST = "QemuOptsList"
_STATE = "BlockDriverState"
_MADE = "qemu_opts_create"
_LOOKED_UP = b"qemu_find_opts("
_GETTERS = re.compile(r"qemu_opt_get\w*|qemu_opt_find")
_BY_HAND = "add the warning by hand, or ask for --warn none"


@dataclass(frozen=True)
class DriverOption:
    """The option `name` of the block driver `driver`; `defaulted` tells that it has a default."""

    driver: str
    name: str
    path: str
    line: int
    defaulted: bool


def every(tree: Tree) -> Iterator[DriverOption]:
    """Yield the runtime options of each block driver, as they stand in the lists."""
    for path in dict.fromkeys(hit.path for hit in tree.grep((_LIST,), (_FOLDER,))):
        if path.endswith(".c"):
            yield from of_file(tree, path)


def of_file(tree: Tree, path: str) -> Iterator[DriverOption]:
    """Yield the runtime options of the drivers that the file `path` defines."""
    drivers = [names[0] for names, _ in block_drivers.of_file(tree, path) if names]
    for row in _rows(tree, path) if drivers else ():
        name = c_tokens.string(row.fields.get("name", ()))
        line = line_of(tree.read(path), row.start)
        for driver in dict.fromkeys(drivers) if name else ():
            yield DriverOption(driver, name or "", path, line, "def_value_str" in row.fields)


def warning_of(tree: Tree, option: DriverOption, *, shared: bool) -> Mark:
    """Return the mark that the driver warns where the option is given, there or missing.

    Arguments:
        shared: other drivers read it in the same function.

    Raises:
        Refused: it is not read in exactly one function, or has a default.
    """
    source = tree.read(option.path)
    names = (f"'{option.name}'", f"{option.driver}.{option.name}")
    said = warning.said(option.path, source, Span(0, len(source)), *names)
    if said is not None:
        return said
    read = _read(tree, option)
    return Mark(WARNING, option.path, read.line, add=partial(_warn, option, shared))


def _rows(tree: Tree, path: str) -> Iterator[c_initializers.Initializer]:
    """Yield the rows of the lists of which the file makes options itself, macros expanded."""
    source = tree.read(path)
    text = c_tokens.text_of(source)
    made = {c.argument(0).lstrip("& ") for c in c_calls.calls(source, None, _MADE)}
    lookup = headers.lookup(tree, path, (_FOLDER, "include/block"))
    for _, variable, inside in c_initializers.declared(text, _LIST):
        for one in c_initializers.structures(inside) if variable in made else ():
            table = c_macros.expand(one.fields.get("desc", ()), lookup)
            yield from c_initializers.structures(table) if table else ()


def _read(tree: Tree, option: DriverOption) -> Read:
    if option.defaulted:
        raise Refused(f"'{option.name}' has a default, so that it always seems to be given",
                      path=option.path, line=option.line, hint=_BY_HAND)  # fmt: skip
    source = tree.read(option.path)
    macros = _macros(tree, option)
    found = list(c_reads.reads(option.path, source, option.name, _GETTERS, macros))
    functions = {read.function: read for read in reversed(found)}
    # Another list of the file may have an option of the name: this one's is made here.
    making = {f: r for f, r in functions.items() if _MADE.encode() in (r.within.text or b"")}
    # So may an option of the command line, which its function looks up by name.
    own = {f: r for f, r in functions.items() if _LOOKED_UP not in (r.within.text or b"")}
    functions = making if len(making) == 1 else own or functions
    if len(functions) != 1:
        where = ", ".join(f"line {r.line} {r.function}()" for r in functions.values())
        raise Refused(
            f"looked for one function that reads '{option.name}' with qemu_opt_get*(), found "
            + (f"{len(functions)}: {where}" if where else "none"),
            path=option.path, line=option.line, hint=_BY_HAND,
        )  # fmt: skip
    return next(iter(functions.values()))


def _macros(tree: Tree, option: DriverOption) -> set[str]:
    """Return the macros that stand for the option's name where the file reads options."""
    source = tree.read(option.path)
    lookup = headers.lookup(tree, option.path, (_FOLDER, "include/block"))
    given = {c_calls.name(c.argument(1)) for c in c_calls.calls(source, None, _GETTERS.pattern)}
    return {
        name
        for name in given - {""}
        if c_tokens.string(c_macros.expand([Token("name", name, 0)], lookup)) == option.name
    }


def _warn(option: DriverOption, shared: bool, tree: Tree, request: Request) -> Iterator[Edit]:
    source, read = tree.read(option.path), _read(tree, option)
    slot = c_reads.before(source, read, _BY_HAND)
    message = warning.text(f"block driver option {option.driver}.{option.name}", request)
    given = f"qemu_opt_get({read.object}, {_given(read)})"
    condition = f"{_driven(source, option, read)} && {given}" if shared else given
    lines = [
        *expressions.opening(slot.indent, expressions.read(condition)),
        *warning.call(message, slot.indent + "    "),
        f"{slot.indent}}}",
    ]
    yield c_functions.insert_lines(
        option.path, source, slot.at, ["", *lines] if slot.apart else lines
    )
    yield from warning.include(option.path, source)


def _driven(source: bytes, option: DriverOption, read: Read) -> str:
    """Return the condition that it is this driver that reads its options."""
    for function in c_functions.functions(option.path, source, read.function):
        for kind, name in c_functions.pointers(source, function):
            if kind == _STATE:
                return f'strcmp({name}->drv->format_name, "{option.driver}") == 0'
    raise Refused(
        f"{read.function}() reads '{option.name}' for other drivers, too, and has no {_STATE}",
        path=option.path, line=read.line, hint=_BY_HAND,
    )  # fmt: skip


def _given(read: Read) -> str:
    """Return the option's name as the read has it: a string, or a macro."""
    arguments = read.call.child_by_field_name("arguments")
    return (arguments.named_children[1].text or b"").decode() if arguments else ""
