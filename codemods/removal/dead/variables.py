"""Locals that lost their last use, and what gave them their values."""

from __future__ import annotations

import re
from collections.abc import Iterable

from codemods.errors import Refused
from codemods.formats.c import arguments, cutting, folding
from codemods.formats.c import functions as c_functions
from codemods.formats.c import names as c_names
from codemods.formats.c.names import Local
from codemods.qemu.code.pure import acts, is_pure
from codemods.removal.dead import asking
from codemods.removal.state import Removal
from codemods.source.splice import Edit
from codemods.syntax.parse import Node

#: What is done with a value that nobody needs.
_KEEPS = re.compile(r"(?:g_)?assert|g_free|free|error_free|qobject_unref|qapi_free_\w{1,100}")


def unused(state: Removal, function: c_functions.Function, name: str) -> Iterable[Edit]:
    """Return the edits that take out the local `name`, which nothing reads; none where it is read.

    What acts and gave its value stays, and is noted.
    """
    one = c_names.local(function.node, name)
    if one is None or one.is_parameter:
        return ()
    source = state.read(function.path)
    pure = asking.known(state, function.path)
    if _freed(source, one) and one.value is not None and not folding.is_pure(one.value, pure):
        return ()
    uses = c_names.uses(function.node, one)
    written = [c_names.assignment(node) for node in uses]
    edits: list[Edit] = []
    acting: list[Node] = []
    if not all(written) and all(map(_is_kept_alive, uses, written)):
        why = f"{name} is set in {function.name}(), and nothing reads it any more"
        state.left = [one for one in state.left if (one.path, one.why) != (function.path, why)]
        _tell(state, function.path, uses[0], why)
        return ()
    for statement in written:
        if statement is None:
            return ()
        value_node = statement.children[0].child_by_field_name("right")
        if value_node is None:
            return ()
        if folding.is_pure(value_node, pure):
            edits.append(folding.gone(function.path, source, statement, is_pure))
        else:
            acting.append(value_node)
            edits.append(Edit(function.path, statement.start_byte, value_node.start_byte, b""))
    acting += [one.value] if one.value is not None else []
    for value in (v for v in acting if not folding.is_pure(v, pure)):
        text = (value.text or b"").split(b"\n")[0][:50].decode(errors="replace")
        _tell(state, function.path, value, f"nothing takes the value of `{text}` any more")
    return (*edits, *undeclare(function.path, source, one, pure))


def _tell(state: Removal, path: str, node: Node, why: str) -> None:
    state.leave(path, node.start_point[0] + 1, why)


def _is_kept_alive(use: Node, set_by: Node | None) -> bool:
    """Tell whether a variable is only set at `use`, or given to what fills, checks or frees it."""
    holder = use.parent
    if holder is not None and holder.type == "pointer_expression":
        return (holder.text or b"").startswith(b"&") and arguments.call_with(holder) is not None
    call = arguments.call_with(use)
    called = call.child_by_field_name("function") if call is not None else None
    given = use.parent is not None and use.parent.type == "argument_list"
    name = (called.text or b"").decode(errors="replace") if called is not None else ""
    return set_by is not None or (given and _KEEPS.fullmatch(name) is not None)


def undeclare(path: str, source: bytes, one: Local, pure: folding.Pure) -> tuple[Edit, ...]:
    """Return the edits that take out the declaration of a local without use.

    What its value does stays as a statement.

    Raises:
        Refused: it stands among others and its value does something.
    """
    kind = one.declaration.child_by_field_name("type")
    others = [
        n for n in one.declaration.children_by_field_name("declarator") if n.id != one.declarator.id
    ]
    acts = one.value is not None and not folding.is_pure(one.value, pure)
    if others:
        if acts:
            raise Refused(f"what `{one.name}` starts with may do something", path=path,
                          line=one.declaration.start_point[0] + 1)  # fmt: skip
        return (_declarator(path, source, one, others),)
    start = _declared_from(source, one.declaration)
    if acts and one.value is not None and kind is not None:
        return (Edit(path, start, one.value.start_byte, b""),)
    return (cutting.cut(path, source, start, one.declaration.end_byte),)


def _declared_from(source: bytes, declaration: Node) -> int:
    """Return where a declaration begins, with an attribute that the grammar does not see."""
    line = source.rfind(b"\n", 0, declaration.start_byte) + 1
    before = source[line : declaration.start_byte]
    return line + len(before) - len(before.lstrip())


def _freed(source: bytes, one: Local) -> bool:
    """Tell whether the variable is freed by itself: what it starts with is used by that."""
    start = _declared_from(source, one.declaration)
    return b"g_auto" in source[start : one.declaration.end_byte]


def _declarator(path: str, source: bytes, one: Local, others: list[Node]) -> Edit:
    before = [n for n in others if n.end_byte <= one.declarator.start_byte]
    if before:
        return Edit(path, before[-1].end_byte, one.declarator.end_byte, b"")
    after = next(n for n in others if n.start_byte >= one.declarator.end_byte)
    return Edit(path, one.declarator.start_byte, after.start_byte, b"")


def repeated(function: Node, one: Local) -> list[Node]:
    """Return the statements that give a local the literal that it begins with; none if it changes.

    Nothing else may write it, and there has to be one that reads it.
    """
    value = (one.value.text or b"").strip() if one.value is not None else b""
    uses = c_names.uses(function, one)
    same = {use.id: set_by for use in uses if (set_by := _sets(use, value)) is not None}
    if not folding.is_literal(value) or not keeps(one, [u for u in uses if u.id not in same]):
        return []
    return list(same.values())


def _sets(use: Node, value: bytes) -> Node | None:
    """Return the statement that does no more than set the variable to the literal, or None."""
    statement = c_names.assignment(use)
    right = statement.children[0].child_by_field_name("right") if statement is not None else None
    return statement if right is not None and (right.text or b"").strip() == value else None


def keeps(one: Local, uses: Iterable[Node]) -> bool:
    """Tell whether a local has one value at all of its uses, and no more of it is asked for."""
    holder = one.identifier.parent
    if holder is not None and holder.type == "array_declarator":
        return False
    return not any(c_names.is_written(use) or _is_measured(use) or _is_walked(use) for use in uses)


def _is_measured(use: Node) -> bool:
    around = use.parent
    while around is not None and around.type == "parenthesized_expression":
        around = around.parent
    return around is not None and around.type == "sizeof_expression"


def _is_walked(use: Node) -> bool:
    """Tell whether a macro is given the variable that may set it, such as a loop over a list."""
    call = arguments.call_with(use)
    called = call.child_by_field_name("function") if call is not None else None
    name = (called.text or b"").decode(errors="replace") if called is not None else ""
    return name.isupper() and acts(name)
