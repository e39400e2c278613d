"""C as its grammar can read it: of the same length, with other words where it would stumble.

The grammar knows neither the preprocessor nor the macros of GLib and QEMU.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Words in the place of an attribute, types among the arguments of what looks like a call, and
#: the end of a range of cases.
_UNKNOWN = re.compile(
    rb"\b(g_autofree|coroutine_fn|coroutine_mixed_fn|GRAPH_(?:RDLOCK|WRLOCK|UNLOCKED))\b"
    rb"|\bg_(?:try_)?(?:new0?|renew)\s*\(\s*(struct\s\s*)?\w+\s*(\*+\s*)?,"
    rb"|\b(?:end_?of|sizeof_field)\s*\(\s*(struct\s\s*)\w"
    rb"|\b(?:container_of|g_array_index)\s*\([^;{}]{1,100}?,\s*(struct\s\s*)\w"
    rb"|\bcase\s+\w+\s*(\.\.\.[\w\s+()-]+):"
)
#: Macros that begin a block, where they are used: "QTAILQ_FOREACH_SAFE(one, &all, next, tmp) {".
_LOOP = re.compile(rb"(?m)^([ \t]+)([A-Z]+_FOREACH(?:_[A-Z]+)*|WITH_[A-Z_]+_GUARD)(?=\s*\()")
_CONDITIONAL = re.compile(rb"(?m)^[ \t]*#[ \t]*(if|else|elif|end)(?:[^\n\\]|\\.|\\\n)*")
#: Braces, and what may hold one that does not count.
#: What has no end goes to that of the line, or of the text.
_BRACE = re.compile(
    rb"[{}]|\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?|(?s:/\*.*?(?:\*/|\Z))|//[^\n]*"
)
_OPEN_END = re.compile(rb"(?:\belse|,)\s*\Z")
_UNSEEN = re.compile(rb"(?s:/\*.*?(?:\*/|\Z))|//[^\n]*|(?m:^)[ \t]*#(?:[^\n\\]|\\.|\\\n)*")


def known(source: bytes) -> bytes:
    """Return C `source` with words that the grammar knows, each offset as it is."""
    return _LOOP.sub(_as_loop, _UNKNOWN.sub(_blanked, source))


def joined(source: bytes) -> bytes:
    """Return C `source` without the lines of conditionals that are no whole pieces of code.

    Such as one whose last word is an "else": its statement stands behind the #endif; or rows of
    a table.  It reads as if the condition held, without what stands behind an #else then; each
    offset stays as it is.
    """
    text = bytearray(source)
    for start, end in _torn(source):
        text[start:end] = re.sub(rb"[^\r\n]", b" ", text[start:end])
    return bytes(text)


def _torn(source: bytes) -> Iterator[tuple[int, int]]:
    """Yield the directives of each conditional whose first text is no whole code, and the rest."""
    opened: list[tuple[re.Match[bytes], int]] = []
    for found in _CONDITIONAL.finditer(source):
        if found[1] == b"if":
            opened.append((found, 0))
        elif opened and found[1] != b"end":
            begin, other = opened[-1]
            opened[-1] = (begin, other or found.start())
        elif opened:
            begin, other = opened.pop()
            rest = other or found.start()
            if not _is_whole(source[begin.end() : rest]):
                yield begin.span()
                yield rest, found.end()


def _is_whole(text: bytes) -> bool:
    depth = 0
    for found in _BRACE.finditer(text):
        depth += {b"{": 1, b"}": -1}.get(found[0], 0)
        if depth < 0:
            return False
    return depth == 0 and not _OPEN_END.search(_UNSEEN.sub(b"", text))


def _blanked(found: re.Match[bytes]) -> bytes:
    """Return the match with blanks for its groups."""
    text, start = bytearray(found[0]), found.start()
    for first, last in found.regs[1:]:
        text[first - start : last - start] = b" " * (last - first)
    return bytes(text)


def _as_loop(found: re.Match[bytes]) -> bytes:
    return found[1] + b"while".ljust(len(found[2]))
