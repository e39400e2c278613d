"""Read C initializers: `{ .field = value, ... }`, alone or in an array."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from codemods.formats.c import tokens as c_tokens
from codemods.formats.c.tokens import Token


@dataclass(frozen=True)
class Initializer:
    """The braces of one structure.

    `start` is the offset of the opening brace, `end` the offset behind the
    closing one; where a macro made them both are those of its name.  `fields`
    are its designated values, `plain` the values without a name.
    """

    start: int
    end: int
    fields: Mapping[str, tuple[Token, ...]]
    plain: tuple[tuple[Token, ...], ...]


def declared(text: str, types: str) -> Iterator[tuple[str, str, list[Token]]]:
    """Yield type, name and tokens of each variable of the structures `types` with an initializer.

    Arguments:
        types: a regular expression for the names of the structures.
    """
    attribute = r"(?:__attribute__\s*\(\(\w+\)\)\s*)?"
    head = rf"\b({types})\s+(\w+)\s*(?:\[[^][]*\]\s*)?{attribute}[^;={{}}()]*=\s*\{{"
    for found in re.finditer(head, text):
        line = text.rfind("\n", 0, found.start()) + 1
        # In the body of a macro the initializer is not one yet.
        if re.compile(r"[^\n]*\\\r?$", re.MULTILINE).match(text, line):
            continue
        inside = c_tokens.balanced(text, found.end() - 1)
        if inside:
            yield found[1], found[2], inside


def in_expansion(expanded: Sequence[Token], struct: str) -> Iterator[list[Token]]:
    """Yield the initializers of variables of the type `struct` among expanded tokens."""
    for n, token in enumerate(expanded):
        if token.text != struct:
            continue
        rest = expanded[n + 1 :]
        end = next((i for i, t in enumerate(rest) if t.text in ("=", ";", "(", ")")), None)
        if end is not None and rest[end].text == "=":
            yield _braces(rest[end + 1 :])


def structures(found: Sequence[Token]) -> Iterator[Initializer]:
    """Yield the structures of an initializer: itself, or the elements of an array."""
    inside = found[1:-1]
    parts = [p for p in c_tokens.split(inside) if p]
    if parts and all(p[0].text == "{" for p in parts):
        for part in parts:
            yield _structure(part)
    else:
        yield _structure(found)


def _structure(found: Sequence[Token]) -> Initializer:
    fields: dict[str, tuple[Token, ...]] = {}
    plain = []
    for part in c_tokens.split(found[1:-1]):
        if len(part) > 3 and part[0].text == "." and part[2].text == "=":
            fields[part[1].text] = tuple(part[3:])
        elif part:
            plain.append(tuple(part))
    return Initializer(found[0].start, found[-1].start + 1, fields, tuple(plain))


def _braces(found: Sequence[Token]) -> list[Token]:
    depth = 0
    for n, token in enumerate(found):
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0:
            return list(found[: n + 1])
    return list(found)
