"""The values of the schema language, as data and as spans: objects, lists, strings, booleans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from codemods.errors import Refused
from codemods.syntax.parse import Node

#: What nearly every string is: without a quote or a backslash.
_PLAIN = re.compile(rb"'[ -&(-\[\]-~]*'")
#: What most values hold: they are many.
_NONE: Mapping[Any, Any] = MappingProxyType({})
_FUNNY = re.compile(rb"[^ -~]")


class Value(NamedTuple):
    """An object, list, string or boolean, with its bytes [start, end).

    `data` is the Python value; `items` are the pairs of an object (key to
    Value) or, numbered from 0, the elements of a list.
    """

    start: int
    end: int
    data: object
    items: Mapping[str | int, Value]
    keys: Mapping[str, int]


def type_name(value: object) -> str:
    """Return the type that `value` names: 'T', ['T'] or { 'type': ... }; "" for none."""
    if isinstance(value, dict):
        value = value.get("type")
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, str) else ""


def read(path: str, source: bytes, node: Node) -> Value:
    """Return the value that the node of the syntax tree is; Refused where the dialect has none."""
    start, end = node.start_byte, node.end_byte
    if node.type == "string":
        return Value(start, end, _string(path, source, node), _NONE, _NONE)
    if node.type == "identifier" and source[start:end] in (b"true", b"false"):
        return Value(start, end, source[start:end] == b"true", _NONE, _NONE)
    if node.type == "list":
        parts = [read(path, source, n) for n in _children(path, source, node, "[", "]")]
        return Value(start, end, [p.data for p in parts], dict(enumerate(parts)), {})
    if node.type == "dictionary":
        return _object(path, source, node)
    raise refused(path, source, node, "expected an object, a list, a string or a boolean")


def moved(value: Value, by: int) -> Value:
    """Return the value as it stands `by` bytes later."""
    if not value.items:
        return Value(value.start + by, value.end + by, value.data, _NONE, _NONE)
    items = {key: moved(item, by) for key, item in value.items.items()}
    keys = {key: at + by for key, at in value.keys.items()}
    return Value(value.start + by, value.end + by, value.data, items, keys)


def _object(path: str, source: bytes, node: Node) -> Value:
    items: dict[str | int, Value] = {}
    keys: dict[str, int] = {}
    for pair in _children(path, source, node, "{", "}"):
        key = pair.child_by_field_name("key")
        value = pair.child_by_field_name("value")
        if pair.type != "pair" or key is None or value is None or key.type != "string":
            raise refused(path, source, pair, "expected 'key': value")
        name = _string(path, source, key)
        if name in items:
            raise refused(path, source, key, f"duplicate key '{name}'")
        items[name] = read(path, source, value)
        keys[name] = key.start_byte
    data = {str(k): v.data for k, v in items.items()}
    return Value(node.start_byte, node.end_byte, data, items, keys)


def _children(path: str, source: bytes, node: Node, opening: str, closing: str) -> Iterator[Node]:
    """Yield what stands between the commas; the dialect allows no trailing one."""
    expected = False
    for child in node.children:
        if child.type in ("comment", opening):
            continue
        if child.type == closing:
            if expected:
                raise refused(path, source, child, "a comma must not stand last")
        elif child.type == ",":
            expected = True
        else:
            expected = False
            yield child


def _string(path: str, source: bytes, node: Node) -> str:
    text = source[node.start_byte : node.end_byte]
    inner = text[1:-1]
    if _PLAIN.fullmatch(text):
        return inner.decode("ascii")
    if text[:1] != b"'" or text[:3] == b"'''" or b"\n" in inner:
        raise refused(path, source, node, "a string must stand in single quotes")
    if _FUNNY.search(inner):
        raise refused(path, source, node, "funny character in a string")
    if b"\\" in inner.replace(b"\\\\", b""):
        raise refused(path, source, node, "unknown escape in a string")
    return inner.replace(b"\\\\", b"\\").decode("ascii")


def refused(path: str, source: bytes, node: Node, message: str) -> Refused:
    """Return the refusal of a node, with its line and its text."""
    found = source[node.start_byte : node.end_byte].split(b"\n")[0][:40]
    return Refused(
        f"{message}, found `{found.decode(errors='replace')}`",
        path=path, line=node.start_point[0] + 1,
    )  # fmt: skip
