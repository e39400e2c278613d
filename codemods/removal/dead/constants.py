"""A variable that has only one value left: fold what asks for it."""

from __future__ import annotations

import re

from codemods.formats.c import folding
from codemods.formats.c import items as c_items
from codemods.formats.c import names as c_names
from codemods.qemu.code.pure import is_pure
from codemods.removal import uses
from codemods.removal.dead.inside import lost_write
from codemods.removal.state import Cut, Removal
from codemods.syntax.parse import parse

_POINTER = re.compile(rb"\*\s*(?:const\s+)?\w+\s*(?:=|;|,)")
_SCALAR = re.compile(rb"\b(?:bool|int|unsigned|long|size_t|u?int\d+_t|uint|uint64_t)\b")


def variable(state: Removal, cut: Cut) -> bool:
    """Fold one read of a variable of the file that lost its last assignment."""
    for name in cut.lost:
        if lost_write(cut, name) and (value := _value(state, cut.path, name)) is not None:
            source = state.read(cut.path)
            root = parse("c", source).root_node
            for at in uses.offsets(source, name):
                node = root.descendant_for_byte_range(at, at + len(name))
                item = c_items.read(source).at(at)
                if node is not None and item is not None and item.kind == c_items.FUNCTION:
                    return state.step([folding.fold(cut.path, source, node, value, is_pure)])
    return False


def _value(state: Removal, path: str, name: str) -> bytes | None:
    """Return the only value of the static variable `name`, None where it may have others."""
    source = state.read(path)
    items = c_items.read(source).defining(name)
    if len(items) != 1 or items[0].kind != c_items.VARIABLE or not items[0].static:
        return None
    text = source[items[0].start : items[0].end]
    if items[0].names != (name,) or b"[" in text or b"{" in text:
        return None
    if b"=" in text:
        value = text.partition(b"=")[2].strip(b" ;\n")
        if not folding.is_literal(value):
            return None
    elif _POINTER.search(text):
        value = b"NULL"
    elif _SCALAR.search(text):
        value = b"false" if b"bool" in text else b"0"
    else:
        return None
    root = parse("c", source).root_node
    for at in uses.offsets(source, name):
        if items[0].start <= at < items[0].end:
            continue
        node = root.descendant_for_byte_range(at, at + len(name))
        if node is None or node.type != "identifier" or c_names.is_written(node):
            return None
    return value
