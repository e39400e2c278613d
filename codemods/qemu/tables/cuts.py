"""Take an option, a command or its documentation out of an .hx table.

Source: scripts/hxtool, and 00cfbdcbe1, 5433af7697 and 63e79833c4 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.formats import hx
from codemods.formats.c.cutting import without_gap
from codemods.source.splice import Edit
from codemods.source.tree import Tree

_MARK = re.compile(rb"(?:SRST|STEXI)[^\n]*\n")


def block(tree: Tree, one: hx.Block) -> Iterator[Edit]:
    """Yield the edits that take out a block, and the documentation that is its alone."""
    source = tree.read(one.path)
    start = source.rfind(b"\n", 0, one.start) + 1
    comma = re.compile(rb"[ \t]*,").match(source, one.end)
    end = _line_end(source, comma.end() if comma else one.end)
    doc = one.doc
    if doc is not None and _shared(tree, one, doc):
        doc = None
    if doc is None:
        yield without_gap(one.path, source, start, end)
        return
    opened = source.rfind(b"\n", 0, doc.start - 1) + 1
    closed = _line_end(source, doc.end)
    if source[end:opened].strip():
        # A conditional ends between the two.
        yield Edit(one.path, start, end, b"")
        yield without_gap(one.path, source, opened, closed)
    else:
        yield without_gap(one.path, source, start, closed)


def _shared(tree: Tree, one: hx.Block, doc: hx.Doc) -> bool:
    """Tell whether the documentation belongs to another block, too.

    What has none of its own may stand above it: its terms tell whose it is.
    """
    source = tree.read(one.path)
    text = source[doc.start : doc.end]
    others = [b for b in hx.read(one.path, source).blocks if b.doc == doc and b.name != one.name]
    if _names(text, one.name):
        others = [b for b in others if _names(text, b.name)]
    return bool(others)


def _names(text: bytes, name: str) -> bool:
    """Tell whether a term of the documentation, in one of its two languages, is `name`."""
    term = rb"(?m)^(?:``|@itemx? )-{0,2}" + re.escape(name.encode()) + rb"(?![\w-])"
    return re.search(term, text) is not None


def _line_end(source: bytes, at: int) -> int:
    end = source.find(b"\n", at)
    return len(source) if end < 0 else end + 1
