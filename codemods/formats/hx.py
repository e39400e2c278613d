"""Read .hx files: command line options, monitor commands and their documentation, as spans.

An .hx file is C text with islands of documentation: SRST to ERST (STEXI to
ETEXI before 5.0), DEFHEADING() and ARCHHEADING(), and lines that HXCOMM begins.
The C text holds DEF(...) for an option and { .name = ... } for a monitor
command.  Source: scripts/hxtool and docs/sphinx/hxtool.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from codemods.errors import Refused
from codemods.source.splice import line_of

_OPENS = {b"SRST": b"ERST", b"STEXI": b"ETEXI"}
_CLOSES = tuple(_OPENS.values())
_WORD = re.compile(rb"\w*")
#: Within documentation: its mark was lost, and this is swallowed, or taken for text.
_LOST = re.compile(rb"(?:SRST|STEXI|ERST|ETEXI|DEF|DEFHEADING|ARCHHEADING)\b")
#: What may stand behind a mark: of the first a label.
_ALONE = re.compile(rb"(?:SRST(?:\([^()\n]{0,200}\))?|\w+)[ \t\r]*\Z")
#: What neither ends nor begins anything within brackets.
_RUN = re.compile(rb"[^\s\"#,(){}\[\]/\\]+")
_SPACE = re.compile(rb"(?:\s|\\\r?\n|/\*.*?\*/|//[^\n]*)+", re.DOTALL)
_LITERAL = re.compile(rb'"((?:[^"\\\n]|\\.)*)"')
_NAMED = re.compile(rb"\.([\w.]+)\s*=")


@dataclass(frozen=True)
class Literal:
    """The text between the quotes of one C string literal: bytes [start, end).

    `conditional` tells that a preprocessor line of its own block stands before it.
    """

    start: int
    end: int
    text: str
    conditional: bool = False


@dataclass(frozen=True)
class Doc:
    """One island of documentation: the bytes between its two marks; `rst` is False for Texinfo."""

    start: int
    end: int
    line: int
    text: str
    rst: bool


@dataclass(frozen=True)
class Block:
    """One DEF(...) or one entry of a command table.

    `name` is its name, `line` where it begins, bytes [start, end) its text.
    `fields` are an entry's initializers without their blanks, or the arguments
    of a DEF as "constant" and "argument"; `help` the literals of its help.
    `doc` is the documentation that follows, before another one's.
    """

    name: str
    path: str
    line: int
    start: int
    end: int
    fields: Mapping[str, str] = field(hash=False)
    help: tuple[Literal, ...]
    doc: Doc | None = None


@dataclass(frozen=True)
class File:
    """An .hx file: its blocks and documentation in order, and the lines that structure it.

    `shape` has the kind and text of each structuring line: marks, headings,
    comments, preprocessor lines, names of blocks.
    """

    path: str
    blocks: tuple[Block, ...]
    docs: tuple[Doc, ...]
    shape: tuple[str, ...]


@lru_cache(maxsize=32)
def read(path: str, source: bytes) -> File:
    """Return the .hx file `source`.

    Raises:
        Refused: a mark has no partner, or a DEF or an entry cannot be read.
    """
    items = list(_items(path, source))
    blocks, docs, shape = [], [], []
    for n, item in enumerate(items):
        if isinstance(item, Block):
            following = next((i for i in items[n + 1 :] if not isinstance(i, str)), None)
            # A row of DEFs may share the documentation behind the last one.
            if item.fields.get("constant"):
                behind = (i for i in items[n + 1 :] if isinstance(i, Doc))
                following = next(behind, None)
            doc = following if isinstance(following, Doc) else None
            blocks.append(
                Block(item.name, path, item.line, item.start, item.end, item.fields, item.help, doc)
            )
            shape.append(f"block {item.name}")
        elif isinstance(item, Doc):
            docs.append(item)
            shape.append("doc")
        else:
            shape.append(item)
    return File(path, tuple(blocks), tuple(docs), tuple(shape))


def _items(path: str, source: bytes) -> Iterator[Block | Doc | str]:
    at = 0
    while at < len(source):
        end = _line_end(source, at)
        line = source[at:end].rstrip()
        word = _WORD.match(line)
        first = word[0] if word else b""
        if first in _OPENS:
            doc, at = _doc(path, source, at, _OPENS[first])
            yield doc
            continue
        if first in _CLOSES:
            raise Refused(f"{first.decode()} without its beginning", path=path,
                          line=line_of(source, at))  # fmt: skip
        if first == b"DEF" and line[3:4] == b"(":
            block = _option(path, source, at)
            yield block
            at = _line_end(source, block.end)
            continue
        if line.strip() == b"{":
            block = _entry(path, source, at + source[at:end].index(b"{"))
            yield block
            at = _line_end(source, block.end)
            continue
        if line:
            yield line.decode(errors="surrogateescape")
        at = end


def _doc(path: str, source: bytes, at: int, mark: bytes) -> tuple[Doc, int]:
    start = here = _line_end(source, at)
    _require_alone(path, source, at, start)
    while here < len(source):
        end = _line_end(source, here)
        if source.startswith(mark, here):
            _require_alone(path, source, here, end)
            text = source[start:here].decode(errors="surrogateescape")
            return Doc(start, here, line_of(source, start), text, mark == b"ERST"), end
        if lost := _LOST.match(source, here, end):
            raise Refused(
                f"{lost[0].decode()} stands before the {mark.decode()} of what line "
                f"{line_of(source, at)} begins", path=path, line=line_of(source, here),
                hint=f"put {mark.decode()} on a line of its own, where the documentation ends",
            )  # fmt: skip
        here = end
    raise Refused(f"looked for {mark.decode()}, found none", path=path, line=line_of(source, at))


def _require_alone(path: str, source: bytes, at: int, end: int) -> None:
    """Refuse a mark beside which something else stands: that belongs to nothing."""
    line = source[at:end].rstrip(b"\n")
    if not _ALONE.match(line):
        mark = line.split()[0].decode(errors="replace")
        raise Refused(f"looked for {mark[:40]} alone on its line", path=path,
                      line=line_of(source, at))  # fmt: skip


def _option(path: str, source: bytes, at: int) -> Block:
    parts, end = _arguments(path, source, at + len(b"DEF("))
    line = line_of(source, at)
    names = [t for t in parts[0] if isinstance(t, Literal)]
    if len(parts) < 4 or len(names) != 1:
        raise Refused("looked for DEF(name, argument, constant, help, ...)", path=path, line=line)
    fields = {"argument": _plain(parts[1]), "constant": _plain(parts[2])}
    literals = tuple(t for t in parts[3] if isinstance(t, Literal))
    return Block(names[0].text, path, line, at, end, fields, literals)


def _entry(path: str, source: bytes, at: int) -> Block:
    parts, end = _arguments(path, source, at + 1)
    line = line_of(source, at)
    fields: dict[str, str] = {}
    literals: dict[str, tuple[Literal, ...]] = {}
    for part in parts:
        name = _NAMED.match(_plain(part).encode(errors="surrogateescape"))
        if name:
            key = name[1].decode()
            literals[key] = tuple(t for t in part if isinstance(t, Literal))
            words = "".join(t for t in part if isinstance(t, str)).partition("=")[2]
            fields[key] = "".join(t.text for t in literals[key]) or words
    if "name" not in fields:
        raise Refused("looked for { .name = ... }", path=path, line=line)
    return Block(fields["name"], path, line, at, end, fields, literals.get("help", ()))


_Part = list[Literal | str]


def _arguments(path: str, source: bytes, at: int) -> tuple[list[_Part], int]:
    """Split the text from `at` to the bracket that closes it at its commas.

    Return the parts, each as literals and other words, and the end of the bracket.
    """
    parts: list[_Part] = [[]]
    opened, depth, conditions, start = at, 0, 0, at
    while at < len(source):
        space = _SPACE.match(source, at)
        if space:
            at = space.end()
            continue
        plain = _RUN.match(source, at)
        if plain:
            parts[-1].append(plain[0].decode(errors="surrogateescape"))
            at = plain.end()
            continue
        line = source.rfind(b"\n", 0, at) + 1
        if source[at : at + 1] == b"#" and not source[line:at].strip():
            conditions += source.startswith(b"#if", at) - source.startswith(b"#endif", at)
            at = _line_end(source, at)
            continue
        literal = _LITERAL.match(source, at)
        char = source[at : at + 1]
        if literal:
            text = literal[1].decode(errors="surrogateescape")
            parts[-1].append(Literal(literal.start(1), literal.end(1), text, conditions > 0))
            at = literal.end()
            continue
        if char in b")}" and depth == 0:
            return parts, at + 1
        if char == b"," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(char.decode(errors="surrogateescape"))
        depth += (char in b"({[") - (char in b")}]")
        at += 1
    raise Refused("looked for the closing bracket, found none", path=path,
                  line=line_of(source, opened if opened < len(source) else start))  # fmt: skip


def _plain(part: Sequence[Literal | str]) -> str:
    return "".join(t if isinstance(t, str) else f'"{t.text}"' for t in part)


def _line_end(source: bytes, at: int) -> int:
    end = source.find(b"\n", at)
    return len(source) if end < 0 else end + 1


@dataclass(frozen=True)
class HelpLine:
    """One line of a help text: its text, the offset behind it, and its literal."""

    text: str
    end: int
    literal: Literal


def help_lines(literals: Sequence[Literal]) -> Iterator[HelpLine]:
    """Yield the lines that the literals make up when they are printed, without the empty last."""
    text = ""
    for n, literal in enumerate(literals):
        at = literal.start
        pieces = re.split(r"(\\n)", literal.text)
        for piece in pieces:
            if piece == "\\n":
                yield HelpLine(text, at, literal)
                text = ""
            else:
                text += piece
            at += len(piece.encode(errors="surrogateescape"))
        if n == len(literals) - 1 and text:
            yield HelpLine(text, literal.end, literal)
