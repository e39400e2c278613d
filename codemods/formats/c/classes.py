"""Read the functions that set up a class: whom they call for it, what they assign to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from codemods.errors import Refused
from codemods.formats.c import calls as c_calls
from codemods.formats.c import functions as c_functions
from codemods.formats.c.functions import Span
from codemods.syntax.parse import Node, matches


@dataclass(frozen=True)
class Assignment:
    """`object->member = value;`; `outermost` when it stands directly in the function's body."""

    object: str
    member: str
    value: str
    statement: Span
    outermost: bool


@lru_cache(maxsize=128)
def functions(path: str, source: bytes) -> Mapping[str, c_functions.Function]:
    """Return the functions that `source` defines, by name."""
    return {function.name: function for function in c_functions.functions(path, source)}


def handles(source: bytes, function: c_functions.Function, types: str) -> list[str]:
    """Return the names of parameters, and of variables of the whole body, that point to `types`.

    Arguments:
        types: a regular expression.
    """
    body = function.node.child_by_field_name("body")
    declared = [n for n in body.children if n.type == "declaration"] if body else []
    parts = [source[function.span.start : function.body.start].decode("latin-1")]
    parts += [_text(source, node) for node in declared]
    found = re.findall(rf"\b(?:{types})\s*\*\s*(\w+)\s*[,;=)]", "\n".join(parts))
    return list(dict.fromkeys(found))


def handle(
    source: bytes, function: c_functions.Function, kind: str, cast: str, by_hand: str
) -> str:
    """Return the expression by which `function` reaches the class that it sets up.

    Arguments:
        kind: the struct of the class.
        cast: the macro that makes it of an ObjectClass.
        by_hand: what the user is to do instead, for the hint.

    Raises:
        Refused: the function has neither.
    """
    if own := handles(source, function, kind):
        return own[0]
    if objects := handles(source, function, "ObjectClass"):
        return f"{cast}({objects[0]})"
    raise Refused(
        f"{function.name}() has no {kind} at hand", path=function.path, line=function.line,
        hint=by_hand,
    )  # fmt: skip


def is_static(source: bytes, function: c_functions.Function) -> bool:
    """Tell whether only its own file can name `function`."""
    classes = (n for n in function.node.children if n.type == "storage_class_specifier")
    return any(_text(source, node) == "static" for node in classes)


def calls(
    source: bytes, function: c_functions.Function, names: list[str]
) -> Iterator[tuple[str, Span]]:
    """Yield the name and the place of each call that is given one of the variables `names`."""
    for call in c_calls.calls(source, function.node):
        if any(argument in names for argument in call.arguments):
            yield call.name, call.span


def assignments(source: bytes, function: c_functions.Function, *members: str) -> list[Assignment]:
    """Return the assignments to members, or those to one of `members`, in their order."""
    body = source[function.body.start : function.body.end]
    if members and not any(member.encode() in body for member in members):
        return []
    made = []
    for found in matches("c/member-assignment", function.node):
        statement, name = found["statement"][0], _text(source, found["member"][0])
        if not members or name in members:
            made.append(
                Assignment(
                    _text(source, found["object"][0]), name, _text(source, found["value"][0]),
                    Span(statement.start_byte, statement.end_byte),
                    statement.parent is not None
                    and statement.parent.start_byte == function.body.start,
                )
            )  # fmt: skip
    return sorted(made, key=lambda a: a.statement.start)


def _text(source: bytes, node: Node) -> str:
    return source[node.start_byte : node.end_byte].decode("latin-1")
