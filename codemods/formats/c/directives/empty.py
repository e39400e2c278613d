"""Conditionals that hold nothing any more: take them out, or the branch that is empty."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from codemods.formats.c.cutting import without_gap
from codemods.source.splice import Edit

_LINE = re.compile(
    rb"(?m)^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else|endif)\b((?:[^\n\\]|\\\r?\n|\\.)*)(?:\n|\Z)"
)
_EMPTY = re.compile(rb"(?:\s|/\*(?:[^*]|\*(?!/))*\*/|//[^\n]*(?:\n|\Z))*")


@dataclass(frozen=True)
class Conditional:
    """An #if with its branches; `lines` are the spans of its directives, the #endif last."""

    lines: tuple[tuple[int, int], ...]
    words: tuple[str, ...]
    conditions: tuple[bytes, ...]

    @property
    def start(self) -> int:
        """Where the line of the #if starts."""
        return self.lines[0][0]

    @property
    def end(self) -> int:
        """Where the line behind the #endif starts."""
        return self.lines[-1][1]


@lru_cache(maxsize=8)
def conditionals(source: bytes) -> tuple[Conditional, ...]:
    """Return the conditionals of the file, the inner ones first."""
    closed: list[Conditional] = []
    stack: list[list[tuple[tuple[int, int], str, bytes]]] = []
    for found in _LINE.finditer(source):
        word = found[1].decode()
        row = (found.span(), word, found[2].strip())
        if word in ("if", "ifdef", "ifndef"):
            stack.append([row])
        elif stack:
            stack[-1].append(row)
            if word == "endif":
                rows = stack.pop()
                closed.append(
                    Conditional(
                        tuple(r[0] for r in rows),
                        tuple(r[1] for r in rows),
                        tuple(r[2] for r in rows),
                    )
                )
    return tuple(closed)


def emptied(path: str, source: bytes, at: int) -> Edit | None:
    """Return the edit for the innermost conditional around `at` that has an empty branch, or None.

    The conditional goes where nothing is in it; an empty #else goes; where the first of
    two branches is empty the condition is turned round.
    """
    for one in conditionals(source):
        if not one.start <= at <= one.end:
            continue
        spans = list(zip(one.lines, one.lines[1:], strict=False))
        empty = [_EMPTY.fullmatch(source, a[1], b[0]) is not None for a, b in spans]
        if all(empty):
            return without_gap(path, source, one.start, one.end)
        if len(spans) == 2 and one.words[1] == "else" and any(empty):
            return _one_branch(path, source, one, empty[0])
    return None


def _one_branch(path: str, source: bytes, one: Conditional, first: bool) -> Edit | None:
    (start, inside), (otherwise, behind) = one.lines[0], one.lines[1]
    if not first:
        return Edit(path, otherwise, one.lines[2][0], b"")
    turned = {"ifdef": b"#ifndef ", "ifndef": b"#ifdef "}.get(one.words[0])
    if turned is None:
        return None
    newline = b"\r\n" if source[start:inside].endswith(b"\r\n") else b"\n"
    return Edit(path, start, behind, turned + one.conditions[0] + newline)
