"""Read the `case` labels of C switch statements, and where a statement can stand first in one.

A switch of QEMU's may be too large to parse without an error somewhere, so
only the labels in question need to be clean.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codemods.errors import Refused
from codemods.formats.c import functions as c_functions
from codemods.formats.c.jumps import JUMPS
from codemods.source.splice import line_of
from codemods.syntax.parse import Node, error_nodes, matches, parse

#: A call of one of these does not return.
_ENDS = ("exit", "abort", "_exit", "g_assert_not_reached", "g_abort", "usage", "help", "version")


@dataclass(frozen=True)
class Case:
    """One `case CONSTANT:` label.

    `function` is the name of the function around it, `value` the text of the
    switch's condition, "" where it is not known.  `body` spans what runs for
    the label, up to the next label that has statements of its own.  `shared`
    tells that another label leads into the same statements; `at` is the line
    start at which a first statement goes, `indent` its blanks, `apart` whether
    a blank line goes before it.
    """

    path: str
    constant: str
    line: int
    function: str
    value: str
    body: c_functions.Span
    shared: bool
    at: int
    indent: str
    apart: bool


def cases(path: str, source: bytes, constant: str) -> Iterator[Case]:
    """Yield the labels `case CONSTANT:` of `source`.

    Raises:
        Refused: the statements behind one could not be parsed, or share its line.
    """
    for found in matches("c/case-label", parse("c", source).root_node):
        if found["constant"][0].text == constant.encode():
            yield _case(path, source, found["case"][0], constant)


def _case(path: str, source: bytes, node: Node, constant: str) -> Case:
    line = node.start_point[0] + 1
    siblings = list(_flat(_compound(node)))
    here = next(n for n, s in enumerate(siblings) if s.id == node.id)
    shared = _falls_into(siblings[:here])
    owner, behind = here, here + 1
    while not _statements(siblings[owner]) and behind < len(siblings):
        if siblings[behind].type != "case_statement":
            break
        owner, behind, shared = behind, behind + 1, True
    end = next((s.start_byte for s in siblings[behind:] if s.type == "case_statement"), None)
    last = siblings[here].end_byte if end is None else end
    for bad in error_nodes(siblings[owner]):
        raise Refused(
            f"case {constant} is not edited: its text from here could not be parsed", path=path,
            line=line_of(source, bad.start_byte),
            hint="add the warning by hand, or ask for --warn none",
        )  # fmt: skip
    at, indent, apart = _first(path, source, siblings[owner])
    return Case(
        path, constant, line, _function(node), _switch_value(node),
        c_functions.Span(node.start_byte, max(last, siblings[owner].end_byte)),
        shared, at, indent, apart,
    )  # fmt: skip


def _compound(node: Node) -> Node:
    """Return the braces around a label, beyond preprocessor blocks."""
    parent = node.parent or node
    while parent.parent is not None and parent.type.startswith("preproc_"):
        parent = parent.parent
    return parent


def _flat(node: Node) -> Iterator[Node]:
    """Yield labels and statements in order, also those inside preprocessor blocks."""
    for child in node.children:
        if child.type.startswith("preproc_") and child.type not in ("preproc_call", "preproc_arg"):
            yield from _flat(child)
        elif child.type.endswith(("statement", "declaration")):
            yield child


def _statements(case: Node) -> list[Node]:
    """Return what stands behind the colon of a label, without comments."""
    colon = next(n for n, child in enumerate(case.children) if child.type == ":")
    return [child for child in case.children[colon + 1 :] if child.type != "comment"]


def _falls_into(before: list[Node]) -> bool:
    """Tell whether the last of the statements `before` a label may run on into it."""
    if not before:
        return False
    last = before[-1]
    if last.type == "case_statement":
        inner = _statements(last)
        return not inner or not _leaves(inner[-1])
    return not _leaves(last)


def _leaves(node: Node) -> bool:
    if node.type in JUMPS:
        return True
    if node.type == "compound_statement":
        inner = list(_flat(node))
        return bool(inner) and _leaves(inner[-1])
    if node.type == "expression_statement" and node.children[0].type == "call_expression":
        called = node.children[0].child_by_field_name("function")
        return called is not None and (called.text or b"").decode() in _ENDS
    return False


def _first(path: str, source: bytes, case: Node) -> tuple[int, str, bool]:
    """Return where a first statement goes, with its blanks, and whether to set it apart."""
    colon = next(child for child in case.children if child.type == ":")
    inner = _statements(case)
    indent = c_functions.indentation(source, case.start_byte) + "    "
    if inner and inner[0].type == "compound_statement":
        return _in_braces(source, inner[0])
    if inner and inner[0].start_point[0] == colon.end_point[0]:
        raise Refused(
            "the statements stand on the line of their label", path=path,
            line=case.start_point[0] + 1, hint="add the warning by hand, or ask for --warn none",
        )  # fmt: skip
    if inner:
        indent = c_functions.indentation(source, inner[0].start_byte)
    return c_functions.after_line(path, source, colon.start_byte), indent, False


def _in_braces(source: bytes, block: Node) -> tuple[int, str, bool]:
    declared = False
    for child in block.children[1:-1]:
        if child.type == "declaration":
            declared = True
        elif child.type != "comment":
            start = source.rfind(b"\n", 0, child.start_byte) + 1
            blank = source[:start].endswith((b"\n\n", b"\r\n\r\n"))
            indent = c_functions.indentation(source, child.start_byte)
            if child.type.startswith("preproc_"):
                indent = c_functions.indentation(source, block.end_byte - 1) + "    "
            return start, indent, declared and not blank
    start = source.rfind(b"\n", 0, block.end_byte) + 1
    return start, c_functions.indentation(source, start) + "    ", declared


def _function(node: Node) -> str:
    parent: Node | None = node
    while parent is not None and parent.type != "function_definition":
        parent = parent.parent
    declarator = parent.child_by_field_name("declarator") if parent is not None else None
    text = (declarator.text or b"").decode(errors="replace") if declarator is not None else "?"
    return text.partition("(")[0].lstrip("* ")


def _switch_value(node: Node) -> str:
    parent = node.parent
    while parent is not None and parent.type not in ("switch_statement", "function_definition"):
        parent = parent.parent
    if parent is None or parent.type != "switch_statement":
        return ""
    condition = parent.child_by_field_name("condition")
    text = (condition.text or b"").decode(errors="replace") if condition is not None else ""
    inner = text.strip("()").strip()
    return inner if inner.replace("->", "").replace(".", "").replace("_", "").isalnum() else ""
