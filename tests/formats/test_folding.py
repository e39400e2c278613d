"""Conditions whose parts are known."""

from __future__ import annotations

import pytest

from codemods.errors import Refused
from codemods.formats.c import folding
from codemods.source.splice import splice
from codemods.syntax.parse import parse


def folded(condition: str, value: bytes) -> str:
    """Fold `known` in `if (condition)`."""
    source = f"void f(void)\n{{\n    if ({condition}) {{\n        g();\n    }}\n}}\n".encode()
    at = source.index(b"known")
    node = parse("c", source).root_node.descendant_for_byte_range(at, at + 5)
    assert node is not None
    edit = folding.fold("a.c", source, node, value, lambda name: True)
    return splice(source, [edit]).decode()


@pytest.mark.parametrize(
    ("condition", "value", "left"),
    [
        ("!one == !known", b"NULL", "if (!one) {"),
        ("!known == !one", b"NULL", "if (!one) {"),
        ("!one != !known", b"true", "if (!one) {"),
        ("one && !known", b"false", "if (one) {"),
    ],
)
def test_what_is_left(condition: str, value: bytes, left: str) -> None:
    assert left in folded(condition, value)


@pytest.mark.parametrize(
    ("condition", "value"), [("!one != !known", b"NULL"), ("!one == !known", b"true")]
)
def test_the_opposite_is_refused(condition: str, value: bytes) -> None:
    with pytest.raises(Refused):
        folded(condition, value)
