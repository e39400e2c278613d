"""Conditions: what they belong to, their opposite, and what a loop does before it asks."""

from __future__ import annotations

import operator as operators
import re
from collections.abc import Callable

from codemods.formats.c import names as c_names
from codemods.syntax.parse import Node

_NUMBER = re.compile(rb"-?(?:0|[1-9]\d{0,17})")
_BY_SIZE: dict[str, Callable[[int, int], bool]] = {
    "<": operators.lt, "<=": operators.le, ">": operators.gt, ">=": operators.ge,
}  # fmt: skip
_OPPOSITE = {"==": b"!=", "!=": b"==", "<": b">=", ">=": b"<", ">": b"<=", "<=": b">"}


def is_negation(node: Node) -> bool:
    """Tell whether the expression is "!x"."""
    return node.type == "unary_expression" and node.children[0].type == "!"


def negated(node: Node) -> bytes:
    """Return the text of the opposite of a condition."""
    text = node.text or b""
    if is_negation(node):
        return (node.children[1].text or b"").strip()
    if node.type == "binary_expression" and node.children[1].type in _OPPOSITE:
        left, operator, right = node.children[:3]
        return b" ".join((left.text or b"", _OPPOSITE[operator.type], right.text or b""))
    simple = node.type in ("identifier", "call_expression", "field_expression",
                           "subscript_expression", "parenthesized_expression")  # fmt: skip
    return b"!" + text if simple else b"!(" + text + b")"


def compared(node: Node, here: Node, value: bytes) -> bool | None:
    """Tell what a comparison by size gives whose part `here` has a value; None if not known."""
    left, operator, right = node.children[:3]
    texts = [value if n.id == here.id else (n.text or b"") for n in (left, right)]
    if operator.type not in _BY_SIZE or not all(map(_NUMBER.fullmatch, texts)):
        return None
    return _BY_SIZE[operator.type](int(texts[0]), int(texts[1]))


def counted(node: Node, value: bytes) -> bytes:
    """Return the literal true or false as one writes it in the expression `node`: a number."""
    if node.children[1].type in ("&&", "||", "==", "!="):
        return value
    return b"1" if value == b"true" else b"0"


def is_of(loop: Node, node: Node) -> bool:
    """Tell whether `node` is the condition of the loop."""
    condition = loop.child_by_field_name("condition")
    return condition is not None and condition.id == node.id


def is_own(loop: Node, first: Node, is_pure: Callable[[Node], bool]) -> bool:
    """Tell whether what a loop begins with only sets variables that nothing reads behind it."""
    if first.type == "declaration":
        values = [n.child_by_field_name("value") for n in first.named_children]
        return all(value is None or is_pure(value) for value in values)
    if first.type == "comma_expression":
        return all(is_own(loop, n, is_pure) for n in first.named_children)
    if first.type != "assignment_expression" or first.children[0].type != "identifier":
        return False
    if not is_pure(first.children[2]):
        return False
    name = (first.children[0].text or b"").decode(errors="replace")
    if not c_names.is_local(c_names.function_around(loop), name):
        return False
    use = c_names.use_behind(loop, name)
    return use is None or c_names.assignment(use) is not None


def goes_through(parent: Node, pointer: Node) -> bool:
    """Tell whether code reaches behind `pointer`: by an index, a member, a star or a call."""
    if parent.type == "binary_expression":
        return parent.children[1].type in ("+", "-")
    if parent.type in ("subscript_expression", "field_expression", "call_expression"):
        return parent.children[0].id == pointer.id
    return parent.type == "pointer_expression" and parent.children[0].type == "*"


def may_open(owner: Node, inner: list[Node]) -> bool:
    """Tell whether what is declared among `inner` may be declared in the place of `owner`.

    That is where only declarations stand before, and nothing else there has one of the names.
    """
    around = owner.parent
    if around is None or around.type != "compound_statement":
        return False
    before = [n for n in around.named_children if n.end_byte <= owner.start_byte]
    if any(n.type not in ("declaration", "comment") for n in before):
        return False
    words = {n.text for one in inner if one.type == "declaration" for n in c_names.walk(one)
             if n.type == "identifier"}  # fmt: skip
    declared = {w for w in words if w and _is_declared_in(inner, w)}
    return not any(
        n.type == "identifier" and n.text in declared
        and not owner.start_byte <= n.start_byte < owner.end_byte
        for n in c_names.walk(c_names.function_around(owner))
    )  # fmt: skip


def _is_declared_in(inner: list[Node], word: bytes) -> bool:
    name = word.decode(errors="replace")
    return any(n.type == "declaration" and c_names.local(n, name) is not None for n in inner)


def next_in_line(source: bytes, node: Node, other: Node) -> Node | None:
    """Return what begins the line instead, where `node` is `other`, an operator, and a line more.

    None where the operator behind it is another one, or nothing follows.
    """
    around = node.parent
    if node.type != "binary_expression" or around is None or around.type != node.type:
        return None
    left, operator, right = node.children
    first, behind, following = around.children
    if first.id != node.id or left.id != other.id or operator.type != behind.type:
        return None
    begins = b"\n" in source[operator.end_byte : right.start_byte]
    ends = b"\n" in source[behind.end_byte : following.start_byte]
    return following if begins and not ends else None
