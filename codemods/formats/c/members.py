"""Members of C structures in functions: where one is tested, what one is set to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codemods.formats.c.functions import Function, Span
from codemods.syntax.parse import Node, matches


@dataclass(frozen=True)
class FieldCheck:
    """`if (pointer->field) ...`.

    `statement` is the statement or preprocessor block directly in the function's
    body that holds the check, `bare` tells that this is the `if` itself; `then`
    is what it guards, braces included.
    """

    pointer: str
    field: str
    statement: Span
    bare: bool
    then: Span


def checks(source: bytes, function: Function) -> Iterator[FieldCheck]:
    """Yield the checks of members that stand outermost in `function`."""
    for found in matches("c/field-check", function.node):
        node = check = found["check"][0]
        while (parent := node.parent) is not None and parent.type.startswith("preproc_"):
            node = parent
        if parent is None or parent.start_byte != function.body.start:
            continue
        then = found["then"][0]
        yield FieldCheck(
            _text(source, found["pointer"][0]), _text(source, found["field"][0]),
            Span(node.start_byte, node.end_byte), node.id == check.id,
            Span(then.start_byte, then.end_byte),
        )  # fmt: skip


def assigned(source: bytes, function: Function, field: str) -> Iterator[str]:
    """Yield what `function` assigns to the member `field` of anything."""
    for found in matches("c/member-assignment", function.node):
        if _text(source, found["member"][0]) == field:
            yield _text(source, found["value"][0])


def _text(source: bytes, node: Node) -> str:
    return source[node.start_byte : node.end_byte].decode(errors="replace")
