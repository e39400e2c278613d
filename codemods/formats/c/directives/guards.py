"""Which preprocessor conditionals stand around each line of a C file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Guard:
    """One branch of a preprocessor conditional around a line.

    `earlier` are the conditions of the branches before it, all of which must be
    false; `condition` its own, "" for #else.
    """

    condition: str
    earlier: tuple[str, ...]


def conditions(source: bytes) -> Iterator[tuple[Guard, ...]]:
    """Yield, for each line of `source`, the conditionals that stand around it.

    A directive line counts as standing outside the conditional that it opens,
    continues or ends.
    """
    stack: list[Guard] = []
    for logical in _logical_lines(source):
        found = _DIRECTIVE.match(logical.replace(b"\\\r\n", b"").replace(b"\\\n", b""))
        word = found[1].decode() if found else ""
        top = stack.pop() if word in ("elif", "else", "endif") and stack else None
        # A directive that goes on in the next line is one line to the preprocessor.
        yield from [tuple(stack)] * len(_LINE.findall(logical))
        rest = " ".join(found[2].decode(errors="replace").split()) if found else ""
        if word in ("if", "ifdef", "ifndef"):
            # What stands behind the name is nothing to the preprocessor.
            name = rest.partition(" ")[0]
            wrapped = {"ifdef": f"defined({name})", "ifndef": f"!defined({name})"}
            stack.append(Guard(wrapped.get(word, rest), ()))
        elif word in ("elif", "else") and top is not None:
            stack.append(Guard(rest if word == "elif" else "", (*top.earlier, top.condition)))


def _logical_lines(source: bytes) -> Iterator[bytes]:
    joined: list[bytes] = []
    for line in _LINE.findall(source):
        joined.append(line)
        if not line.rstrip(b"\r\n").endswith(b"\\"):
            yield b"".join(joined)
            joined = []
    if joined:
        yield b"".join(joined)


#: As an editor counts lines, and line_of(): a carriage return alone ends none.
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")


_DIRECTIVE = re.compile(rb"[ \t]*#[ \t]*(ifdef|ifndef|if|elif|else|endif)\b([^\r\n]*)")
