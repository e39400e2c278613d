"""Take one argument out of a call, or one parameter out of a function's head."""

from __future__ import annotations

from codemods.source.splice import Edit
from codemods.syntax.parse import Node


def elements(holder: Node) -> list[Node]:
    """Return what stands between the commas of an argument_list or parameter_list."""
    return [n for n in holder.named_children if n.type != "comment"]


def call_with(node: Node) -> Node | None:
    """Return the call that `node` is an argument of by itself, or None."""
    holder = node.parent
    return holder.parent if holder is not None and holder.type == "argument_list" else None


def drop(path: str, source: bytes, holder: Node, gone: set[int]) -> list[Edit]:
    """Return the edits that take out the elements of `holder` at the places `gone`.

    A line of nothing else goes; the others keep their places.  Parameters that all go leave
    "void".
    """
    nodes = elements(holder)
    gone = {n for n in gone if n < len(nodes)}
    if len(gone) == len(nodes) and gone:
        text = b"void" if holder.type == "parameter_list" else b""
        return [Edit(path, nodes[0].start_byte, nodes[-1].end_byte, text)]
    edits = []
    n = 0
    while n < len(nodes):
        if n not in gone:
            n += 1
            continue
        last = n
        while last + 1 in gone:
            last += 1
        edits.append(_cut(path, source, nodes, n, last))
        n = last + 1
    return edits


def _cut(path: str, source: bytes, nodes: list[Node], first: int, last: int) -> Edit:
    """Take out the run of elements from `first` to `last`."""
    start, end = nodes[first].start_byte, nodes[last].end_byte
    if last + 1 == len(nodes):
        return Edit(path, nodes[first - 1].end_byte, end, b"")
    following = nodes[last + 1].start_byte
    line = source.rfind(b"\n", 0, start) + 1
    opens_line = not source[line:start].strip()
    breaks = b"\n" in source[end:following]
    if not opens_line and breaks and first:
        # The comma of the last one stays at the end of its line.
        return Edit(path, nodes[first - 1].end_byte, end, b"")
    return Edit(path, start, following, b"")
