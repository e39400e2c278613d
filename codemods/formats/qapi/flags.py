"""Put a feature flag on a QAPI definition or one of its members, or take it off."""

from __future__ import annotations

import re

from codemods.errors import Refused
from codemods.formats.qapi import layout as qapi_layout
from codemods.formats.qapi.schema import Definition, Member, Schema
from codemods.formats.qapi.values import Value
from codemods.source.splice import Edit, line_of, newline_of, splice

WIDTH = 80
_SPLIT = re.compile(rb",\r?\n *'(?:features': \[|deprecated')")

#: Keys of a command or event that QEMU writes after 'features'.
_AFTER_FEATURES = (
    "allow-oob", "allow-preconfig", "coroutine", "gen", "success-response", "if",
)  # fmt: skip


def flag_definition(schema: Schema, definition: Definition, feature: str) -> tuple[Edit, ...]:
    """Return the edits that put `feature` on a command or event.

    Raises:
        Refused: the schema language has no such flag on this kind of definition.
    """
    if definition.meta not in ("command", "event"):
        raise Refused(
            f"feature '{feature}' is not supported for types: '{definition.name}' is "
            f"a {definition.meta}",
            path=schema.path, line=definition.line,
            hint="flag the members or the commands that use it",
        )  # fmt: skip
    value = definition.value
    if "features" in value.items:
        return (_extend(schema, value.items["features"], feature),)
    text = f"'features': ['{feature}']".encode()
    late = [k for k in value.items if k in _AFTER_FEATURES]
    newline = newline_of(schema.source) + b"  "
    if late:
        at = value.keys[str(late[0])]
        if schema.source[_line_start(schema.source, at) : at].strip() == b"":
            return (Edit(schema.path, at, at, text + b"," + newline),)
        return (_replace_gap(schema, at, newline + text + b"," + newline),)
    at = list(value.items.values())[-1].end
    added = Edit(schema.path, at, at, b"," + newline + text)
    last = list(value.keys.values())[-1]
    begins = schema.source[_line_start(schema.source, last) : last].strip() == b""
    if at - _line_start(schema.source, at) < WIDTH or begins:
        return (added,)
    return (_replace_gap(schema, last, newline), added)


def flag_member(schema: Schema, member: Member, feature: str) -> tuple[Edit, ...]:
    """Return the edits that put `feature` on a member, argument or enum value.

    Where a line would grow too long, the list that holds the member gets a line of its own.

    Raises:
        Refused: the member is a union or alternate branch.
    """
    edits = _flag_member(schema, member, feature)
    cost = _cost(schema.source, edits)
    broken = qapi_layout.on_own_line(schema, member) if any(cost) else None
    if broken is not None:
        again = _flag_member(broken.schema, broken.member, feature)
        if _cost(broken.schema.source, again) < cost:
            return (broken.edit(again),)
    return edits


def _flag_member(schema: Schema, member: Member, feature: str) -> tuple[Edit, ...]:
    if member.role == "branch":
        raise Refused(
            f"branch '{member.name}' cannot carry a feature",
            path=schema.path, line=line_of(schema.source, member.start),
            hint="flag the enum value that selects it",
        )  # fmt: skip
    value = member.value
    if isinstance(value.data, dict):
        if "features" in value.items:
            edit = _extend(schema, value.items["features"], feature)
        else:
            at = list(value.items.values())[-1].end
            edit = Edit(schema.path, at, at, f", 'features': [ '{feature}' ]".encode())
        return (_fit(schema, member, edit),)
    old = schema.source[value.start : value.end].decode()
    key = "name" if member.role == "value" else "type"
    head = schema.source[member.start : value.start]
    return _own_line(schema, member, head, f"'{key}': {old}", f"'features': [ '{feature}' ]")


def unflag_member(schema: Schema, member: Member, feature: str) -> tuple[Edit, ...]:
    """Return the edits that take `feature` off a member which carries others too."""
    return (_shrink(schema, member.value.items["features"], feature),)


def unflag_definition(schema: Schema, definition: Definition, feature: str) -> tuple[Edit, ...]:
    """Return the edits that take `feature` off a definition which carries others too."""
    return (_shrink(schema, definition.value.items["features"], feature),)


def _extend(schema: Schema, features: Value, flag: str) -> Edit:
    last = list(features.items.values())
    if not last:
        raise Refused(
            "an empty list of features",
            path=schema.path,
            line=line_of(schema.source, features.start),
        )
    at = last[-1].end
    return Edit(schema.path, at, at, f", '{flag}'".encode())


def _shrink(schema: Schema, features: Value, flag: str) -> Edit:
    elements = list(features.items.values())
    n = next(i for i, v in enumerate(elements) if v.data == flag)
    if len(elements) == 1:
        raise Refused(
            f"'{flag}' is the only feature there", path=schema.path,
            line=line_of(schema.source, features.start),
        )  # fmt: skip
    start, end = (
        (elements[n].start, elements[n + 1].start)
        if n == 0
        else (elements[n - 1].end, elements[n].end)
    )
    return Edit(schema.path, start, end, b"")


def _fit(schema: Schema, member: Member, edit: Edit) -> Edit:
    """Return `edit`, with a line break before 'features' if its line would grow too long."""
    source = schema.source
    after = splice(source, [edit])
    start = _line_start(after, edit.start)
    line = after[start : after.find(b"\n", edit.start + len(edit.text))]
    last = line.rsplit(b"\n", 1)[-1]
    if len(last.rstrip(b"\r")) <= WIDTH:
        return edit
    first = min(member.value.keys.values())
    column = first - _line_start(source, first)
    if "features" not in member.value.items:
        text = b"," + newline_of(source) + b" " * column + edit.text.removeprefix(b", ")
        return Edit(edit.path, edit.start, edit.end, text)
    key = member.value.keys["features"]
    start = len(source[:key].rstrip())
    if start > _line_start(source, key):
        text = newline_of(source) + b" " * column + source[key : edit.start] + edit.text
        return Edit(edit.path, start, edit.end, text)
    at = next(iter(member.value.items["features"].items.values())).start
    text = b"," + newline_of(source) + b" " * (at - _line_start(source, at))
    return Edit(edit.path, edit.start, edit.end, text + edit.text.removeprefix(b", "))


def _cost(source: bytes, edits: tuple[Edit, ...]) -> tuple[int, int]:
    """Return how many lines `edits` make too long, and how often they break one up."""
    old = {line for line in source.split(b"\n") if len(line) > WIDTH}
    new = {line for line in splice(source, edits).split(b"\n") if len(line) > WIDTH}
    return len(new - old), sum(bool(_SPLIT.search(edit.text)) for edit in edits)


def _own_line(
    schema: Schema, member: Member, head: bytes, name: str, features: str
) -> tuple[Edit, ...]:
    """Turn the member into an object on a line of its own; its neighbours keep their order."""
    source, newline = schema.source, newline_of(schema.source)
    before = source[_line_start(source, member.start) : member.start]
    opens = before.rstrip()[-1:] in (b"[", b"{") or not before.strip()
    column = len(before) if opens else _list_column(source, member.start)
    one = head + b"{ " + f"{name}, {features} }}".encode()
    tail = _rest_of_line(source, member.value.end)
    # What closes the list and the definition stays on the member's line, or its comma does.
    closing = re.match(rb"[ \]}]*,?", tail)
    if column + len(one) + max(1, len(closing[0].rstrip()) if closing else 0) > WIDTH:
        inner = newline + b" " * (column + len(head.rsplit(b"\n", 1)[-1]) + 2)
        one = head + b"{ " + name.encode() + b"," + inner + features.encode() + b" }"
    if opens:
        edits = [Edit(schema.path, member.start, member.value.end, one)]
    else:
        gap = len(before) - len(before.rstrip())
        start = member.start - gap
        edits = [Edit(schema.path, start, member.value.end, newline + b" " * column + one)]
    comma = len(tail) - len(tail.lstrip(b" ,")) if tail[:1] in (b",", b" ") else 0
    follows = tail[comma:].strip()
    if b"," in tail[:comma] and follows and not follows.startswith(b"#"):
        at = member.value.end
        edits.append(Edit(schema.path, at, at + comma, b"," + newline + b" " * column))
    return tuple(edits)


def _list_column(source: bytes, at: int) -> int:
    """Return the column in which the rows of the list or object around `at` begin."""
    start = _line_start(source, at)
    row = source[start:at]
    depth = 0
    for offset in range(len(row) - 1, -1, -1):
        char = row[offset : offset + 1]
        depth += char in (b"]", b"}")
        if char in (b"[", b"{"):
            if depth == 0:
                rest = row[offset + 1 :]
                return offset + 1 + len(rest) - len(rest.lstrip())
            depth -= 1
    return len(row) - len(row.lstrip())


def _replace_gap(schema: Schema, at: int, text: bytes) -> Edit:
    start = at
    while schema.source[start - 1 : start] in (b" ", b"\n", b"\r"):
        start -= 1
    return Edit(schema.path, start, at, text)


def _rest_of_line(source: bytes, at: int) -> bytes:
    end = source.find(b"\n", at)
    return source[at : end if end >= 0 else len(source)].rstrip(b"\r")


def _line_start(source: bytes, at: int) -> int:
    return source.rfind(b"\n", 0, at) + 1
