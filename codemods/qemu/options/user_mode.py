"""Command line options of the user-mode emulators: linux-user's table, bsd-user's comparisons.

Source: 01e449809b and e99c1f89b2 in QEMU's history.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codemods.errors import Refused
from codemods.formats.c import functions as c_functions
from codemods.formats.c import literals as c_literals
from codemods.model import Request
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
    if not exists(tree, TABLE):
        return
    root = parse("c", tree.read(TABLE)).root_node
    for found in matches("c/option-row", root):
        name, handler = _text(found["name"][0]).strip('"'), _text(found["handler"][0])
        if name:
            yield Option(name, handler, TABLE, found["row"][0].start_byte, found["row"][0])


def deprecate(tree: Tree, name: str, request: Request) -> Iterator[Edit]:
    """Yield the warnings in both emulators, and "(deprecated)" in the table's help.

    Raises:
        Refused: the handler serves another option as well, or cannot be read.
    """
    if request.warn == "none":
        return
    source = tree.read(TABLE)
    (option, *_) = [o for o in every(tree) if o.name == name]
    yield from _handler(tree, source, option, request)
    yield from _help(source, option)
    if exists(tree, COMPARED):
        yield from _compared(tree, name, request)


def _handler(tree: Tree, source: bytes, option: Option, request: Request) -> Iterator[Edit]:
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
    message = warning.text(f"-{option.name}", request)
    yield from warning.at_top(TABLE, source, functions[0], message)


def _help(source: bytes, option: Option) -> Iterator[Edit]:
    # The strings before the help are the option, its environment variable and its argument.
    values = [n for n in option.row.children if n.type not in ("{", "}", ",", "comment")]
    text = values[5] if len(values) > 5 else None
    while text is not None and text.type == "concatenated_string":
        text = [n for n in text.children if n.type == "string_literal"][-1]
    if text is None or text.type != "string_literal" or _text(text) == '""':
        return
    if b"eprecated" not in source[option.row.start_byte : option.row.end_byte]:
        yield _marked(source, text)


def _marked(source: bytes, text: Node) -> Edit:
    """Return what adds the mark to the literal `text`, in a line of its own where that is long."""
    end = source.find(b"\n", text.end_byte)
    if end - source.rfind(b"\n", 0, text.start_byte) - 1 + len(_MARK) <= c_literals.WIDTH:
        return Edit(TABLE, text.end_byte - 1, text.end_byte - 1, _MARK)
    below = b"\n" + b" " * text.start_point[1] + b'"' + _MARK + b'"'
    return Edit(TABLE, text.end_byte, text.end_byte, below)


def _compared(tree: Tree, name: str, request: Request) -> Iterator[Edit]:
    source = tree.read(COMPARED)
    for found in matches("c/string-branch", parse("c", source).root_node):
        body = found["body"][0]
        if _text(found["function"][0]) != "strcmp" or _text(found["text"][0]) != f'"{name}"':
            continue
        for bad in error_nodes(body):
            raise Refused(f"the branch for -{name} could not be parsed", path=COMPARED,
                          line=bad.start_point[0] + 1, hint=_BY_HAND)  # fmt: skip
        if warning.reports(source[body.start_byte : body.end_byte]):
            continue
        if list(c_functions.conditions(source))[body.start_point[0] + 1]:
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
