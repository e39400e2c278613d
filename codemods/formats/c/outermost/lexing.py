"""Cut C text into tokens that know where they end, comments and directives included."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: Any token, also spaces, line ends and comments, each a group of its own.
TOKEN = re.compile(
    r"""(?P<space>[ \t\r\f\v]+|\\\r?\n)
    |(?P<line>\n)
    |(?P<comment>/\*.*?(?:\*/|\Z)|//[^\n]*)
    |(?P<string>(?:L|u8|u|U)?"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    |(?P<name>[A-Za-z_]\w*)
    |(?P<number>\.?\d(?:[eEpP][+-]|[\w.])*)
    |(?P<mark>\#\#|\.\.\.|->|.)""",
    re.VERBOSE | re.DOTALL,
)
OPENING, CLOSING = frozenset("([{"), frozenset(")]}")


@dataclass(frozen=True)
class Token:
    """A token at [start, end): `kind` is "string", "name", "number" or "mark"."""

    kind: str
    text: str
    start: int
    end: int


def lexed(text: str) -> Iterator[Token]:
    """Yield the tokens of `text` outside of comments."""
    for found in TOKEN.finditer(text):
        kind = found.lastgroup or ""
        if kind not in ("space", "line", "comment"):
            yield Token(kind, found.group(), found.start(), found.end())


def closing(tokens: Sequence[Token], at: int) -> int:
    """Return which token closes the bracket that the one at `at` opens, or how many there are."""
    depth = 0
    for n in range(at, len(tokens)):
        if tokens[n].kind == "mark":
            depth += (tokens[n].text in OPENING) - (tokens[n].text in CLOSING)
        if depth == 0:
            return n
    return len(tokens)
