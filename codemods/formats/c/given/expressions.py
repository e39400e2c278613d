"""Read a C expression that a user gives, and write it as the condition of an `if`.

`a&&b->c==1` becomes::

    if (a && b->c == 1) {
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codemods.errors import Refused
from codemods.formats.c import names as c_names
from codemods.formats.c.literals import WIDTH
from codemods.syntax.parse import Node, error_nodes, once

_BEFORE, _AFTER = b"void f(void)\n{\n    if (", b") {\n    }\n}\n"
#: What does something besides giving a value, and what it is called.
_ACTS = {
    "assignment_expression": "an assignment", "update_expression": "an increment or a decrement",
    "comma_expression": "a comma between expressions",
    "gnu_statement_expression": "statements", "compound_statement": "statements",
    "compound_literal_expression": "an object of its own",
}  # fmt: skip
_SPACED = ("binary_expression", "conditional_expression")


@dataclass(frozen=True)
class Expression:
    """An expression without side effects of its own.

    `text` is it in QEMU's layout, on one line.  `names` are the identifiers in it, `fields`
    those of structures and `calls` the functions and macros that it calls.
    """

    text: str
    names: tuple[str, ...]
    fields: tuple[str, ...]
    calls: tuple[str, ...]


def read(text: str) -> Expression:
    """Read the expression `text`.

    Raises:
        Refused: it is none, or it has side effects; what was found is said.
    """
    source = _BEFORE + text.encode() + _AFTER
    root = once("c", source).root_node
    node = _condition(root, len(_BEFORE), len(_BEFORE) + len(text.encode()))
    if node is None or any(error_nodes(root)) or "\\\n" in text:
        raise Refused(f"'{text}' is no C expression")
    nodes = list(c_names.walk(node))
    if any(n.type == "comment" or n.type.startswith("preproc") for n in nodes):
        raise Refused(f"'{text}' is more than a C expression")
    for one in nodes:
        if one.type in _ACTS:
            raise Refused(f"'{text}' has side effects: {_ACTS[one.type]}, {_shown(one)}")
    called = [n for one in nodes if one.type == "call_expression" and (n := _function(one))]
    calls = {n.id for n in called}
    named = [n for n in nodes if n.type == "identifier" and n.id not in calls]
    return Expression(
        written(node), _distinct(named),
        _distinct([n for n in nodes if n.type == "field_identifier"]), _distinct(called),
    )  # fmt: skip


def opening(indent: str, expression: Expression) -> list[str]:
    """Return the lines `INDENTif (EXPRESSION) {`, broken where that is too long.

    They are broken behind `&&` and `||`, and elsewhere only where a part is too long alone.
    """
    rows = [f"{indent}if ("]
    for clause in _clauses(expression.text):
        below = _opened("\n".join(rows))
        whole = len(clause) + len(") {") <= WIDTH - min(below, len(rows[-1]) + 1)
        for n, part in enumerate([clause] if whole else _words(clause)):
            first = rows[-1].endswith("if (") and len(rows) == 1 and n == 0
            if not first and len(rows[-1]) + len(part) + len(" ) {") > WIDTH:
                rows.append(" " * _opened("\n".join(rows)) + part)
            else:
                rows[-1] += part if first else f" {part}"
    return [*rows[:-1], f"{rows[-1]}) {{"]


def _clauses(text: str) -> list[str]:
    """Return the parts of `text` up to and with each `&&` and `||`."""
    clauses = [""]
    for word in _words(text):
        clauses[-1] += f" {word}" if clauses[-1] else word
        if word in ("&&", "||"):
            clauses.append("")
    return [clause for clause in clauses if clause]


def _words(text: str) -> list[str]:
    """Return what stands between the blanks of `text` that are in no string."""
    ends = [*(at for at, letter in _outside(text) if letter == " "), len(text)]
    starts = [0, *(end + 1 for end in ends)]
    return [text[start:end] for start, end in zip(starts, ends, strict=False)]


def _opened(text: str) -> int:
    """Return the column behind the innermost open parenthesis of `text`."""
    opened = []
    for at, letter in _outside(text):
        if letter in "([":
            opened.append(at - text.rfind("\n", 0, at))
        elif letter in ")]":
            opened.pop()
    return opened[-1]


def _outside(text: str) -> Iterator[tuple[int, str]]:
    """Yield the letters of `text` that are in no string, each with its offset."""
    quote, escaped = "", False
    for at, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote and not escaped else quote
            escaped = letter == "\\" and not escaped
        elif letter in "\"'":
            quote = letter
        else:
            yield at, letter


def _condition(root: Node, start: int, end: int) -> Node | None:
    """Return the expression that fills [start, end) but for blanks, where nothing else was read."""
    (function,) = root.named_children if root.named_child_count == 1 else (None,)
    body = function.child_by_field_name("body") if function is not None else None
    inside = body.named_children if body is not None else []
    if len(inside) != 1 or inside[0].type != "if_statement":
        return None
    condition = inside[0].child_by_field_name("condition")
    if condition is None or (condition.start_byte, condition.end_byte) != (start - 1, end + 1):
        return None
    found = condition.named_children
    return found[0] if len(found) == 1 else None


def _function(call: Node) -> Node | None:
    function = call.child_by_field_name("function")
    while function is not None and function.type == "parenthesized_expression":
        function = function.named_children[0]
    if function is not None and function.type == "identifier":
        return function
    if function is not None and function.type == "field_expression":
        return function.child_by_field_name("field")
    return None


def written(node: Node) -> str:
    """Return the text of `node` with QEMU's blanks."""
    if not node.children or node.type in ("string_literal", "char_literal"):
        return _shown(node)
    inner = [written(child) for child in node.children]
    if node.type == "binary_expression" and inner[1] == "||":
        # Compilers ask for parentheses around && in ||.
        inner = [f"({t})" if _is_and(n) else t for n, t in zip(node.children, inner, strict=True)]
    if node.type in _SPACED or node.type == "concatenated_string":
        return " ".join(inner)
    if node.type == "argument_list":
        return "".join(inner).replace(",", ", ") if len(inner) <= 2 else _listed(inner)
    if node.type in ("type_descriptor", "sizeof_expression") or "type" in node.type:
        return " ".join(_shown(node).split())
    return "".join(inner)


def _is_and(node: Node) -> bool:
    return node.type == "binary_expression" and node.children[1].type == "&&"


def _listed(inner: list[str]) -> str:
    """Return arguments in their parentheses."""
    given = [text for text in inner[1:-1] if text != ","]
    return f"{inner[0]}{', '.join(given)}{inner[-1]}"


def _shown(node: Node) -> str:
    return (node.text or b"").decode()


def _distinct(nodes: list[Node]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_shown(node) for node in nodes))
