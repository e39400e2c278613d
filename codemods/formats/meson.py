"""Take a file or a symbol out of meson.build files, by their text.

Source: docs/devel/build-system.rst of QEMU, and Meson's syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.errors import Refused
from codemods.source.splice import Edit, line_of

_TOKEN = re.compile(rb"#[^\n]*|'''.*?'''|'(?:\\.|[^'\\\n])*'|[()\[\]{}\n,]", re.DOTALL)

#: An `if` without other branches and with few lines in it.
_IF = re.compile(
    rb"(?m)^([ \t]{0,40})if [^\n]{1,300}\n((?:\1[ \t]{1,40}\S[^\n]{0,300}\n|[ \t]{0,40}\n){0,6})"
    rb"\1endif[ \t]{0,40}\n"
)
#: A set of files that begins, and one that is handed on.
_OF_A_SET = re.compile(
    rb"\w+ {0,4}= {0,4}ss\.source_set\(\)|\w+ {0,4}\+= {0,4}\{[^{}:]{1,100}: {0,4}\w+ {0,4}\}"
)
#: What may stand behind a whole statement.
_NOTHING = re.compile(rb"[ \t\r]*(?:#[^\n]*)?\n?")


def without_text(path: str, source: bytes, text: str) -> Iterator[Edit]:
    """Yield the edits that take the string `text` out of each list of arguments.

    A call that is left without a file goes, with its statement.

    Raises:
        Refused: another one stands behind it, or its statement has no end.
    """
    literal = b"'" + text.encode() + b"'"
    done = 0
    for found in re.finditer(re.escape(literal), source):
        if found.start() < done:
            continue
        edit = _without(path, source, found.start(), found.end())
        if edit is not None:
            done = edit.end
            yield edit


def emptied(path: str, source: bytes, before: bytes) -> Iterator[Edit]:
    """Yield the edits for each `if` that was left with nothing, or with a set of no files.

    Arguments:
        before: the text with what went; what was empty there stays.
    """
    had = {m.group() for m in _IF.finditer(before)}
    for found in _IF.finditer(source):
        inside = [line for line in _told(found[2]) if not _OF_A_SET.fullmatch(line)]
        if not inside and found.group() not in had:
            yield _lines(path, source, found.start(), found.end())


def _told(block: bytes) -> list[bytes]:
    lines = (line.strip() for line in block.split(b"\n"))
    return [line for line in lines if line and not line.startswith(b"#")]


def statements(source: bytes) -> Iterator[tuple[int, int]]:
    """Yield the span of each statement, its newline included."""
    depth, start = 0, 0
    for token in _TOKEN.finditer(source):
        mark = token.group()
        if mark in (b"(", b"[", b"{"):
            depth += 1
        elif mark in (b")", b"]", b"}"):
            depth -= 1
        elif mark == b"\n" and depth <= 0:
            if source[start : token.end()].strip():
                yield start, token.end()
            start = token.end()
    if source[start:].strip():
        yield start, len(source)


def _without(path: str, source: bytes, start: int, end: int) -> Edit | None:
    statement = next(((a, b) for a, b in statements(source) if a <= start < b), None)
    if statement is None:
        return None
    # What is around the string, the innermost bracket last.
    stack: list[int] = []
    for token in _TOKEN.finditer(source, statement[0], start):
        mark = token.group()
        if mark in (b"(", b"[", b"{"):
            stack.append(token.start())
        elif mark in (b")", b"]", b"}") and stack:
            stack.pop()
    if not stack:
        return None
    if _closing(source, stack[0], statement[1]) == statement[1]:
        raise Refused(
            "a bracket of this statement has no end, or a quote in it",
            path=path, line=line_of(source, stack[0]),
        )  # fmt: skip
    close = _closing(source, stack[-1], statement[1])
    inside = source[stack[-1] + 1 : start] + source[end:close]
    if not inside.strip(b" \t\r\n,"):
        return _call_gone(path, source, statement, stack, close)
    comma = re.compile(rb"[ \t]*,[ \t]*").match(source, end)
    line = source.rfind(b"\n", 0, start) + 1
    behind = comma.end() if comma else end
    if not source[line:start].strip() and source[behind : behind + 1] == b"\n":
        return Edit(path, line, behind + 1, b"")
    if comma:
        return Edit(path, start, comma.end(), b"")
    before = len(source[:start].rstrip(b" \t\r\n"))
    if source[before - 1 : before] == b",":
        return Edit(path, before - 1, end, b"")
    return Edit(path, start, end, b"")


def _call_gone(
    path: str, source: bytes, statement: tuple[int, int], stack: list[int], close: int
) -> Edit | None:
    """Take out the call or list that is empty without the string, and what needs it."""
    head = source[statement[0] : stack[0]]
    if re.match(rb"\s*[\w.]+\.add(?:_all)?\s*$|\s*(?:executable|subdir)\s*$", head):
        behind = _closing(source, stack[0], statement[1]) + 1
        if not _NOTHING.fullmatch(source, behind, statement[1]):
            raise Refused(
                "something stands behind the call that goes, on its line", path=path,
                line=line_of(source, behind), hint="give it a line of its own",
            )  # fmt: skip
        return _lines(path, source, *statement)
    if len(stack) > 1:
        if (row := _row(source, stack, close)) is not None:
            return _argument(path, source, *row)
        word = re.compile(rb"(?<!\w)\w*$").search(source, statement[0], stack[-1])
        first = word.start() if word else stack[-1]
        return _argument(path, source, first, close + 1)
    return None


def _row(source: bytes, stack: list[int], close: int) -> tuple[int, int] | None:
    """Return the span of a list in a list, `[dependency, 'name', files('x.c')]`, whose last it is.

    Such a row is about what is built of its files, and of no use without.
    """
    if len(stack) < _ROW or any(source[at : at + 1] != b"[" for at in stack[-3:-1]):
        return None
    behind = re.compile(rb"\s*\]").match(source, close + 1)
    return (stack[-2], behind.end()) if behind else None


#: A list, the list in it, and a call in that.
_ROW = 3


def _argument(path: str, source: bytes, start: int, end: int) -> Edit:
    comma = re.compile(rb"[ \t]*,[ \t]*\n?[ \t]*").match(source, end)
    if comma:
        return Edit(path, start, comma.end(), b"")
    before = len(source[:start].rstrip(b" \t\r\n"))
    return Edit(path, before - (source[before - 1 : before] == b","), end, b"")


def _lines(path: str, source: bytes, start: int, end: int) -> Edit:
    """Take out the statement, and the comment above if a blank line follows."""
    above = source[: source.rfind(b"\n", 0, start - 1) + 1] if start else b""
    between = source[len(above) : start]
    alone = source[end : end + 1] in (b"\n", b"")
    if between.lstrip().startswith(b"#") and alone and above.endswith((b"\n\n", b"")):
        start = len(above)
    if source[:start].endswith(b"\n\n") and source[end : end + 1] == b"\n":
        end += 1
    return Edit(path, start, end, b"")


def _closing(source: bytes, opened: int, last: int) -> int:
    depth = 0
    for token in _TOKEN.finditer(source, opened, last):
        mark = token.group()
        depth += (mark in (b"(", b"[", b"{")) - (mark in (b")", b"]", b"}"))
        if depth == 0:
            return token.start()
    return last
