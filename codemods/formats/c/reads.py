"""Find where C code reads a value by its name, and where a test of that value can stand before."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from codemods.errors import Refused
from codemods.formats.c import functions as c_functions
from codemods.syntax.parse import Node, error_nodes, matches, parse


@dataclass(frozen=True)
class Read:
    """A call `get(OBJECT, "NAME" ...)`: where it is and in which function."""

    path: str
    line: int
    function: str
    object: str
    start: int
    call: Node
    within: Node


def reads(
    path: str, source: bytes, name: str, getters: re.Pattern[str], macros: Collection[str] = ()
) -> Iterator[Read]:
    """Yield the reads of `name` by a function whose name `getters` matches.

    Arguments:
        macros: names of macros that stand for it.
    """
    for found in matches("c/named-read", parse("c", source).root_node):
        getter = _text(found["function"][0])
        if _text(found["name"][0]) in (f'"{name}"', *macros) and getters.fullmatch(getter):
            yield from _read(path, found)


def passed(path: str, source: bytes, name: str, readers: Collection[str]) -> Iterator[Read]:
    """Yield the calls of `readers` that are given an object and, right behind it, `name`."""
    for found in matches("c/passed-read", parse("c", source).root_node):
        if _text(found["name"][0]) == f'"{name}"' and _text(found["function"][0]) in readers:
            yield from _read(path, found)


def _read(path: str, found: Mapping[str, list[Node]]) -> Iterator[Read]:
    call = found["call"][0]
    within = _around(call, "function_definition")
    if within is not None:
        yield Read(
            path, call.start_point[0] + 1, _name(within), _text(found["object"][0]),
            call.start_byte, call, within,
        )  # fmt: skip


@dataclass(frozen=True)
class Slot:
    """The line start `at` which to insert, the blanks there, and whether to set it apart."""

    at: int
    indent: str
    apart: bool


def before(source: bytes, read: Read, by_hand: str) -> Slot:
    """Return the outermost place before `read` at which its object has the value it will have.

    Raises:
        Refused: there is none, or the text around it could not be parsed.
    """
    for block, child in _levels(read):
        slot = _slot(source, read, block, child)
        if slot is not None:
            _require_read(read, child, by_hand)
            return slot
    raise Refused(
        f"looked for a place in {read.function}() at which {read.object} is set, found none",
        path=read.path, line=read.line, hint=by_hand,
    )  # fmt: skip


def _require_read(read: Read, child: Node, by_hand: str) -> None:
    """Refuse where the text up to the end of `child` could not be parsed.

    What follows does not matter for a statement before it.  In a function with
    a large switch only the label counts.
    """
    case = _around(child, "case_statement")
    for bad in error_nodes(case if case is not None else read.within):
        if bad.start_byte < child.end_byte:
            raise Refused(
                f"{read.function}() is not edited: its text from here could not be parsed",
                path=read.path, line=bad.start_point[0] + 1, hint=by_hand,
            )  # fmt: skip


def _levels(read: Read) -> list[tuple[Node, Node]]:
    """Return each block around the read with its child that holds it, outermost first."""
    found = []
    node, parent = read.call, read.call.parent
    while parent is not None and node.id != read.within.id:
        block = parent.type in ("compound_statement", "case_statement")
        if block and node.type != "case_statement":
            found.append((parent, node))
        node, parent = parent, parent.parent
    return found[::-1]


def _slot(source: bytes, read: Read, block: Node, child: Node) -> Slot | None:
    name = read.object.encode()
    sets = re.compile(rb"(?<![\w.>])" + name + rb"\s*=(?!=)|FOREACH\w{0,60}\(\s*" + name + rb"\b")
    declaration = c_functions.declares(child)
    start = child.start_byte
    if declaration:
        rest = [n for n in block.children if n.start_byte > child.start_byte]
        behind = [n for n in rest if n.type != "comment" and not c_functions.declares(n)]
        if not behind or behind[0].type == "}":
            return None
        start = behind[0].start_byte
    elif sets.search(source, child.start_byte, read.start):
        return None
    before_it = source[read.within.start_byte : start]
    parameter = re.search(rb"\b\w+\s*\*\s*" + name + rb"\s*[,)]", before_it)
    if not parameter and not sets.search(before_it):
        return None
    at = source.rfind(b"\n", 0, start) + 1
    indent = c_functions.indentation(source, start)
    if source[at:start].strip():
        return None
    if source[start : start + 1] == b"#":
        indent = c_functions.indentation(source, block.end_byte - 1) + "    "
    above = source[:at].rstrip(b" \t")
    previous = [n for n in block.children if n.end_byte <= at and n.type != "comment"]
    declared = bool(previous) and c_functions.declares(previous[-1])
    return Slot(at, indent, declared and not above.endswith((b"\n\n", b"\r\n\r\n")))


def _around(node: Node, kind: str) -> Node | None:
    parent = node.parent
    while parent is not None and parent.type != kind:
        parent = parent.parent
    return parent


def _name(function: Node) -> str:
    declarator = function.child_by_field_name("declarator")
    return _text(declarator).partition("(")[0].lstrip("* ") if declarator is not None else "?"


def _text(node: Node) -> str:
    return (node.text or b"").decode(errors="replace")
