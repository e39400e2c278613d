"""Read the strings of a C file as the texts that the compiler makes of them.

Adjacent literals are one text, escapes are resolved, and each byte knows where
it stands in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from codemods.formats import qmp
from codemods.formats.c import tokens as c_tokens
from codemods.formats.qmp import Text
from codemods.syntax.parse import Node, matches, parse

_ESCAPE = re.compile(rb"\\(?:x[0-9a-fA-F]+|[0-7]{1,3}|\r?\n|.)", re.DOTALL)
_MEANS = {b"n": b"\n", b"t": b"\t", b'"': b'"', b"'": b"'", b"\\": b"\\"}


@dataclass(frozen=True)
class String:
    """A string; `call` is the function it is an argument of, or "".

    Bytes [first, last) are the function's body that it stands in, empty outside.
    """

    text: Text
    call: str
    first: int
    last: int


def strings(source: bytes) -> Iterator[String]:
    """Yield the strings of `source`, those in the text of macros too."""
    for found in matches("c/string-literal", parse("c", source).root_node):
        for node in found.get("text", ()):
            if node.parent is None or node.parent.type != "concatenated_string":
                first, last = _function(node)
                text = qmp.join(list(_pieces(source, node)))
                yield String(text, _call(source, node), first, last)
        for node in found.get("macro", ()):
            for text in _macro(source, node.start_byte, node.end_byte):
                yield String(text, "", 0, 0)


def comments(source: bytes) -> Iterator[Text]:
    """Yield the comments of `source`."""
    for found in matches("c/comment", parse("c", source).root_node):
        for node in found["comment"]:
            yield qmp.plain(source, node.start_byte, node.end_byte)


def _pieces(source: bytes, node: Node) -> Iterator[Text]:
    if node.type == "string_literal":
        yield _literal(source, node.start_byte, node.end_byte)
    elif node.type == "concatenated_string":
        for child in node.children:
            yield from _pieces(source, child)
    elif node.type != "comment":
        yield Text(qmp.UNKNOWN, (node.start_byte, node.end_byte))


def _macro(source: bytes, start: int, end: int) -> Iterator[Text]:
    parts: list[Text] = []
    for token in c_tokens.tokens(c_tokens.text_of(source[:end]), start, directives=False):
        if token.kind == "string":
            parts.append(_literal(source, token.start, token.start + len(token.text)))
        elif token.kind == "name" and parts:
            parts.append(Text(qmp.UNKNOWN, (token.start, token.start + len(token.text))))
        elif parts:
            yield qmp.join(parts)
            parts = []
    if parts:
        yield qmp.join(parts)


def _literal(source: bytes, start: int, end: int) -> Text:
    """Return what stands between the quotes of the literal [start, end)."""
    at = source.index(b'"', start, end) + 1
    stop = end - 1 if source[end - 1 : end] == b'"' else end
    data = bytearray()
    offsets: list[int] = []
    while at < stop:
        escape = _ESCAPE.match(source, at, stop)
        if escape is None:
            new = source[at : at + 1]
        elif escape[0].endswith(b"\n"):  # the line goes on
            new = b""
        else:
            new = _MEANS.get(escape[0][1:], qmp.UNKNOWN)
        data += new
        offsets += [at] * len(new)
        at = escape.end() if escape else at + 1
    return Text(bytes(data), _ending(offsets, stop))


def _ending(offsets: list[int], end: int) -> Sequence[int]:
    return [*offsets, end]


def _call(source: bytes, node: Node) -> str:
    arguments = node.parent
    call = arguments.parent if arguments is not None else None
    if arguments is None or call is None or arguments.type != "argument_list":
        return ""
    name = call.child_by_field_name("function")
    if name is None or name.type != "identifier":
        return ""
    return source[name.start_byte : name.end_byte].decode(errors="replace")


def _function(node: Node) -> tuple[int, int]:
    around: Node | None = node
    while around is not None:
        if around.type == "function_definition":
            return around.start_byte, around.end_byte
        around = around.parent
    return 0, 0
