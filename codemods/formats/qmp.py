"""Read QMP objects out of the texts that hold them: C strings, shell words, comments, manuals.

A test or an example rarely holds JSON proper: quotes may be single, a value may
be `%s`, `$NAME` or made by a macro, and the text may be cut into pieces that
stand apart in the file.  So a text comes with the place of each of its bytes,
and an object that cannot be read for certain is not read at all.  Source:
docs/interop/qmp-spec.rst and the comment of qobject_from_vjsonf_nofail().
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from codemods.source.splice import Edit

#: Stands in a text for what only the program that makes it knows.
UNKNOWN = b"\x1a"

_SPACE = re.compile(rb"[\s]*")
_STRING = re.compile(rb"'((?:[^'\\\n]|\\.)*)'|\"((?:[^\"\\\n]|\\.)*)\"")
_OTHER = re.compile(rb"[^\s,:\[\]{}'\"]+")
_DASHED = rb"(?:(?<![\w-])|(?<=\A-)|(?<=\A--)|(?<=[^\w-]-)|(?<=[^\w-]--))"
_LATEST = 8000  # nobody writes a longer object, and a lone brace must not cost more


@dataclass(frozen=True)
class Text:
    """A text as it is sent, and for each of its bytes, and its end, the offset in the file."""

    data: bytes
    at: Sequence[int]

    def edit(self, path: str, start: int, end: int, new: bytes) -> Edit | None:
        """Return the edit of bytes [start, end), None where the file has them in pieces."""
        first, last = self.at[start], self.at[end - 1] + 1
        return Edit(path, first, last, new) if last - first == end - start else None


@dataclass(frozen=True)
class Value:
    """A value: `kind` is "object", "list", "string" or "other", [start, end) all of it."""

    kind: str
    start: int
    end: int
    members: tuple[Member, ...] = ()
    items: tuple[Value, ...] = ()

    def member(self, name: str) -> Member | None:
        """Return the member `name` of an object, or None."""
        return next((m for m in self.members if m.name == name), None)


@dataclass(frozen=True)
class Member:
    """A member of an object; [start, end) is its name between the quotes."""

    name: str
    start: int
    end: int
    value: Value


def plain(source: bytes, start: int = 0, end: int | None = None) -> Text:
    """Return bytes [start, end) of a file as a text."""
    stop = len(source) if end is None else end
    return Text(source[start:stop], range(start, stop + 1))


def join(parts: Sequence[Text]) -> Text:
    """Return the texts one behind the other."""
    at = [offset for part in parts for offset in part.at[:-1]]
    return Text(b"".join(p.data for p in parts), [*at, parts[-1].at[-1] if parts else 0])


def named(text: Text, name: str, *, dashed: bool = False) -> Iterator[int]:
    """Yield where `name` stands in `text` and is not part of a longer name.

    Arguments:
        dashed: one or two dashes may stand before it, as before an option.
    """
    for found in whole(name, dashed=dashed).finditer(text.data):
        yield found.start()


def whole(name: str, *, dashed: bool = False) -> re.Pattern[bytes]:
    """Return what matches `name` where it is not part of a longer name."""
    before = _DASHED if dashed else rb"(?<![\w-])"
    return re.compile(before + re.escape(name.encode()) + rb"(?![\w-])")


def value_at(text: Text, at: int) -> Value | None:
    """Return the value that begins at `at`, or None where it cannot be read."""
    try:
        return _value(text.data, at)
    except _UnsureError:
        return None


def holder(text: Text, at: int) -> tuple[Value, Member] | None:
    """Return the object of which the string or the key at `at`, behind its quote, is a part.

    The member is the one with that key or that value.  None is returned where
    there is none, or where the object cannot be read for certain.
    """
    brace = at
    while (brace := text.data.rfind(b"{", max(0, at - _LATEST), brace)) >= 0:
        value = value_at(text, brace)
        members = value.members if value is not None else ()
        member = next((m for m in members if m.start == at or _is_string(m.value, at - 1)), None)
        if value is not None and member is not None:
            return value, member
    return None


def _is_string(value: Value, at: int) -> bool:
    return value.kind == "string" and value.start == at


class _UnsureError(Exception):
    """What stands here is not an object that can be read for certain."""


def _value(data: bytes, at: int) -> Value:
    mark = data[at : at + 1]
    if mark == b"{":
        return _object(data, at)
    if mark == b"[":
        return _list(data, at)
    if found := _STRING.match(data, at):
        return Value("string", at, found.end())
    if found := _OTHER.match(data, at):
        return Value("other", at, found.end())
    raise _UnsureError


def _object(data: bytes, start: int) -> Value:
    members: list[Member] = []
    at = _after(data, start + 1)
    while data[at : at + 1] != b"}":
        key = _STRING.match(data, at)
        if key is None:
            raise _UnsureError
        at = _after(data, key.end())
        if data[at : at + 1] != b":":
            raise _UnsureError
        value = _value(data, _after(data, at + 1))
        name = data[key.start() + 1 : key.end() - 1].decode(errors="replace")
        members.append(Member(name, key.start() + 1, key.end() - 1, value))
        at = _separated(data, value.end, b"}")
    return Value("object", start, at + 1, tuple(members))


def _list(data: bytes, start: int) -> Value:
    items: list[Value] = []
    at = _after(data, start + 1)
    while data[at : at + 1] != b"]":
        items.append(_value(data, at))
        at = _separated(data, items[-1].end, b"]")
    return Value("list", start, at + 1, (), tuple(items))


def _separated(data: bytes, at: int, closing: bytes) -> int:
    """Return where the next element or the closing bracket stands."""
    at = _after(data, at)
    if data[at : at + 1] == b",":
        return _after(data, at + 1)
    if data[at : at + 1] != closing:
        raise _UnsureError
    return at


def _after(data: bytes, at: int) -> int:
    found = _SPACE.match(data, at)
    return found.end() if found else at
