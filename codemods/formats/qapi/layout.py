"""Give the members of a QAPI definition that stands on one line a line of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from codemods.formats.qapi import schema as qapi_schema
from codemods.formats.qapi.schema import Definition, Member, Schema
from codemods.source.splice import Edit, newline_of, splice

_INDENT = b"  "


@dataclass(frozen=True)
class Broken:
    """A schema in which the list that holds `member` begins a line.

    `start` and `end` are the bytes of its definition in the schema as it was.
    """

    schema: Schema
    member: Member
    start: int
    end: int
    was: int

    def edit(self, edits: Sequence[Edit]) -> Edit:
        """Return `edits` of the broken schema, and the breaking, as one edit of the schema."""
        after = splice(self.schema.source, edits)
        text = after[self.start : len(after) - (self.was - self.end)]
        return Edit(self.schema.path, self.start, self.end, text)


def on_own_line(schema: Schema, member: Member) -> Broken | None:
    """Return `schema` with a line break before the list that holds `member`.

    None where that list begins a line already.
    """
    source = schema.source
    definition = _around(schema, member)
    key = next(
        definition.value.keys[str(name)]
        for name, value in definition.value.items.items()
        if value.start <= member.start < value.end
    )
    line = source.rfind(b"\n", 0, key) + 1
    if not source[line:key].strip():
        return None
    edits = [_break(schema, key)]
    behind = [at for at in definition.value.keys.values() if at > key]
    if behind and source[source.rfind(b"\n", 0, behind[0]) + 1 : behind[0]].strip():
        edits.append(_break(schema, behind[0]))
    edits += _shifted(schema, key, definition.value.end, key - line - len(_INDENT))
    broken = qapi_schema.read(schema.path, splice(source, edits))
    found = broken.definition(definition.name)
    if found is None:
        return None
    again = next(m for m in found.members if (m.name, m.role) == (member.name, member.role))
    return Broken(broken, again, definition.value.start, definition.value.end, len(source))


def _around(schema: Schema, member: Member) -> Definition:
    return next(d for d in schema.definitions if d.value.start <= member.start < d.value.end)


def _break(schema: Schema, key: int) -> Edit:
    """Return the edit that begins a line with the key at offset `key`."""
    source = schema.source
    return Edit(schema.path, len(source[:key].rstrip()), key, newline_of(source) + _INDENT)


def _shifted(schema: Schema, start: int, end: int, by: int) -> list[Edit]:
    """Return what moves the lines below that are indented as far as the list is."""
    edits = []
    at = schema.source.find(b"\n", start, end) + 1
    while at:
        if schema.source[at : at + by] == b" " * by:
            edits.append(Edit(schema.path, at, at + by, b""))
        at = schema.source.find(b"\n", at, end) + 1
    return edits
