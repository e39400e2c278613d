"""The row of an option's list that lost its last read: what it names would be taken and ignored.

Source: f223a90b0c in QEMU's history, a member of the schema that -chardev took, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.formats.c import items as c_items
from codemods.kind import Part
from codemods.qemu.options import suboption_parts
from codemods.removal.state import Cut, Removal, is_c
from codemods.source.splice import line_of

_READS = rb"\bqemu_opt_(?:get|find|unset)\w{0,20}\(\s{0,80}[\w.>-]{1,80},\s{0,80}\"(%s)\""
_READ = re.compile(_READS % rb"[\w.-]{1,80}")
_LIST = re.compile(rb"(?:static\s{1,20})?(?:const\s{1,20})?QemuOptsList\b")
_OPTION = re.compile(rb"\{\s{0,80}\.name\s{0,20}=\s{0,20}\"([\w.-]{1,80})\"")


def unread(state: Removal, cut: Cut) -> bool:
    """Take out the row of a list whose parameter `cut` read last, with what the manual says of it.

    Tell whether there was one.
    """
    for name in dict.fromkeys(m[1].decode() for m in _READ.finditer(cut.gone)):
        found = [] if _is_read(state, name) else list(_rows(state, name))
        if len(found) == 1 and state.may_touch([found[0][0]]):
            path, at = found[0]
            item = c_items.read(state.read(path)).at(at)
            parts = list(_parts(state, path, item, at, name)) if item is not None else []
            if parts and not any(part.by_hand for part in parts):
                return state.step(edit for part in parts for edit in part.edits)
        for path, at in found:
            line = line_of(state.read(path), at)
            state.leave(path, line, f"{name} is taken here, and nothing reads it by name any more")
    return False


def _rows(state: Removal, name: str) -> Iterator[tuple[str, int]]:
    """Yield path and offset of each row called `name` of a list."""
    row = re.compile(rb"\.name\s{0,20}=\s{0,20}\"" + re.escape(name.encode()) + rb"\"")
    for path in _files(state, name):
        source = state.read(path)
        file = c_items.read(source)
        for found in row.finditer(source):
            item = file.at(found.start())
            if item is not None and _LIST.match(source, item.start, item.end):
                opened = _OPTION.search(source, item.start, item.end)
                if opened is None or opened.start(1) < found.start():
                    yield path, found.start()


def _is_read(state: Removal, name: str) -> bool:
    reads = re.compile(_READS % re.escape(name.encode()))
    return any(reads.search(state.read(path)) for path in _files(state, name))


def _files(state: Removal, name: str) -> list[str]:
    hits = state.tree.grep((f'"{name}"',))
    return [
        p for p in dict.fromkeys(h.path for h in hits) if is_c(p) and not p.startswith("tests/")
    ]


def _parts(state: Removal, path: str, item: c_items.Item, at: int, name: str) -> Iterator[Part]:
    """Yield the row, then the help and the manual of the option that the list is called by."""
    source = state.read(path)
    yield suboption_parts.row(path, source, item, at)
    option = _OPTION.search(source, item.start, item.end)
    if option is not None:
        yield from suboption_parts.documented(state.tree, option[1].decode(), name)
