"""Read QAPI schema files: definitions, their members and features, as data and as spans.

The schema dialect is a subset of Python's literals, which tree-sitter-python
reads without loss; what the dialect does not allow is refused here.  Source:
docs/devel/qapi-code-gen.rst, "Schema syntax".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from codemods.errors import Refused
from codemods.formats.qapi import comments as qapi_comments
from codemods.formats.qapi import values
from codemods.formats.qapi.values import Value
from codemods.syntax.parse import error_nodes, matches, once

#: A comment that documents a definition, and the lines that open and close comments.
_PIECE = re.compile(rb"(?m)^##\r?\n(?=# @[^:\s]+:)")
_BREAK = re.compile(rb"\n")

METAS = ("command", "event", "struct", "enum", "union", "alternate")


class Member(NamedTuple):
    """A struct member, an argument, an enum value or a union branch.

    `start` is where it begins in its list or object (its key, if it has one);
    `value` is what follows.  `role` is "member", "value" or "branch".
    """

    name: str
    role: str
    optional: bool
    start: int
    value: Value
    features: tuple[str, ...]


@dataclass(frozen=True)
class Definition:
    """One definition of a schema file; `doc` is the comment that documents it."""

    meta: str
    name: str
    path: str
    line: int
    value: Value
    features: tuple[str, ...]
    doc: qapi_comments.Doc | None

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """Its members, arguments, values and branches."""
        return tuple(_members(self.meta, self.value))

    def member(self, name: str) -> Member | None:
        """Return the flaggable member `name`, or None."""
        return next((m for m in self.members if m.name == name and m.role != "branch"), None)


@dataclass(frozen=True)
class _Piece:
    """Definitions that were read alone, at byte `start` and behind `line` lines of their file."""

    found: tuple[Definition, ...]
    start: int
    line: int

    @cached_property
    def placed(self) -> tuple[Definition, ...]:
        """The definitions where they stand in the file."""
        return tuple(_moved(d, self.start, self.line) for d in self.found)


@dataclass(frozen=True)
class Schema:
    """One schema file, in the pieces in which it was read."""

    path: str
    source: bytes
    pieces: tuple[_Piece, ...]

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        """All definitions in file order, without include and pragma directives."""
        return tuple(d for piece in self.pieces for d in piece.placed)

    def definition(self, name: str) -> Definition | None:
        """Return the definition `name`, or None."""
        # Whoever edits a file step by step asks for one of the many that have moved.
        for piece in self.pieces:
            for n, one in enumerate(piece.found):
                if one.name == name:
                    return piece.placed[n]
        return None

    @cached_property
    def continuation_indent(self) -> int:
        """How its comments indent continuation lines: see comments.continuation_indent()."""
        found = (d.doc for piece in self.pieces for d in piece.found)
        return qapi_comments.continuation_indent(tuple(doc for doc in found if doc is not None))

    def line_of(self, offset: int) -> int:
        """Return the line, counted from 1, that holds byte `offset`."""
        return bisect_left(self._breaks, offset) + 1

    @cached_property
    def _breaks(self) -> list[int]:
        return [found.start() for found in _BREAK.finditer(self.source)]


@lru_cache(maxsize=256)
def read(path: str, source: bytes) -> Schema:
    """Return the schema file `source`.

    Arguments:
        path: the file's path, for messages and in the result.

    Raises:
        Refused: the text is not in the schema language, with file and line.
    """
    pieces: list[_Piece] = []
    line = 0
    for start, end in _pieces(source):
        piece = source[start:end]
        found = _placed(path, piece, start, line)
        if found is None:
            # Where it is no text of its own, or cannot be read: the whole tells what is wrong.
            return Schema(path, source, (_Piece(_definitions(path, source), 0, 0),))
        pieces.append(found)
        line += piece.count(b"\n")
    return Schema(path, source, tuple(pieces))


def _pieces(source: bytes) -> Iterator[tuple[int, int]]:
    """Yield start and end of the pieces of a file: each begins with a comment of its own."""
    starts = [0, *(found.start() for found in _PIECE.finditer(source)), len(source)]
    return ((a, b) for a, b in pairwise(starts) if a < b)


@lru_cache(maxsize=256)
def _placed(path: str, piece: bytes, start: int, line: int) -> _Piece | None:
    """Return the definitions of a piece which stands at that byte and behind so many lines."""
    found = _piece(path, piece)
    return None if found is None else _Piece(found, start, line)


@lru_cache(maxsize=2048)
def _piece(path: str, piece: bytes) -> tuple[Definition, ...] | None:
    """Return the definitions of a piece as if it were a file; None where it cannot be one.

    A file changes in one place at a time, and takes long to read.
    """
    if qapi_comments.left_open(piece):
        return None
    try:
        return _definitions(path, piece)
    except Refused:
        return None


def _moved(definition: Definition, by: int, lines: int) -> Definition:
    d, doc = definition, definition.doc
    value = values.moved(d.value, by)
    doc = doc.moved(by) if doc else None
    return Definition(d.meta, d.name, d.path, d.line + lines, value, d.features, doc)


def _definitions(path: str, source: bytes) -> tuple[Definition, ...]:
    root = once("qapi", source).root_node
    for bad in error_nodes(root):
        raise values.refused(path, source, bad, "this is not QAPI schema syntax")
    for node in root.children:
        alone = node.type == "expression_statement" and node.child_count == 1
        if node.type != "comment" and not (alone and node.children[0].type == "dictionary"):
            raise values.refused(path, source, node, "a top-level expression must be an object")
    definitions = []
    docs = qapi_comments.blocks(path, source)
    starts = [doc.start for doc in docs]
    previous = 0
    for found in matches("qapi/definition", root):
        node = found["object"][0]
        value = values.read(path, source, node)
        assert isinstance(value.data, dict)
        # The last one before it, unless that stands before what precedes it.
        last = bisect_left(starts, value.start) - 1
        doc = docs[last] if last >= 0 and starts[last] >= previous else None
        previous = value.end
        meta = next((m for m in METAS if m in value.data), None)
        if meta is not None:
            line = node.start_point[0] + 1
            definitions.append(_definition(path, line, meta, value, doc))
    return tuple(definitions)


def _definition(
    path: str, line: int, meta: str, value: Value, doc: qapi_comments.Doc | None
) -> Definition:
    assert isinstance(value.data, dict)
    name = value.data[meta]
    if not isinstance(name, str):
        raise Refused(f"the {meta}'s name is not a string", path=path, line=line)
    belongs = doc if doc is not None and doc.symbol == name else None
    return Definition(meta, name, path, line, value, _features(value), belongs)


def _members(meta: str, value: Value) -> Iterator[Member]:
    role = {"enum": "value", "union": "branch", "alternate": "branch"}.get(meta, "member")
    for part, its_role in (("base", "member"), ("data", role)):
        holder = value.items.get(part)
        if holder is None or not isinstance(holder.data, (dict, list)):
            continue
        for key, item in holder.items.items():
            if isinstance(key, int):
                name = item.data.get("name") if isinstance(item.data, dict) else item.data
                start = item.start
            else:
                name, start = key, holder.keys[key]
            if isinstance(name, str):
                plain = name.removeprefix("*")
                yield Member(plain, its_role, name != plain, start, item, _features(item))


def _features(value: Value) -> tuple[str, ...]:
    if not isinstance(value.data, dict) or not isinstance(value.data.get("features"), list):
        return ()
    names = (f.get("name") if isinstance(f, dict) else f for f in value.data["features"])
    return tuple(n for n in names if isinstance(n, str))
