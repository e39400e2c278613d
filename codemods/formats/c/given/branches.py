"""Find what runs where a string is equal to a literal."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.syntax.parse import Node, matches

_DIFFERS = ("strcmp", "g_strcmp0", "strcasecmp", "g_ascii_strcasecmp")
_EQUAL = ("g_str_equal",)


def equal(node: Node, given: str, text: str) -> Iterator[Node]:
    """Yield the braces behind each `if` below `node` that holds where `given` is `text`."""
    for found in matches("c/equal-branch", node):
        differs = "differs" in found and _text(found["differs"][0]) in _DIFFERS
        is_equal = "equal" in found and _text(found["equal"][0]) in _EQUAL
        zero = "zero" not in found or _text(found["zero"][0]) == "0"
        same = _text(found["given"][0]) == given and _text(found["text"][0]) == f'"{text}"'
        if (differs or is_equal) and zero and same:
            yield found["body"][0]


def _text(node: Node) -> str:
    return (node.text or b"").decode()
