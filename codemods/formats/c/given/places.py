"""Where in a function an expression may stand first: all that it names has its value there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from codemods.errors import Refused
from codemods.formats.c import functions as c_functions
from codemods.formats.c import names as c_names
from codemods.formats.c.functions import Function
from codemods.formats.c.given import expressions
from codemods.source.splice import line_of
from codemods.syntax.parse import Node

_ERRNO = re.compile(rb"(?<!\w)errno(?!\w)")
_LEAVES = re.compile(rb"(?<!\w)(?:return|goto|break|continue)(?!\w)")
_BLANK = re.compile(rb"[ \t]*\r?\n")
_NOTHING = re.compile(rb"NULL|false|true|-?\d+|\{[^{}]*\}|\"\"|FALSE|TRUE")


def first(source: bytes, function: Function, names: Sequence[str]) -> int:
    """Return the offset in `function` before whose line an expression with `names` may stand.

    It is behind the declarations, and behind the statement that gives each of its variables
    a value for certain: one that sets it, or the condition of an `if` that does.  One that has
    none of these but begins as nothing (`= NULL`) has its value behind all that may set it.

    Raises:
        Refused: a variable belongs to a block of the function, or never gets a value for certain.
    """
    body = function.node.child_by_field_name("body")
    assert body is not None
    _require_lines(source, function, body)
    at = c_functions.first_statement(source, function)
    for name in names:
        for node in _giving(source, function, body, name):
            at = max(at, c_functions.after_line(function.path, source, node.end_byte))
    return at


def asked(source: bytes, function: Function, at: int, condition: str) -> int | None:
    """Return the offset in the `if` at the line of `at` that asks `condition`, None without one.

    It is behind the declarations of its braces, and behind what reads `errno` first, which a
    message would change.

    Arguments:
        condition: in QEMU's layout.

    Raises:
        Refused: what reads `errno` first leaves the braces.
    """
    body = function.node.child_by_field_name("body")
    found = _following(source, body, at) if body is not None else None
    test, then = (
        found.child_by_field_name(name) if found is not None else None
        for name in ("condition", "consequence")
    )
    plain = [n for n in test.named_children if n.type != "comment"] if test is not None else []
    if then is None or then.type != "compound_statement" or len(plain) != 1:
        return None
    if expressions.written(plain[0]) != condition:
        return None
    where = c_functions.after_line(function.path, source, then.start_byte)
    for child in then.named_children:
        is_read = _ERRNO.search(child.text or b"")
        if not c_functions.declares(child) and not is_read:
            break
        if is_read and _LEAVES.search(child.text or b""):
            raise _changes_errno(source, function, child)
        where = c_functions.after_line(function.path, source, child.end_byte)
    blank = _BLANK.match(source, where)
    return blank.end() if blank else where


def require_errno(source: bytes, function: Function, at: int) -> None:
    """Refuse a message in front of the statement at the line of `at`, where that reads `errno`.

    Raises:
        Refused: the message may change it.
    """
    body = function.node.child_by_field_name("body")
    found = _following(source, body, at) if body is not None else None
    if found is not None and _ERRNO.search(found.text or b""):
        raise _changes_errno(source, function, found)


def _following(source: bytes, body: Node, at: int) -> Node | None:
    """Return the statement of `body` that stands at `at`, with nothing but blanks between."""
    for child in body.named_children:
        if child.start_byte >= at:
            return None if source[at : child.start_byte].strip() else child
    return None


def _changes_errno(source: bytes, function: Function, node: Node) -> Refused:
    return Refused(
        f"{function.name}() reads errno next, which a message may change", path=function.path,
        line=line_of(source, node.start_byte),
    )  # fmt: skip


def _require_lines(source: bytes, function: Function, body: Node) -> None:
    """Refuse a body that has no lines of its own."""
    inside = body.children[1:]
    if inside[0].start_point[0] == body.start_point[0]:
        raise Refused(
            f"{function.name}() has a statement beside its brace", path=function.path,
            line=line_of(source, inside[0].start_byte),
        )  # fmt: skip


def _giving(source: bytes, function: Function, body: Node, name: str) -> Iterator[Node]:
    """Yield the statement that gives the variable `name` its value; none of what has one before."""
    one = c_names.local(function.node, name)
    if one is None or one.is_parameter:
        return
    line = line_of(source, one.identifier.start_byte)
    if one.declaration.parent != body:
        raise Refused(
            f"'{name}' belongs to a part of {function.name}()", path=function.path, line=line
        )
    valued = one.value is not None and not _NOTHING.fullmatch(one.value.text or b"")
    end = _cleaning(body)
    used = (n for n in c_names.uses(function.node, one) if c_names.is_written(n))
    writes = [n for n in used if n.start_byte < end]
    if valued or (one.value is not None and not writes):
        yield one.declaration
        return
    certain = [top for n in writes if (top := _certain(n, body)) is not None]
    if not certain and one.value is not None:
        yield [n for n in body.children if _holds(n, writes)][-1]
        return
    if not certain:
        raise Refused(
            f"no statement of {function.name}() gives '{name}' its value for certain",
            path=function.path, line=line,
        )  # fmt: skip
    yield min(certain, key=lambda node: node.start_byte)


def _cleaning(body: Node) -> int:
    """Return where the first label stands, what a `goto` skips to, or the end of `body`.

    Behind it things are only cleaned up.
    """
    labels = [n.start_byte for n in body.children if n.type == "labeled_statement"]
    return min(labels, default=body.end_byte)


def _holds(node: Node, writes: Sequence[Node]) -> bool:
    return any(node.start_byte <= w.start_byte < node.end_byte for w in writes)


def _certain(node: Node, body: Node) -> Node | None:
    """Return the statement of `body` that is carried out with `node` each time, or None."""
    inner: Node = node
    while (parent := inner.parent) is not None and parent != body:
        if parent.type.startswith("preproc_"):
            return None
        if parent.type in ("binary_expression", "conditional_expression"):
            first_part = parent.children[0]
            if inner != first_part and parent.children[1].type in ("&&", "||", "?"):
                return None
        inner = parent
        if inner.type == "if_statement":
            condition = inner.child_by_field_name("condition")
            if condition is None or node.start_byte >= condition.end_byte:
                return None
    plain = ("expression_statement", "declaration", "if_statement")
    return inner if parent is not None and inner.type in plain else None
