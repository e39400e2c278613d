"""Read C files: functions, statements and includes as spans.

QEMU's macros leave ERROR nodes in half of its files, so every question is asked
of one function, and only of one that parses without error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from codemods.errors import Refused
from codemods.formats.c.directives.guards import conditions
from codemods.formats.c.directives.includes import includes
from codemods.source.splice import Edit, line_of, newline_of
from codemods.syntax.parse import Node, error_nodes, matches, parse


@dataclass(frozen=True)
class Span:
    """Bytes [start, end) of a file."""

    start: int
    end: int


@dataclass(frozen=True)
class Function:
    """A function definition; `body` spans its braces."""

    path: str
    name: str
    line: int
    span: Span
    body: Span
    node: Node


@dataclass(frozen=True)
class TableCheck:
    """`if (table[CONSTANT] ...)` in a function.

    `statement` is the statement or preprocessor block directly in the function's
    body that holds the check, `bare` tells that this is the `if` itself, `sole`
    that the condition is nothing else, `warns` that the `if` reports a warning.
    """

    table: str
    constant: str
    statement: Span
    bare: bool
    sole: bool
    warns: bool


def functions(path: str, source: bytes, name: str | None = None) -> Iterator[Function]:
    """Yield the functions that `source` defines, or those named `name`."""
    # To parse a large file that only calls the function takes long.
    if name is not None and not _may_define(source, name.encode()):
        return
    for found in matches("c/function", parse("c", source).root_node):
        node, body = found["function"][0], found["body"][0]
        its_name = source[found["name"][0].start_byte : found["name"][0].end_byte].decode()
        if name is None or its_name == name:
            yield Function(
                path, its_name, node.start_point[0] + 1,
                Span(node.start_byte, node.end_byte), Span(body.start_byte, body.end_byte),
                node,
            )  # fmt: skip


def _may_define(source: bytes, name: bytes) -> bool:
    at = source.find(name)
    while at >= 0:
        line = source.rfind(b"\n", 0, at) + 1
        if _BEFORE.fullmatch(source, line, at) and _BEHIND.match(source, at + len(name)):
            return True
        at = source.find(name, at + 1)
    return False


def require_clean(source: bytes, function: Function, by_hand: str) -> None:
    """Refuse a function that holds syntax tree-sitter could not read.

    Arguments:
        by_hand: what the user is to do instead, for the hint.
    """
    for bad in error_nodes(function.node):
        raise Refused(
            f"{function.name}() is not edited: its text from here could not be parsed",
            path=function.path, line=line_of(source, bad.start_byte), hint=by_hand,
        )  # fmt: skip


def pointers(source: bytes, function: Function) -> Iterator[tuple[str, str]]:
    """Yield the type and the name of each parameter that is a pointer."""
    for found in matches("c/pointer-parameter", function.node):
        # Parameters of pointers to functions inside the body are not meant.
        if found["parameter"][0].start_byte < function.body.start:
            yield _text(source, found["type"][0]), _text(source, found["name"][0])


def table_checks(source: bytes, function: Function) -> Iterator[TableCheck]:
    """Yield the checks of subscripted tables that stand outermost in `function`."""
    for found in matches("c/table-check", function.node):
        check, condition = found["check"][0], found["condition"][0]
        top, nested = _top_statement(check, function)
        if nested:
            continue
        use = found["use"][0]
        text = source[check.start_byte : check.end_byte]
        inner = [n for n in condition.children if n.type not in ("(", ")", "comment")]
        yield TableCheck(
            _text(source, found["table"][0]), _text(source, found["constant"][0]),
            Span(top.start_byte, top.end_byte), top.id == check.id,
            [n.id for n in inner] == [use.id],
            re.search(rb"\bwarn_report(_once)?\s*\(", text) is not None,
        )  # fmt: skip


def _top_statement(node: Node, function: Function) -> tuple[Node, bool]:
    """Return the child of the function's body around `node`, and whether more than
    preprocessor blocks stand between the two."""
    nested = False
    body_start = function.body.start
    while node.parent is not None and not (
        node.parent.type == "compound_statement" and node.parent.start_byte == body_start
    ):
        node = node.parent
        nested = nested or not node.type.startswith("preproc_")
    return node, nested


def first_statement(source: bytes, function: Function) -> int:
    """Return the offset of the first statement behind the declarations of `function`.

    A macro that declares a guard (`ERRP_GUARD();`) is a declaration, and so is a
    preprocessor block of nothing else; any other macro is, when a declaration
    follows it.  In an empty body it is the closing brace.
    """
    body = function.node.child_by_field_name("body")
    assert body is not None
    declared = body.children[0]
    for child in body.children[1:-1]:
        text = source[child.start_byte : child.end_byte]
        if declares(child) or _GUARD.match(text):
            declared = child
        elif child.type != "comment" and not _MACRO.match(text):
            break
    behind = declared.next_sibling
    while behind is not None and behind.type == "comment" and _same_line(declared, behind):
        declared, behind = behind, behind.next_sibling
    if behind is None:
        return function.body.end - 1
    # A conditional that is no whole piece of code has no node of its own.
    opened = _OPENS.search(source, declared.end_byte, behind.start_byte)
    return opened.start(1) if opened else behind.start_byte


def declares(node: Node) -> bool:
    """Tell whether `node` is a declaration, or a preprocessor block of nothing else."""
    if node.type not in _CONDITIONAL:
        return node.type == "declaration"
    given = {n.id for n in map(node.child_by_field_name, ("name", "condition")) if n is not None}
    inner = [n for n in node.named_children if n.id not in given and n.type != "comment"]
    return bool(inner) and all(declares(n) for n in inner)


#: What may stand before the name in the line of a definition: from the first column anything, or
#: words alone.
_BEFORE = re.compile(
    rb"[A-Za-z_][^;\n]*(?<!\w)|[ \t]*(?:(?!return\b|else\b)[\w*]{1,200}[ \t]{1,200})*\**"
)
_BEHIND = re.compile(rb"\s*\(")
#: `NAME_GUARD(...);` and `NAME(...);`, a macro that may declare something.
_GUARD = re.compile(rb"(?=[A-Z0-9_]*_GUARD(?:_\w|\s*\())\w+\s*\([^;]*\)\s*;$")
_MACRO = re.compile(rb"[A-Z][A-Z0-9_]+\s*\([^;]*\)\s*;$")
#: Braces, and what may hold some that are none.
_BRACES = re.compile(
    rb"""[{}]|"(?:\\.|[^"\\\n]){0,4000}"|'(?:\\.|[^'\\\n]){0,20}'|/\*.{0,4000}?\*/|//[^\n]{0,4000}"""
)
_OPENS = re.compile(rb"(?m)^[ \t]*(#[ \t]*if)")
_CONDITIONAL = ("preproc_if", "preproc_ifdef", "preproc_else", "preproc_elif")


def _same_line(before: Node, after: Node) -> bool:
    return before.type != "{" and before.end_point[0] == after.start_point[0]


def labels(path: str, source: bytes) -> Iterator[tuple[int, int]]:
    """Yield (first line, last line), from 1, of each function and each `case` in it."""
    for function in functions(path, source):
        for node in (function.node, *_cases(function.node)):
            yield node.start_point[0] + 1, node.end_point[0] + 1


def _cases(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.type == "case_statement":
            yield child
        yield from _cases(child)


def insert_lines(path: str, source: bytes, at: int, lines: list[str]) -> Edit:
    """Return the edit that puts `lines` before the line in which byte `at` stands."""
    start = source.rfind(b"\n", 0, at) + 1
    end = newline_of(source)
    return Edit(path, start, start, b"".join(line.encode() + end for line in lines))


def after_line(path: str, source: bytes, at: int) -> int:
    """Return the offset behind the line in which byte `at` stands, in the same block.

    A brace at `at` opens the block that is meant.

    Raises:
        Refused: the block ends in that line.
    """
    end = source.find(b"\n", at)
    end = len(source) if end < 0 else end
    depth = least = 0
    for mark in _BRACES.findall(source[at:end]):
        depth += {b"{": 1, b"}": -1}.get(mark, 0)
        least = min(least, depth)
    if least < 0 or (source[at : at + 1] == b"{" and depth < 1):
        raise Refused(
            "the block ends on this line, with no room behind its statement", path=path,
            line=line_of(source, at), hint="break the line, then run again",
        )  # fmt: skip
    return min(end + 1, len(source))


def indentation(source: bytes, at: int) -> str:
    """Return the blanks before the text of the line in which byte `at` stands."""
    start = source.rfind(b"\n", 0, at) + 1
    found = re.compile(rb"[ \t]*").match(source, start)
    return found[0].decode() if found else ""


def add_include(path: str, source: bytes, header: str) -> Edit | None:
    """Return the edit that includes `header`, or None where the file does already.

    The line goes behind the last unconditional include of the same folder, or
    else behind the first unconditional include.

    Raises:
        Refused: the file has no unconditional include to stand beside.
    """
    folder = f"{header.rpartition('/')[0]}/"
    beside = first = None
    guards = list(conditions(source))
    for found in includes(source):
        if guards[line_of(source, found.start) - 1]:
            continue
        if found.name == header:
            return None
        if first is None:
            first = found.end
        if found.name.startswith(folder) and found.name != "qemu/osdep.h":
            beside = found.end
    place = beside or first
    if place is None:
        raise Refused(f'no place to include "{header}"', path=path, hint="add the include by hand")
    return Edit(path, place, place, f'#include "{header}"'.encode() + newline_of(source))


def _text(source: bytes, node: Node) -> str:
    return source[node.start_byte : node.end_byte].decode(errors="replace")
