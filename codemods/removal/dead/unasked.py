"""A call of what a member points to, where no condition asks first whether it points anywhere."""

from __future__ import annotations

from codemods.removal.state import Removal
from codemods.syntax.parse import Node


def is_call(read: Node) -> bool:
    """Tell whether `read`, the access to a member, is called and not asked for before."""
    call = read.parent
    if call is None or call.type != "call_expression" or call.children[0].id != read.id:
        return False
    field = read.child_by_field_name("field")
    name = (field.text or b"") if field is not None else b""
    here = call
    while (around := here.parent) is not None and around.type != "function_definition":
        asked = around.child_by_field_name("condition") or around.child_by_field_name("left")
        if asked is not None and asked.id != here.id and name in (asked.text or b""):
            return False
        here = around
    return True


def note(state: Removal, path: str, read: Node, name: str) -> None:
    """Tell, once, that nothing sets the member called `name` any more, which `read` calls."""
    why = f"{name} is called here, and nothing sets it any more"
    if all(left.why != why for left in state.left):
        state.leave(path, read.start_point[0] + 1, why)
