"""Statements that leave their block, and those behind them that nothing comes to."""

from __future__ import annotations

from codemods.syntax.parse import Node

JUMPS = ("return_statement", "goto_statement", "break_statement", "continue_statement")
#: What a jump from elsewhere may lead to.
REACHED = ("labeled_statement", "case_statement")


def end(statement: Node, instead: Node) -> int:
    """Return where that ends what `instead`, in the place of `statement`, keeps from being reached.

    That is the end of `statement` where something may lead behind it, or a directive stands there.
    """
    if not _leaves(instead):
        return statement.end_byte
    behind = statement
    while (following := behind.next_named_sibling) is not None:
        if following.type in REACHED:
            break
        if following.type.startswith("preproc_") or _is_reached(following):
            return statement.end_byte
        behind = following
    while behind.type == "comment" and behind.id != statement.id:
        assert behind.prev_named_sibling is not None
        behind = behind.prev_named_sibling
    return behind.end_byte


def is_last(statement: Node, end: int) -> bool:
    """Tell whether a function ends behind byte `end`, the end of `statement` or of one behind."""
    block = statement.parent
    if block is None or block.parent is None or block.parent.type != "function_definition":
        return False
    inner = [one for one in block.named_children if one.type != "comment"]
    return inner[-1].end_byte == end


def _leaves(node: Node) -> bool:
    if node.type == "compound_statement":
        inner = [one for one in node.named_children if one.type != "comment"]
        return bool(inner) and _leaves(inner[-1])
    return node.type in JUMPS


def _is_reached(node: Node) -> bool:
    """Tell whether something in `node` may be jumped to, or be seen in part alone."""
    if node.type in REACHED or node.type.startswith("preproc_"):
        return True
    return any(_is_reached(child) for child in node.named_children)
