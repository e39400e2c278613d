"""Flags and arguments of a command of the human monitor: "migrate.-b", "ring.times".

What a user leaves out is not in the dictionary that the command's function is given, so
the warning asks that.  Sources: monitor_parseof_row() of monitor/hmp.c, and 8846b5bfca
in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from codemods.errors import Refused
from codemods.formats import hx
from codemods.formats.c import functions as c_functions
from codemods.model import WARNING, Feature, Mark, Request
from codemods.qemu.code import warning
from codemods.qemu.tables import help as hx_help
from codemods.qemu.tables import manual as hx_manual
from codemods.qemu.tables import monitor
from codemods.source.splice import Edit
from codemods.source.tree import Tree, exists

_ITEM = re.compile(r'(?<![\w-])([\w-]{1,80}):([^,"\s]{1,20})')
#: What stands for many keys, or for none of its own.
_OTHERS = ("O", "/")
_INFO = "info."
_BY_HAND = "add the warning by hand, or ask for --warn none"


@dataclass(frozen=True)
class Argument:
    """One argument: `key` in the dictionary, the `flag` that a user types or "", if `optional`."""

    key: str
    flag: str
    optional: bool

    @property
    def typed(self) -> str:
        """What the command line of the monitor has: the flag, or the argument's name."""
        return self.flag or self.key


def features(tree: Tree, kind: str, path: str) -> Iterator[Feature]:
    """Yield each argument of each command of the table `path` as a feature of `kind`."""
    for block in monitor.table(tree, path):
        command = _prefix(path) + block.name.partition("|")[0]
        for found in of_row(block):
            typed = f"{command.replace('.', ' ')} {found.typed}"
            qualified = f"{command}.{found.typed}"
            yield Feature(kind, found.typed, qualified, path, block.line, (typed,))


def named(tree: Tree, name: str, kind: str) -> Iterator[Feature]:
    """Yield the arguments called COMMAND.KEY, COMMAND.-FLAG or "COMMAND -FLAG"."""
    command, _, last = name.replace(" ", ".").rpartition(".")
    path = monitor.INFO if command.startswith(_INFO) else monitor.COMMANDS
    if not command or not exists(tree, path) or last.encode() not in tree.read(path):
        return
    for feature in dict.fromkeys(features(tree, kind, path)):
        if feature.qualified == f"{command}.{feature.name}" and last in (
            feature.name, of(tree, feature).key,
        ):  # fmt: skip
            yield feature


def marks(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield its help, the sentence in the manual, and the warning where it is given.

    Raises:
        Refused: no call goes without it, or the command's function cannot be told.
    """
    argument = of(tree, feature)
    for n, block in enumerate(blocks(tree, feature)):

        def again(tree: Tree, n: int = n) -> hx.Block:
            return blocks(tree, feature)[n]

        if argument.flag:
            source = tree.read(feature.path)
            yield from hx_help.flag_marks(source, block, argument.flag, again)
        term = hx_manual.term_of(block.doc, [argument.typed]) if block.doc else None
        alone, named = "This option", f"``{argument.typed}``"
        if term is None:
            # It stands in the command's own line: "``ring [-d] times``".
            alone = named = f"The ``{argument.typed}`` argument"
        yield from hx_manual.marks(block, term, alone, named, again, part=term is not None)
    if not argument.optional:
        raise Refused(
            f"'{command(feature)}' always takes '{argument.typed}', so each call would warn",
            path=feature.path, line=feature.line,
            hint="deprecate the command itself, or ask for --warn none and add it by hand",
        )  # fmt: skip
    lacking = None
    for function in monitor.sites(tree, feature, blocks(tree, feature), command(feature)):
        said = _said(tree, function, argument)
        if said is not None:
            yield said
        else:
            lacking = lacking or function
    if lacking is not None:
        yield Mark(WARNING, lacking.path, lacking.line, add=partial(_warn, feature))


def command(feature: Feature) -> str:
    """Return the command as a user types it."""
    return feature.qualified.removesuffix(f".{feature.name}").replace(".", " ")


def key(tree: Tree, feature: Feature) -> str:
    """Return the argument's name, which is not what a user types where it is a flag."""
    return of(tree, feature).key


def is_argument(feature: Feature) -> bool:
    """Tell it from a topic of "info"."""
    return feature.qualified != f"{_INFO}{feature.name}" or feature.path != monitor.INFO


def of_row(block: hx.Block) -> Iterator[Argument]:
    """Yield what the command of a row takes, but what stands for other keys than its own."""
    for name, kind in _ITEM.findall(block.fields.get("args_type", "")):
        if kind not in _OTHERS:
            flag = kind[:2] if kind.startswith("-") else ""
            yield Argument(name, flag, bool(flag) or kind[1:] in ("?", "."))


def _warn(feature: Feature, tree: Tree, request: Request) -> Iterator[Edit]:
    argument = of(tree, feature)
    subject = f"option '{argument.flag}'" if argument.flag else f"argument '{argument.key}'"
    message = warning.text(f"{command(feature)}: {subject}", request)
    edits: dict[Edit, None] = {}
    for function in monitor.sites(tree, feature, blocks(tree, feature), command(feature)):
        source = tree.read(function.path)
        if _said(tree, function, argument) is None:
            given = _dictionary(source, function)
            made = warning.at_top(
                function.path, source, function, message, name="warn_report_once",
                condition=f'qdict_haskey({given}, "{argument.key}")',
            )  # fmt: skip
            edits |= dict.fromkeys(made)
    yield from edits


def _said(tree: Tree, function: c_functions.Function, argument: Argument) -> Mark | None:
    names = (argument.typed, argument.key)
    return warning.said(function.path, tree.read(function.path), function.body, *names)


def _dictionary(source: bytes, function: c_functions.Function) -> str:
    for type_name, name in c_functions.pointers(source, function):
        if type_name == "QDict":
            return name
    raise Refused(
        f"looked for the QDict that {function.name}() is given, found none",
        path=function.path, line=function.line, hint=_BY_HAND,
    )  # fmt: skip


def of(tree: Tree, feature: Feature) -> Argument:
    """Return the argument that the feature is."""
    return next(
        argument
        for block in blocks(tree, feature)
        for argument in of_row(block)
        if argument.typed == feature.name
    )


def blocks(tree: Tree, feature: Feature) -> list[hx.Block]:
    """Return the rows of the command that takes the argument."""
    owner = feature.qualified.removesuffix(f".{feature.name}").removeprefix(_prefix(feature.path))
    rows = (b for b in monitor.table(tree, feature.path) if b.name.partition("|")[0] == owner)
    return [b for b in rows if any(a.typed == feature.name for a in of_row(b))]


def _prefix(path: str) -> str:
    return _INFO if path == monitor.INFO else ""
