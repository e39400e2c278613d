"""Command line options of the user-mode emulators: linux-user's table, bsd-user's comparisons.

Source: 01e449809b and e99c1f89b2 in QEMU's history.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

from codemods.errors import Refused
from codemods.formats.c import functions as c_functions
from codemods.formats.c import literals as c_literals
from codemods.formats.c.directives import guards
from codemods.model import HELP, WARNING, Feature, Mark, Request
from codemods.qemu.code import warning
from codemods.source.splice import Edit
from codemods.source.tree import Tree, exists
from codemods.syntax.parse import Node, error_nodes, matches, parse

TABLE = "linux-user/main.c"
COMPARED = "bsd-user/main.c"
_MARK = b" (deprecated)"
_BY_HAND = "add the warning by hand, or ask for --warn none"


@dataclass(frozen=True)
class Option:
    """One row of the table: its option, its handler, where it begins and its strings' nodes."""

    name: str
    handler: str
    path: str
    start: int
    row: Node


def every(tree: Tree) -> Iterator[Option]:
    """Yield each option of the table."""
    if exists(tree, TABLE):
        yield from _rows(tree.read(TABLE))


def named(tree: Tree, name: str) -> Iterator[Option]:
    """Yield the options `name` of the table."""
    # Most names are of other things, and the file takes long to parse.
    if exists(tree, TABLE) and f'"{name}"'.encode() in tree.read(TABLE):
        yield from (option for option in every(tree) if option.name == name)


@lru_cache(maxsize=4)
def _rows(source: bytes) -> tuple[Option, ...]:
    found = []
    for row in matches("c/option-row", parse("c", source).root_node):
        name, handler = _text(row["name"][0]).strip('"'), _text(row["handler"][0])
        if name:
            found.append(Option(name, handler, TABLE, row["row"][0].start_byte, row["row"][0]))
    return tuple(found)


def marks(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield the warnings in both emulators and the help in the table, there or missing.

    Raises:
        Refused: the handler serves another option as well, or is not found.
    """
    source = tree.read(TABLE)
    option = _named(tree, feature.name)
    yield from _help_mark(source, option)
    if exists(tree, COMPARED):
        yield from _compared(tree, feature.name)
    function = _handler(tree, source, option)
    said = warning.said(TABLE, source, function.body)
    yield said or Mark(WARNING, TABLE, function.line, add=partial(_warn, feature.name))


def _named(tree: Tree, name: str) -> Option:
    return next(named(tree, name))


def _warn(name: str, tree: Tree, request: Request) -> tuple[Edit, ...]:
    source = tree.read(TABLE)
    function = _handler(tree, source, _named(tree, name))
    return warning.at_top(TABLE, source, function, warning.text(f"-{name}", request))


def _handler(tree: Tree, source: bytes, option: Option) -> c_functions.Function:
    others = [o.name for o in every(tree) if o.handler == option.handler and o.name != option.name]
    line = option.row.start_point[0] + 1
    if others:
        raise Refused(
            f"{option.handler}() also serves -{others[0]}", path=TABLE, line=line, hint=_BY_HAND
        )
    functions = list(c_functions.functions(TABLE, source, option.handler))
    if len(functions) != 1:
        raise Refused(
            f"looked for one definition of {option.handler}(), found {len(functions)}",
            path=TABLE, line=line, hint=_BY_HAND,
        )  # fmt: skip
    return functions[0]


def _help_mark(source: bytes, option: Option) -> Iterator[Mark]:
    row = source[option.row.start_byte : option.row.end_byte]
    line = option.row.start_point[0] + 1
    if b"eprecated" in row:
        said = next(text for text in row.decode(errors="replace").split('"') if "eprecated" in text)
        yield Mark(HELP, TABLE, line, said)
    elif list(_help(source, option)):

        def add(tree: Tree, request: Request) -> Iterator[Edit]:
            return _help(tree.read(TABLE), _named(tree, option.name))

        yield Mark(HELP, TABLE, line, add=add)


def _help(source: bytes, option: Option) -> Iterator[Edit]:
    # The strings before the help are the option, its environment variable and its argument.
    values = [n for n in option.row.children if n.type not in ("{", "}", ",", "comment")]
    text = values[5] if len(values) > 5 else None
    while text is not None and text.type == "concatenated_string":
        text = [n for n in text.children if n.type == "string_literal"][-1]
    if text is None or text.type != "string_literal" or _text(text) == '""':
        return
    yield _marked(source, text)


def _marked(source: bytes, text: Node) -> Edit:
    """Return what adds the mark to the literal `text`, in a line of its own where that is long."""
    end = source.find(b"\n", text.end_byte)
    if end - source.rfind(b"\n", 0, text.start_byte) - 1 + len(_MARK) <= c_literals.WIDTH:
        return Edit(TABLE, text.end_byte - 1, text.end_byte - 1, _MARK)
    below = b"\n" + b" " * text.start_point[1] + b'"' + _MARK + b'"'
    return Edit(TABLE, text.end_byte, text.end_byte, below)


def _compared(tree: Tree, name: str) -> Iterator[Mark]:
    """Yield a mark for each branch of the emulator that compares its options one by one."""
    source = tree.read(COMPARED)
    for body in _branches(source, name):
        span = c_functions.Span(body.start_byte, body.end_byte)
        said = warning.said(COMPARED, source, span)
        yield said or Mark(
            WARNING, COMPARED, body.start_point[0] + 1, add=partial(_warn_compared, name)
        )


def _branches(source: bytes, name: str) -> Iterator[Node]:
    for found in matches("c/string-branch", parse("c", source).root_node):
        if _text(found["function"][0]) == "strcmp" and _text(found["text"][0]) == f'"{name}"':
            yield found["body"][0]


def _warn_compared(name: str, tree: Tree, request: Request) -> Iterator[Edit]:
    source = tree.read(COMPARED)
    for body in _branches(source, name):
        for bad in error_nodes(body):
            raise Refused(f"the branch for -{name} could not be parsed", path=COMPARED,
                          line=bad.start_point[0] + 1, hint=_BY_HAND)  # fmt: skip
        if warning.said(COMPARED, source, c_functions.Span(body.start_byte, body.end_byte)):
            continue
        if list(guards.conditions(source))[body.start_point[0] + 1]:
            raise Refused(f"the branch for -{name} stands in a preprocessor block", path=COMPARED,
                          line=body.start_point[0] + 1, hint=_BY_HAND)  # fmt: skip
        inner = [n for n in body.children[1:-1] if n.type not in ("comment", "declaration")]
        at = inner[0].start_byte if inner else body.end_byte - 1
        indent = c_functions.indentation(source, body.end_byte - 1) + "    "
        lines = warning.call(warning.text(f"-{name}", request), indent)
        yield c_functions.insert_lines(COMPARED, source, at, lines)
        yield from warning.include(COMPARED, source)


def _text(node: Node) -> str:
    return (node.text or b"").decode(errors="replace")
