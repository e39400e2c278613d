"""Find what runs where a string is equal to a literal."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.syntax.parse import Node, matches, parse

_DIFFERS = ("strcmp", "g_strcmp0", "strcasecmp", "g_ascii_strcasecmp")
_EQUAL = ("g_str_equal",)


def equal(node: Node, given: str, text: str) -> Iterator[Node]:
    """Yield the braces behind each `if` below `node` that holds where `given` is `text`."""
    for literal, body in every(node, given):
        if _text(literal) == f'"{text}"':
            yield body


def every(node: Node, given: str, *, narrowed: bool = False) -> Iterator[tuple[Node, Node]]:
    """Yield the literal and the braces of each `if` that holds where `given` is the literal.

    Arguments:
        narrowed: those that hold only where something else is true, too, and no others.
    """
    for found in matches("c/equal-and" if narrowed else "c/equal-branch", node):
        differs = "differs" in found and _text(found["differs"][0]) in _DIFFERS
        is_equal = "equal" in found and _text(found["equal"][0]) in _EQUAL
        zero = "zero" not in found or _text(found["zero"][0]) == "0"
        if (differs or is_equal) and zero and _text(found["given"][0]) == given:
            yield found["text"][0], found["body"][0]


def around(source: bytes, at: int) -> Node | None:
    """Return the braces that run where the only condition, which stands at byte `at`, holds."""
    node = parse("c", source).root_node.descendant_for_byte_range(at, at + 1)
    while node is not None and node.type != "if_statement":
        node = node.parent
    condition = node.child_by_field_name("condition") if node is not None else None
    body = node.child_by_field_name("consequence") if node is not None else None
    if condition is None or body is None or body.type != "compound_statement":
        return None
    plain = [n for n in condition.named_children if n.type != "comment"]
    return body if len(plain) == 1 and plain[0].type == "call_expression" else None


def _text(node: Node) -> str:
    return (node.text or b"").decode()
