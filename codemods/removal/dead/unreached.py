"""Statements that a fold left behind a jump: told to the user, for they may have had a reason."""

from __future__ import annotations

from codemods.formats.c import jumps
from codemods.removal.dead import inside
from codemods.removal.state import Cut, Removal, is_c
from codemods.source.splice import line_of
from codemods.syntax.parse import Node


def notes(state: Removal) -> None:
    """Note each statement behind a jump that is what remains of a condition."""
    for cut in state.cuts:
        if is_c(cut.path) and state.alive(cut.path) and cut.text.strip():
            _note(state, cut)


def _note(state: Removal, cut: Cut) -> None:
    function = inside.function_at(state, cut.path, cut.at)
    if function is None:
        return
    end = cut.at + len(cut.text)
    stack = [function.node]
    while stack:
        node = stack.pop()
        if node.end_byte < cut.at or node.start_byte > end:
            continue
        stack += node.named_children
        if node.type in jumps.JUMPS and cut.at <= node.start_byte and node.end_byte <= end:
            behind = _behind(node)
            if behind is not None and behind.start_byte >= end:
                line = line_of(state.read(cut.path), behind.start_byte)
                state.leave(cut.path, line, "is not reached any more")


def _behind(node: Node) -> Node | None:
    """Return the statement behind `node` in its block, None where a jump may lead there."""
    found = node.next_named_sibling
    while found is not None and found.type == "comment":
        found = found.next_named_sibling
    return None if found is None or found.type in jumps.REACHED else found
