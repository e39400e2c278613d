"""A variable that has only one value left, of a file or of all: fold what asks for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from codemods.errors import Refused
from codemods.formats.c import folding
from codemods.formats.c import items as c_items
from codemods.formats.c import names as c_names
from codemods.qemu.code.pure import is_pure
from codemods.removal import uses
from codemods.removal.dead.inside import lost_write
from codemods.removal.state import Cut, Removal
from codemods.syntax.parse import parse

_POINTER = re.compile(rb"\*\s*(?:const\s+)?\w+\s*(?:=|;|,)")
#: Where headers stand that many files see, and how long a name is that is no local variable's.
_SEEN = ("include", "hw", "migration", "net", "ui", "accel", "target", "system", "softmmu")
_TELLING = 4
_SCALAR = re.compile(rb"\b(?:bool|int|unsigned|long|size_t|u?int\d+_t|uint|uint64_t)\b")


def variable(state: Removal, cut: Cut) -> bool:
    """Fold one read of a variable that lost its last assignment, of this file or of all."""
    for name in cut.lost:
        if not lost_write(cut, name):
            continue
        among = _files(state, cut.path, name)
        value = _value(state, name, among) if state.may_touch(among) else None
        if value is None:
            continue
        later: Refused | None = None
        for path in among:
            source = state.read(path)
            root = parse("c", source).root_node
            for at in uses.offsets(source, name):
                node = root.descendant_for_byte_range(at, at + len(name))
                item = c_items.read(source).at(at)
                if node is None or item is None or item.kind != c_items.FUNCTION:
                    continue
                try:
                    edit = folding.fold(path, source, node, value, is_pure)
                except Refused as err:
                    # It may go with a condition behind it.
                    later = later or err
                    continue
                return state.step([edit])
        if later is not None:
            raise later
    return False


def _files(state: Removal, path: str, name: str) -> list[str]:
    """Return the files that can see the variable `name` of the file `path`."""
    own = c_items.read(state.read(path)).defining(name)
    if any(item.kind == c_items.VARIABLE and item.static for item in own):
        return [path]
    if len(name) < _TELLING:
        return []
    declared = re.compile(rb"\s*extern\b[^;]*\b" + name.encode() + rb"\b")
    hits = state.tree.grep((name,), _SEEN)
    if not any(h.path.endswith(".h") and declared.match(h.text) for h in hits):
        return []
    return uses.files(state.tree, name)


def _value(state: Removal, name: str, among: Sequence[str]) -> bytes | None:
    """Return the only value of the variable `name`, None where it may have others."""
    if not among:
        return None
    sites = [s for s in uses.definitions(state.tree, name, among) if not uses.declares(s.item)]
    if len(sites) != 1 or sites[0].item.kind != c_items.VARIABLE:
        return None
    (site,) = sites
    value = _initial(uses.text(state, site)) if site.item.names == (name,) else None
    if value is None:
        return None
    reads = (_reads_only(state, path, name) for path in among)
    return value if all(reads) else None


def _initial(text: bytes) -> bytes | None:
    """Return the value with which the variable that `text` defines begins, None for none known."""
    if b"[" in text or b"{" in text:
        return None
    if b"=" in text:
        value = text.partition(b"=")[2].strip(b" ;\n")
        return value if folding.is_literal(value) else None
    if _POINTER.search(text):
        return b"NULL"
    if _SCALAR.search(text):
        return b"false" if b"bool" in text else b"0"
    return None


def _reads_only(state: Removal, path: str, name: str) -> bool:
    """Tell whether the file does nothing with the variable but define, declare and read it."""
    source = state.read(path)
    file = c_items.read(source)
    root = parse("c", source).root_node
    for at in uses.offsets(source, name):
        item = file.at(at)
        if item is not None and name in item.names and item.kind != c_items.FUNCTION:
            continue
        node = root.descendant_for_byte_range(at, at + len(name))
        if node is None or node.type != "identifier" or c_names.is_written(node):
            return False
    return True
