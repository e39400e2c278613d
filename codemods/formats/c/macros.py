"""Expand C macros, as far as QEMU's type definitions need it.

Many machines and CPU models exist only in the expansion of a macro.  This
follows the preprocessor's rules for arguments, `#`, `##` and rescanning
(C17 6.10.3), with GNU's named variable arguments; conditionals are not
evaluated: the first definition of a name counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from codemods.formats.c.tokens import Token, split, text_of, tokens

_DEFINE = re.compile(
    r"^[ \t]*#[ \t]*define[ \t]+(\w+)(\([^()]{0,2000}\))?"
    # A comment without an end goes to the end of the file, and is looked through once.
    r"((?:\\\r?\n|/\*(?:[^*]|\*(?!/))*(?:\*/)?|[^\n])*)",
    re.MULTILINE | re.DOTALL,
)
#: No macro that is meant to be read grows by as much as this; one of an exponential bomb does.
_LIMIT = 20_000
_GROWTH = 64


@dataclass(frozen=True)
class Macro:
    """A macro; `parameters` is None for one without parentheses.

    `rest` is the name of the variable arguments, "" for none.
    """

    name: str
    parameters: tuple[str, ...] | None
    rest: str
    text: str

    @cached_property
    def body(self) -> tuple[Token, ...]:
        """The tokens of the replacement."""
        return tuple(tokens(self.text, directives=False))


#: What tells the macro of a name, None for a name that is none.
Lookup = Callable[[str], Macro | None]


@lru_cache(maxsize=2048)
def definitions(source: bytes) -> Mapping[str, Macro]:
    """Return the macros that `source` defines, the first definition of each name."""
    found: dict[str, Macro] = {}
    for match in _DEFINE.finditer(text_of(source)):
        name, parameters, body = match.groups()
        found.setdefault(name, _macro(name, parameters, body))
    return found


def expand(given: Sequence[Token], lookup: Lookup) -> list[Token]:
    """Return `given` with all macros expanded; what comes of one has the offset of its name."""
    done: list[Token] = []
    work = list(reversed(given))
    limit = _LIMIT + _GROWTH * len(given)
    while work and len(done) < limit:
        token = work.pop()
        known = token.kind == "name" and token.text not in token.hidden
        macro = lookup(token.text) if known else None
        if macro is None:
            done.append(token)
        elif macro.parameters is None:
            work += reversed(_replace(macro, {}, token, token.hidden, lookup))
        elif (call := _arguments(work)) is None:
            done.append(token)
        else:
            inside, closing = call
            named = _bind(macro, split(inside))
            hidden = token.hidden & closing.hidden
            work += reversed(_replace(macro, named, token, hidden, lookup))
    return done


def _macro(name: str, parameters: str | None, body: str) -> Macro:
    if parameters is None:
        return Macro(name, None, "", body)
    words = [w.strip(" \t\\\r\n") for w in parameters[1:-1].split(",")]
    words = [w for w in words if w]
    rest = ""
    if words and words[-1].endswith("..."):
        rest = words.pop().removesuffix("...").strip() or "__VA_ARGS__"
    return Macro(name, tuple(words), rest, body)


def _arguments(work: list[Token]) -> tuple[list[Token], Token] | None:
    """Take the parenthesis at the end of `work` off it; None where there is none."""
    if not work or work[-1].text != "(":
        return None
    depth = 0
    for n in range(len(work) - 1, -1, -1):
        depth += (work[n].text == "(") - (work[n].text == ")")
        if depth == 0:
            inside, closing = work[n + 1 : -1][::-1], work[n]
            del work[n:]
            return inside, closing
    return None


def _bind(macro: Macro, given: list[list[Token]]) -> dict[str, list[Token]]:
    parameters = macro.parameters or ()
    named = {p: given[n] if n < len(given) else [] for n, p in enumerate(parameters)}
    if macro.rest:
        rest: list[Token] = []
        for n, part in enumerate(given[len(parameters) :]):
            rest += [Token("mark", ",", part[0].start if part else 0)] if n else []
            rest += part
        named[macro.rest] = rest
    return named


def _replace(
    macro: Macro, named: Mapping[str, list[Token]], name: Token, hidden: frozenset[str],
    lookup: Lookup,
) -> list[Token]:  # fmt: skip
    """Return the replacement of `macro`, which stands at the token `name`."""
    made: list[Token] = []
    body, n = macro.body, 0
    while n < len(body):
        token = body[n]
        following = body[n + 1] if n + 1 < len(body) else None
        if token.text == "#" and following is not None and following.text in named:
            made.append(Token("string", _stringified(named[following.text]), name.start))
            n += 1
        elif token.text == "##" and following is not None:
            right = list(named.get(following.text, [following]))
            made = [*made[:-1], *_pasted(made[-1:], right)]
            n += 1
        elif token.text in named:
            argument = named[token.text]
            raw = following is not None and following.text == "##"
            # An empty argument still holds the place to which `##` pastes.
            made += argument or [Token("mark", "", name.start)] if raw else expand(argument, lookup)
        else:
            made.append(token)
        n += 1
    hide = hidden | {macro.name}
    return [Token(t.kind, t.text, name.start, t.hidden | hide) for t in made if t.text]


def _pasted(left: list[Token], right: list[Token]) -> list[Token]:
    if not left or not right:
        return left + right
    joined = list(tokens(left[-1].text + right[0].text))
    hidden = left[-1].hidden | right[0].hidden
    return [Token(t.kind, t.text, left[-1].start, hidden) for t in joined] + right[1:]


def _stringified(argument: Sequence[Token]) -> str:
    text = ""
    for n, token in enumerate(argument):
        before = argument[n - 1]
        apart = n and token.start > before.start + len(before.text)
        text += (" " if apart else "") + token.text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
