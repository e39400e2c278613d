"""The names that the tokens of a type, a variable or a function declare."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from codemods.formats.c.outermost.lexing import CLOSING, OPENING, Token, closing, lexed

_DIRECTIVES = re.compile(r"^[ \t]{0,40}\#(?:\\\r?\n|[^\n\\]|\\.){0,4000}", re.DOTALL | re.MULTILINE)
#: Names behind which brackets hold no parameters.
_ATTRIBUTES = re.compile(
    r"__attribute__|G_GNUC_\w+|QEMU_(?:ALIGNED|SENTINEL|ERROR|PACKED|NORETURN|USED|DISABLE_CFI)"
    r"|TSA_\w+|GCC_\w+|IBUF_\w+|__declspec|__nonnull|DO_PLUGIN_TSA"
)
_QUALIFIERS = frozenset({
    "static", "const", "extern", "inline", "volatile", "register", "unsigned", "signed", "struct",
    "union", "enum", "typedef", "coroutine_fn", "coroutine_mixed_fn", "no_coroutine_fn", "void",
    "int", "char", "long", "short", "bool", "float", "double", "QEMU_PACKED",
})  # fmt: skip


def is_type_macro(tokens: Sequence[Token], call: int) -> bool:
    """Tell whether the brackets at `call` are those of a macro that stands for a type."""
    behind = closing(tokens, call) + 1
    qualified = all(t.text in _QUALIFIERS or t.text == "static" for t in tokens[: call - 1])
    named = behind < len(tokens) and tokens[behind].kind == "name"
    return qualified and named and tokens[call - 1].text.isupper()


def tag(texts: Sequence[str], brace: int) -> int | None:
    """Return where the word struct, union or enum stands that opens a body, or None."""
    head = texts[:brace]
    if brace == len(texts):
        return None
    found = [n for n, t in enumerate(head) if t in ("struct", "union", "enum")]
    return found[-1] if found and found[-1] >= brace - 4 and "=" not in head else None


def tagged(
    tokens: Sequence[Token], brace: int, tag: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tag of what is defined, and the variables that are declared with it."""
    inside = tokens[tag + 1 : brace]
    own = [t.text for t in inside if t.kind == "name" and t.text not in _QUALIFIERS]
    behind = [t for t in tokens[closing(tokens, brace) + 1 :] if t.text not in _QUALIFIERS]
    others = tuple(variables(behind)) if behind and behind[0].text != ";" else ()
    return tuple(own[-1:]), others


def constants(text: str, tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the constants of the enumeration that `tokens` define."""
    texts = [t.text for t in tokens]
    if "enum" not in texts or "{" not in texts:
        return ()
    opened = texts.index("{")
    found, fresh, depth = [], True, 0
    inside = text[tokens[opened].end : tokens[opened + 1].start]
    for token in lexed(_DIRECTIVES.sub("", inside)):
        depth += (token.text in OPENING) - (token.text in CLOSING) if token.kind == "mark" else 0
        if fresh and token.kind == "name" and depth == 0:
            found.append(token.text)
            fresh = False
        elif token.text == "," and depth == 0:
            fresh = True
    return tuple(found)


def typedef(tokens: Sequence[Token], brace: int) -> tuple[str, ...]:
    """Return the name that a typedef gives, and the tag that it has besides."""
    texts = [t.text for t in tokens]
    tag = [n for n, t in enumerate(texts[:brace]) if t in ("struct", "union", "enum")]
    own: list[str] = []
    rest = tokens[1:]
    if brace < len(texts) and tag:
        own = [t.text for t in tokens[tag[-1] + 1 : brace] if t.kind == "name"][:1]
        rest = tokens[closing(tokens, brace) + 1 :]
    elif tag:
        rest = tokens[tag[0] + 2 :]
    pairs = pairwise(texts)
    pointer = next((n for n, pair in enumerate(pairs) if pair == ("(", "*")), None)
    if pointer is not None and brace == len(texts):
        return tuple(t.text for t in tokens[pointer:] if t.kind == "name")[:1]
    call = parameters(rest, len(rest)) if brace == len(texts) else None
    if call is not None:
        return (rest[call - 1].text,)
    return tuple(dict.fromkeys([*variables(rest)[-1:], *own]))


def parameters(tokens: Sequence[Token], end: int) -> int | None:
    """Return where the brackets of the parameters open in a function's head, or None."""
    depth = 0
    for n in range(min(end, len(tokens))):
        token = tokens[n]
        if token.text == "(" and depth == 0 and n and tokens[n - 1].kind == "name":
            name = tokens[n - 1].text
            if not _ATTRIBUTES.fullmatch(name) and name not in _QUALIFIERS:
                return n
        if token.kind == "mark":
            depth += (token.text in OPENING) - (token.text in CLOSING)
    return None


def variables(tokens: Sequence[Token]) -> list[str]:
    """Return the names that a declaration gives: `static int a[2] = { 1 }, *b;`."""
    names: list[str] = []
    depth = 0
    last = ""
    valued = False
    for token in tokens:
        if token.kind == "mark":
            if token.text in ("=", ",", ";", "[") and depth == 0:
                if last and not valued:
                    names.append(last)
                last = "" if token.text in (",", ";") else last
                valued = token.text not in (",", ";")
            depth += (token.text in OPENING) - (token.text in CLOSING)
        elif token.kind == "name" and depth == 0 and not valued and _may_name(token.text):
            last = token.text
    if last and not valued:
        names.append(last)
    return names


def _may_name(word: str) -> bool:
    return word not in _QUALIFIERS and not _ATTRIBUTES.fullmatch(word)
