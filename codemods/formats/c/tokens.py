"""Cut C text into tokens.

For what tree-sitter cannot read because macros have yet to be expanded.  Text
is a str in which each character is one byte, so that offsets are the file's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_SPACE = r"(?P<space>\s+|/\*.*?\*/|//[^\n]*|\\\r?\n)"
_DIRECTIVE = r"|(?P<directive>(?m:^)[ \t]*\#(?:/\*.*?\*/|\\\r?\n|[^\n\\]|\\.)*)"
_WORD = r"""
    |(?P<string>(?:L|u8|u|U)?"(?:\\.|[^"\\\n])*")
    |(?P<char>'(?:\\.|[^'\\\n])*')
    |(?P<name>[A-Za-z_]\w*)
    |(?P<number>\.?\d(?:[eEpP][+-]|[\w.])*)
    |(?P<mark>\#\#|\.\.\.|->|<<|>>|[<>=!]=|&&|\|\||\+\+|--|.)
    """
_TOKEN = re.compile(_SPACE + _DIRECTIVE + _WORD, re.VERBOSE | re.DOTALL)
#: In the body of a macro, where a "#" begins no line for the preprocessor.
_OF_BODY = re.compile(_SPACE + _WORD, re.VERBOSE | re.DOTALL)
_OPENING = {"(": ")", "[": "]", "{": "}"}
_CLOSING = set(_OPENING.values())


class Token(NamedTuple):
    """A token: `kind` is "string", "char", "name", "number" or "mark".

    `start` is the offset of the text that it comes from; `hidden` are the
    macros that must not be expanded in it any more.
    """

    kind: str
    text: str
    start: int
    hidden: frozenset[str] = frozenset()


def text_of(source: bytes) -> str:
    """Return `source` as text with one character for each byte."""
    return source.decode("latin-1")


def tokens(text: str, start: int = 0, *, directives: bool = True) -> Iterator[Token]:
    """Yield the tokens of `text` from offset `start`.

    Arguments:
        directives: leave out preprocessor lines; False in the body of a macro.
    """
    at = start
    token = _TOKEN if directives else _OF_BODY
    while found := token.match(text, at):
        kind = found.lastgroup or ""
        if kind not in ("space", "directive"):
            yield Token(kind, found.group(), at)
        at = found.end()


def balanced(text: str, start: int) -> list[Token]:
    """Return the tokens from the bracket at offset `start` to the one that closes it.

    Empty where none closes it.
    """
    depth, found = 0, []
    for token in tokens(text, start):
        found.append(token)
        if token.kind == "mark":
            depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if depth == 0:
            return found
    return []


def split(inside: Sequence[Token]) -> list[list[Token]]:
    """Return the parts of `inside` between commas that stand in no bracket."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in inside:
        if token.kind == "mark":
            depth += (token.text in _OPENING) - (token.text in _CLOSING)
            if token.text == "," and depth == 0:
                parts.append([])
                continue
        parts[-1].append(token)
    return parts


def string(found: Sequence[Token]) -> str | None:
    """Return the value of adjacent string literals, None where there is something else."""
    while len(found) > 2 and found[0].text == "(" and found[-1].text == ")":
        found = found[1:-1]
    if not found or any(t.kind != "string" for t in found):
        return None
    return "".join(t.text[t.text.index('"') + 1 : -1] for t in found)
