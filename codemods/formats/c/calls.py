"""Find calls by the name of the function, with what it is given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from codemods.formats.c.functions import Span
from codemods.syntax.parse import Node, matches, parse


@dataclass(frozen=True)
class Call:
    """`name(arguments)`: each argument as it is written, without comments."""

    name: str
    arguments: tuple[str, ...]
    span: Span

    def argument(self, n: int) -> str:
        """Return argument `n`, counted from 0; "" if there is none."""
        return self.arguments[n] if n < len(self.arguments) else ""


def calls(source: bytes, node: Node | None = None, names: str = r"\w+") -> Iterator[Call]:
    """Yield the calls in `node`, or in all of `source`, in the order of their starts.

    A call in the text of a macro is none: that text is not parsed.

    Arguments:
        names: a regular expression for the whole names of the functions.
    """
    start, end = (node.start_byte, node.end_byte) if node is not None else (0, len(source))
    # To look for the word is far cheaper than to parse a file without it.
    if not re.compile(rb"\b(?:" + names.encode() + rb")\s*\(").search(source, start, end):
        return
    root = parse("c", source).root_node if node is None else node
    found = []
    for match in matches("c/call", root):
        called = _text(source, match["name"][0])
        if re.fullmatch(names, called):
            given = [n for n in match["arguments"][0].named_children if n.type != "comment"]
            place = match["call"][0]
            span = Span(place.start_byte, place.end_byte)
            found.append(Call(called, tuple(_text(source, n) for n in given), span))
    yield from sorted(found, key=lambda call: call.span.start)


def string(argument: str) -> str:
    """Return the text of an argument that is one string without escapes, else ""."""
    found = re.fullmatch(r'"([^"\\\n]*)"', argument)
    return found[1] if found else ""


def name(argument: str) -> str:
    """Return an argument that is a plain name, else ""."""
    return argument if re.fullmatch(r"[A-Za-z_]\w*", argument) else ""


def _text(source: bytes, node: Node) -> str:
    return source[node.start_byte : node.end_byte].decode("latin-1")
