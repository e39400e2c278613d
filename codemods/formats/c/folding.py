"""Simplify C code around an expression whose value is known.

`if`, `while`, `!`, `&&`, `||`, `==`, `?:` are folded as far as the value
decides them; the branch that remains takes the place of the statement, at its
depth.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from codemods.errors import Refused
from codemods.formats.c import case_labels, conditions, cutting, jumps
from codemods.formats.c.cutting import cut
from codemods.source.splice import Edit
from codemods.syntax.parse import Node

FALSE, TRUE = b"false", b"true"
_ZERO = re.compile(rb"false|NULL|0+|0x0+|'\\0'", re.IGNORECASE)
_LITERAL = re.compile(rb"true|false|NULL|-?\d\w*|\"[^\"]*\"")
_TAIL = ("compound_statement", "case_statement", "labeled_statement", "translation_unit")

#: Tells whether a call of the function of this name can be left out.
Pure = Callable[[str], bool]


def truth(value: bytes) -> bool:
    """Tell whether the literal `value` counts as true."""
    return _ZERO.fullmatch(value) is None


def is_literal(text: bytes) -> bool:
    """Tell whether `text` is a value by itself."""
    return _LITERAL.fullmatch(text.strip()) is not None


def fold(path: str, source: bytes, node: Node, value: bytes, pure: Pure) -> Edit:
    """Return the edit that puts `value` in the place of the expression `node`.

    Raises:
        Refused: what would be left out along with it does something.
    """
    here = node
    while (parent := here.parent) is not None:
        kind = parent.type
        if kind == "parenthesized_expression":
            owner = parent.parent
            if owner is not None and owner.type in ("if_statement", "while_statement"):
                return _statement(path, source, owner, truth(value), pure)
            here = parent
        elif kind == "unary_expression" and parent.children[0].type == "!":
            here, value = parent, FALSE if truth(value) else TRUE
        elif kind == "cast_expression":
            here = parent
        elif kind == "binary_expression":
            operator = parent.children[1].type
            left, right = parent.children[0], parent.children[2]
            other = right if here.id == left.id else left
            if operator in ("&&", "||"):
                if truth(value) != (operator == "||"):
                    return _replace(path, source, parent, other)
                if other.id == left.id and not is_pure(left, pure):
                    raise _refused(path, left)
                here, value = parent, TRUE if operator == "||" else FALSE
            elif operator in ("==", "!=") and is_literal(other.text or b""):
                same = _same(value, other.text or b"")
                here, value = parent, TRUE if same == (operator == "==") else FALSE
            elif (told := conditions.compared(parent, here, value)) is not None:
                here, value = parent, TRUE if told else FALSE
            elif operator == "==" and value == FALSE and not conditions.is_negation(other):
                return Edit(path, parent.start_byte, parent.end_byte, conditions.negated(other))
            elif operator in ("==", "!=") and conditions.is_negation(other):
                # Compilers warn of "!x == true".
                if truth(value) != (operator == "=="):
                    raise _refused(path, parent)
                return _replace(path, source, parent, other)
            else:
                break
        elif kind == "conditional_expression":
            if parent.children[0].id != here.id:
                break
            chosen = parent.child_by_field_name("consequence" if truth(value) else "alternative")
            assert chosen is not None
            if not is_literal(chosen.text or b""):
                return _replace(path, source, parent, chosen)
            here, value = parent, (chosen.text or b"").strip()
        elif kind == "expression_statement":
            return gone(path, source, parent, pure)
        elif kind == "for_statement" and conditions.is_of(parent, here) and not truth(value):
            return _loop_gone(path, source, parent, pure)
        else:
            break
    if value == b"NULL" and parent is not None and conditions.goes_through(parent, here):
        raise _refused(path, parent, "it is not seen that nothing goes through a NULL here")
    if parent is not None and parent.type == "binary_expression" and value in (FALSE, TRUE):
        value = conditions.counted(parent, value)
    return Edit(path, here.start_byte, here.end_byte, value)


def _loop_gone(path: str, source: bytes, loop: Node, pure: Pure) -> Edit:
    """Return the edit for a loop that never runs; what it begins with stays where it does so."""
    first = loop.child_by_field_name("initializer")
    if (
        first is None
        or is_pure(first, pure)
        or conditions.is_own(loop, first, lambda node: is_pure(node, pure))
    ):
        return _without(path, source, loop, pure)
    return Edit(path, loop.start_byte, loop.end_byte, (first.text or b"") + b";")


def gone(path: str, source: bytes, statement: Node, pure: Pure) -> Edit:
    """Return the edit that takes out a statement, and what is empty without it.

    Raises:
        Refused: an `if` or loop would be empty whose condition does something.
    """
    parent = statement.parent
    if instead := case_labels.filled(statement):
        return Edit(path, statement.start_byte, statement.end_byte, instead)
    if parent is None or parent.type in _TAIL or parent.type.startswith("preproc_"):
        return cut(path, source, statement.start_byte, statement.end_byte)
    return _body_gone(path, source, statement, parent, pure)


def emptied(path: str, source: bytes, block: Node, pure: Pure) -> Edit | None:
    """Return the edit for braces without a statement in them; None where they may stay so.

    Raises:
        Refused: see gone().
    """
    if any(n.type != "comment" for n in block.named_children):
        return None
    parent = block.parent
    if parent is None or parent.type in ("function_definition", "case_statement"):
        return None
    if parent.type in ("compound_statement", "labeled_statement"):
        return cut(path, source, block.start_byte, block.end_byte)
    return _body_gone(path, source, block, parent, pure)


def is_pure(node: Node, pure: Pure) -> bool:
    """Tell whether evaluating `node` does nothing but give a value."""
    if node.type in ("assignment_expression", "update_expression", "gnu_asm_expression"):
        return False
    if node.type == "call_expression":
        called = node.child_by_field_name("function")
        if called is None or called.type != "identifier" or not pure((called.text or b"").decode()):
            return False
    return all(is_pure(child, pure) for child in node.children)


def _same(value: bytes, other: bytes) -> bool:
    if _ZERO.fullmatch(value) or _ZERO.fullmatch(other):
        return truth(value) == truth(other)
    return value == other


def _body_gone(path: str, source: bytes, body: Node, parent: Node, pure: Pure) -> Edit:
    if parent.type == "else_clause":
        return _without_else(path, source, parent)
    if parent.type == "if_statement":
        condition = parent.child_by_field_name("condition")
        alternative = parent.child_by_field_name("alternative")
        if alternative is not None:
            return _other_branch(path, source, body, parent, alternative)
        if condition is not None and not is_pure(condition, pure):
            raise _refused(path, condition)
        return _without(path, source, parent, pure)
    if parent.type in ("for_statement", "while_statement", "do_statement"):
        rest = [n for n in parent.children if n.id != body.id]
        if not all(is_pure(n, pure) or parent.type == "for_statement" for n in rest):
            raise _refused(path, parent)
        return _without(path, source, parent, pure)
    raise _refused(path, parent, "what is around the statement cannot be left empty")


def _other_branch(path: str, source: bytes, body: Node, owner: Node, alternative: Node) -> Edit:
    """Return the edit that makes the else of an `if` its only branch."""
    condition = owner.child_by_field_name("condition")
    other = next((n for n in alternative.children if n.type == "compound_statement"), None)
    if condition is None or other is None or body.named_children:
        raise _refused(path, owner, "the branch before an else would be empty")
    asked = condition.named_children[0]
    return Edit(
        path, condition.start_byte, other.start_byte, b"(" + conditions.negated(asked) + b") "
    )


def _without(path: str, source: bytes, statement: Node, pure: Pure) -> Edit:
    parent = statement.parent
    if parent is not None and parent.type == "else_clause":
        return _without_else(path, source, parent)
    return gone(path, source, statement, pure)


def _without_else(path: str, source: bytes, clause: Node) -> Edit:
    before = len(source[: clause.start_byte].rstrip())
    return Edit(path, before, clause.end_byte, b"")


def _statement(path: str, source: bytes, owner: Node, holds: bool, pure: Pure) -> Edit:
    """Fold an `if` or `while` whose condition is known."""
    if owner.type == "while_statement":
        if holds:
            raise _refused(path, owner, "a loop would have no end")
        return _without(path, source, owner, pure)
    body = owner.child_by_field_name("consequence")
    clause = owner.child_by_field_name("alternative")
    other = (
        next((n for n in clause.named_children if n.type != "comment"), None) if clause else None
    )
    assert body is not None
    chained = owner.parent is not None and owner.parent.type == "else_clause"
    kept = body if holds else other
    if kept is None:
        return _without(path, source, owner, pure)
    if chained or (not holds and kept.type == "if_statement"):
        # `else if (known) { A } else B`: what is left stands behind the else.
        return Edit(path, owner.start_byte, owner.end_byte, source[kept.start_byte : kept.end_byte])
    end = jumps.end(owner, kept)
    if kept.type == "compound_statement" and (begins := cutting.directive(source, kept)):
        line = source.rfind(b"\n", 0, owner.start_byte) + 1
        text = cutting.dedented(source[begins : kept.end_byte - 1], owner.start_byte - line)
        return Edit(path, line, end, text)
    text = _at_depth(source, owner, kept)
    if text == b"return;" and jumps.is_last(owner, end):
        return cut(path, source, owner.start_byte, end)
    return Edit(path, owner.start_byte, end, text)


def _at_depth(source: bytes, owner: Node, kept: Node) -> bytes:
    """Return the statements of `kept` as they read in the place of `owner`."""
    if kept.type != "compound_statement":
        return _dedented(source, kept.start_byte, kept.end_byte, owner.start_byte)
    inner = [n for n in kept.children if n.type not in ("{", "}")]
    if not inner:
        return b";"
    if any(n.type == "declaration" for n in inner) and not conditions.may_open(owner, inner):
        # Its names would be those of the whole function.
        return source[kept.start_byte : kept.end_byte]
    return _dedented(source, inner[0].start_byte, inner[-1].end_byte, owner.start_byte)


def _dedented(source: bytes, start: int, end: int, to: int) -> bytes:
    """Return [start, end) with its lines moved to the left as far as `start` is behind `to`."""
    width = _column(source, start) - _column(source, to)
    lines = source[start:end].split(b"\n")
    out = [lines[0]]
    for line in lines[1:]:
        room = len(line) - len(line.lstrip(b" "))
        # A preprocessor line, or text at the margin, stays.
        out.append(line[min(width, room) :] if width > 0 else line)
    return b"\n".join(out)


def _column(source: bytes, at: int) -> int:
    return at - (source.rfind(b"\n", 0, at) + 1)


def _replace(path: str, source: bytes, node: Node, other: Node) -> Edit:
    """Put `other`, a part of `node`, in its place; brackets that are not needed any more go."""
    around = node.parent
    if (next_one := conditions.next_in_line(source, node, other)) is not None:
        return Edit(path, node.children[2].start_byte, next_one.start_byte, b"")
    text = source[other.start_byte : other.end_byte]
    inner = other
    bracketed = around is not None and around.type == "parenthesized_expression"
    if bracketed and other.type == "parenthesized_expression":
        inner = other.named_children[0]
        text = source[inner.start_byte : inner.end_byte]
    if b"\n" in text:
        shift = _column(source, node.start_byte) - _column(source, inner.start_byte)
        text = _shifted(text, shift)
    return Edit(path, node.start_byte, node.end_byte, text)


def _shifted(text: bytes, shift: int) -> bytes:
    """Move all lines but the first by `shift` columns."""
    first, *rest = text.split(b"\n")
    moved = []
    for line in rest:
        room = len(line) - len(line.lstrip(b" "))
        moved.append(b" " * max(room + shift, 0) + line[room:] if line.strip() else line)
    return b"\n".join([first, *moved])


def _refused(path: str, node: Node, why: str = "") -> Refused:
    text = (node.text or b"").split(b"\n")[0][:50].decode(errors="replace")
    return Refused(
        why or f"`{text}` would no longer be evaluated, and may do something", path=path,
        line=node.start_point[0] + 1, hint="remove it by hand",
    )  # fmt: skip
