"""Where in a function an expression may stand first: all that it names has its value there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from codemods.errors import Refused
from codemods.formats.c import functions as c_functions
from codemods.formats.c import names as c_names
from codemods.formats.c.functions import Function
from codemods.source.splice import line_of
from codemods.syntax.parse import Node

_NOTHING = re.compile(rb"NULL|false|true|-?\d+|\{[^{}]*\}|\"\"|FALSE|TRUE")


def first(source: bytes, function: Function, names: Sequence[str]) -> int:
    """Return the offset in `function` before whose line an expression with `names` may stand.

    It is behind the declarations, and behind the statement that gives each of its variables
    a value for certain: one that sets it, or the condition of an `if` that does.

    Raises:
        Refused: a variable belongs to a block of the function, or never gets a value for certain.
    """
    body = function.node.child_by_field_name("body")
    assert body is not None
    _require_lines(source, function, body)
    at = c_functions.first_statement(source, function)
    for name in names:
        for node in _giving(source, function, body, name):
            at = max(at, c_functions.after_line(function.path, source, node.end_byte))
    return at


def _require_lines(source: bytes, function: Function, body: Node) -> None:
    """Refuse a body that has no lines of its own."""
    inside = body.children[1:]
    if inside[0].start_point[0] == body.start_point[0]:
        raise Refused(
            f"{function.name}() has a statement beside its brace", path=function.path,
            line=line_of(source, inside[0].start_byte),
        )  # fmt: skip


def _giving(source: bytes, function: Function, body: Node, name: str) -> Iterator[Node]:
    """Yield the statement that gives the variable `name` its value; none of what has one before."""
    one = c_names.local(function.node, name)
    if one is None or one.is_parameter:
        return
    line = line_of(source, one.identifier.start_byte)
    if one.declaration.parent != body:
        raise Refused(
            f"'{name}' belongs to a part of {function.name}()", path=function.path, line=line
        )
    valued = one.value is not None and not _NOTHING.fullmatch(one.value.text or b"")
    writes = [n for n in c_names.uses(function.node, one) if c_names.is_written(n)]
    if valued or (one.value is not None and not writes):
        yield one.declaration
        return
    certain = [top for n in writes if (top := _certain(n, body)) is not None]
    if not certain:
        raise Refused(
            f"no statement of {function.name}() gives '{name}' its value for certain",
            path=function.path, line=line,
        )  # fmt: skip
    yield min(certain, key=lambda node: node.start_byte)


def _certain(node: Node, body: Node) -> Node | None:
    """Return the statement of `body` that is carried out with `node` each time, or None."""
    inner: Node = node
    while (parent := inner.parent) is not None and parent != body:
        if parent.type.startswith("preproc_"):
            return None
        if parent.type in ("binary_expression", "conditional_expression"):
            first_part = parent.children[0]
            if inner != first_part and parent.children[1].type in ("&&", "||", "?"):
                return None
        inner = parent
        if inner.type == "if_statement":
            condition = inner.child_by_field_name("condition")
            if condition is None or node.start_byte >= condition.end_byte:
                return None
    plain = ("expression_statement", "declaration", "if_statement")
    return inner if parent is not None and inner.type in plain else None
