"""Read and extend the documentation comments of QAPI schema files.

Source: docs/devel/qapi-code-gen.rst, "Documentation comments".
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass

from codemods.errors import Refused
from codemods.model import Edit

WIDTH = 70

_ENTRY = re.compile(rb"@([^:\s]+):(?: +|$)")
_TAGGED = re.compile(rb"(Returns|Errors|Since|Notes?|Examples?|TODO|Features):")
_DIRECTIVE = re.compile(rb"\.\. +[\w-]+::|.*::$")


@dataclass(frozen=True)
class Item:
    """A described name: `@name: text`.

    Lines [first, last) are its line and the continuation lines, without the
    blank lines that follow; `indent` is the continuation's indentation after
    "# ", or None when it has no continuation.
    """

    name: str
    first: int
    last: int
    indent: int | None


@dataclass(frozen=True)
class Doc:
    """A documentation comment.

    `start` is the byte of its opening "##"; `lines` are its lines between the
    "##" marks with their newlines, `offsets` where each begins (and, last,
    where the closing "##" does).  `header` is the line of "Features:" or None.
    """

    path: str
    start: int
    symbol: str
    lines: tuple[bytes, ...]
    offsets: tuple[int, ...]
    members: tuple[Item, ...]
    features: tuple[Item, ...]
    header: int | None

    def feature(self, name: str) -> Item | None:
        """Return the entry of the feature `name`, or None."""
        return next((i for i in self.features if i.name == name), None)

    @property
    def about(self) -> str:
        """The first paragraph, which says what is described, as one line."""
        words = [n for n, line in enumerate(self.lines) if n and _content(line)]
        first = min(words, default=0)
        others = {item.first for item in (*self.members, *self.features)}
        last = first
        while last < len(self.lines) and _content(self.lines[last]) and last not in others:
            last += 1
        return self.text(Item(self.symbol, 0, last, None)) if last > first else ""

    def text(self, item: Item) -> str:
        """Return the item's description as one line, sentences two spaces apart."""
        lines = [_content(self.lines[n]).strip() for n in range(item.first, item.last)]
        lines[0] = re.sub(rb"^@[^:]+:\s*", b"", lines[0])
        joined = ""
        for line in (raw.decode(errors="surrogateescape") for raw in lines if raw):
            gap = "  " if joined.endswith((".", "!", "?")) else " "
            joined = joined + gap + line if joined else line
        return joined


def blocks(path: str, source: bytes) -> tuple[Doc, ...]:
    """Return the documentation comments of a schema file that name a definition."""
    found = []
    lines: list[bytes] = []
    offsets: list[int] = []
    at, opened = 0, -1
    for line in source.splitlines(keepends=True):
        mark = line.rstrip() == b"##"
        if opened >= 0 and mark:
            doc = _doc(path, opened, tuple(lines), (*offsets, at))
            if doc is not None:
                found.append(doc)
            opened = -1
        elif opened >= 0 and (line.startswith(b"#") or not line.strip()):
            # QEMU's parser does not see a line without a "#" in the midst of a comment.
            lines.append(line)
            offsets.append(at)
        elif mark:
            opened, lines, offsets = at, [], []
        else:
            opened = -1
        at += len(line)
    return tuple(found)


def add_feature(doc: Doc, name: str, text: str, *, house_indent: int = 4) -> tuple[Edit, ...]:
    """Document the feature `name`, or add `text` to the entry that is there.

    An existing entry keeps its words: `text` is appended to them as a further
    sentence.

    Arguments:
        text: one or more sentences, two spaces apart.
        house_indent: continuation indent for a new entry; 0 aligns under the text.
    """
    item = doc.feature(name)
    if item is not None:
        return (_append(doc, item, text, house_indent),)
    entry = _layout(name, text, house_indent)
    if doc.header is None:
        return (_new_section(doc, entry),)
    if not doc.features:
        raise Refused("a Features section without an entry", path=doc.path)
    # A blank line goes where the file has one between entries; modern files always do.
    last = doc.features[-1].last
    at = doc.offsets[last]
    return (Edit(doc.path, at, at, _newline(doc).join([b"#", *entry, b""])),)


def replace_end(doc: Doc, item: Item, old: str, new: str, *, house_indent: int = 4) -> Edit:
    """Replace the end `old` of the description of `item` by `new`; no line above it changes.

    Arguments:
        old: the last sentences, as they stand in text().
        house_indent: see add_feature().
    """
    n, column = _from_end(doc, item, len(re.sub(r"\s", "", old).encode(errors="surrogateescape")))
    before = doc.lines[n][:column].decode(errors="surrogateescape")
    indent = item.indent if item.indent is not None else house_indent or len(item.name) + 3
    rest = "# " + " " * indent
    if before.strip("# "):
        room = _fill(before + new, rest=rest, keep=before.rstrip())
    else:
        room = _wrapper(before, rest).wrap(new)
    lines = _newline(doc).join([*_encode(room), b""])
    return Edit(doc.path, doc.offsets[n], doc.offsets[item.last], lines)


def remove_item(doc: Doc, item: Item) -> Edit:
    """Remove the entry `item` together with the blank line before it."""
    first = item.first
    if first and _content(doc.lines[first - 1]) == b"":
        first -= 1
    return Edit(doc.path, doc.offsets[first], doc.offsets[item.last], b"")


def continuation_indent(docs: tuple[Doc, ...]) -> int:
    """Return how these comments indent continuation lines: 4, or 0 for "under the text"."""
    aligned = fixed = 0
    for doc in docs:
        for item in (*doc.members, *doc.features):
            if item.indent is not None and len(item.name) != 1:
                fixed += item.indent == 4
                aligned += item.indent == len(item.name) + 3
    return 0 if aligned > fixed else 4


def _append(doc: Doc, item: Item, text: str, house_indent: int) -> Edit:
    last = doc.lines[item.last - 1]
    body = last.rstrip()
    indent = item.indent if item.indent is not None else house_indent or len(item.name) + 3
    kept = body.decode(errors="surrogateescape")
    if not kept.endswith((".", "!", "?")):
        kept += "."
    room = _fill(f"{kept}  {text}", rest="# " + " " * indent, keep=kept)
    at = doc.offsets[item.last - 1]
    new = _newline(doc).join(_encode(room))
    return Edit(doc.path, at, at + len(body), new)


def _from_end(doc: Doc, item: Item, count: int) -> tuple[int, int]:
    """Return line and column of the byte, blanks not counted, that is `count` from the end."""
    for n in range(item.last - 1, item.first - 1, -1):
        line = doc.lines[n]
        for column in range(len(line) - 1, 0, -1):
            count -= not line[column : column + 1].isspace()
            if count == 0:
                return n, column
    raise Refused("a description is shorter than what is looked for in it", path=doc.path)


def _layout(name: str, text: str, indent: int) -> list[bytes]:
    head = f"# @{name}: "
    rest = "# " + " " * (indent or len(head) - 2)
    return _encode(_fill(head + text, rest=rest, keep=head.rstrip()))


def _fill(text: str, *, rest: str, keep: str) -> list[str]:
    """Wrap `text` at WIDTH, leaving its beginning `keep` and the two spaces between sentences."""
    tail = text[len(keep) :]
    gap = tail[: len(tail) - len(tail.lstrip())]
    words = tail.lstrip()
    lines = _wrapper(" " * len(keep + gap), rest).wrap(words)
    if len(keep + gap) + len(words.split(" ")[0]) > WIDTH:
        return [keep, *_wrapper(rest, rest).wrap(words)]
    return [keep + gap + lines[0].lstrip(), *lines[1:]]


def _wrapper(first: str, rest: str) -> textwrap.TextWrapper:
    # Two spaces between sentences survive inside a line: textwrap only drops them at a break.
    return textwrap.TextWrapper(
        width=WIDTH, initial_indent=first, subsequent_indent=rest,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _new_section(doc: Doc, entry: list[bytes]) -> Edit:
    """Place a Features section behind the members, before any other text.

    Without members it goes behind the introduction, before tagged sections and
    examples.  Parsers before 9.0 read no features behind other text.
    """
    place = _behind(doc, doc.members[-1]) if doc.members else _introduced(doc)
    block = [b"# Features:", b"#", *entry]
    if place == len(doc.lines):
        while place and _content(doc.lines[place - 1]) == b"":
            place -= 1
        block = [b"#", *block]
    else:
        if place and _content(doc.lines[place - 1]) != b"":
            block = [b"#", *block]
        block = [*block, b"#"]
    at = doc.offsets[place]
    return Edit(doc.path, at, at, _newline(doc).join([*block, b""]))


def _behind(doc: Doc, item: Item) -> int:
    """Return the line behind `item` and the blank lines that follow."""
    place = item.last
    while place < len(doc.lines) and _content(doc.lines[place]) == b"":
        place += 1
    return place


def _introduced(doc: Doc) -> int:
    for n, line in enumerate(doc.lines):
        if n and (_TAGGED.match(_content(line)) or _DIRECTIVE.match(_content(line))):
            return n
    return len(doc.lines)


def _doc(path: str, start: int, lines: tuple[bytes, ...], offsets: tuple[int, ...]) -> Doc | None:
    contents = [_content(line) for line in lines]
    if not contents or not (named := re.fullmatch(rb"@([^:]+):", contents[0].rstrip())):
        return None
    described: dict[str, list[Item]] = {"members": [], "features": [], "other": []}
    header, section, n = None, "members", 1
    while n < len(contents):
        text = contents[n]
        if text == b"Features:":
            header, section = n, "features"
        elif _TAGGED.match(text):
            section = "other"
        elif found := _ENTRY.match(text):
            item = _item(contents, n, found.group(1).decode(errors="surrogateescape"))
            described[section].append(item)
            n = item.last
            continue
        n += 1
    symbol = named.group(1).decode(errors="surrogateescape")
    members, features = tuple(described["members"]), tuple(described["features"])
    return Doc(path, start, symbol, lines, offsets, members, features, header)


def _item(contents: list[bytes], first: int, name: str) -> Item:
    last, indent, n = first + 1, None, first + 1
    # Before 8.1 a text may begin below the name, without indentation.
    flush = contents[first].rstrip().endswith(b":") and _is_text(contents, n)
    while n < len(contents):
        text = contents[n]
        if text.strip() == b"":
            n += 1
            flush = False
            continue
        lead = len(text) - len(text.lstrip())
        if lead == 0 and not (flush and _is_text(contents, n)):
            break
        indent = lead if indent is None and lead else indent
        n += 1
        last = n
    return Item(name, first, last, indent)


def _is_text(contents: list[bytes], n: int) -> bool:
    """Tell whether line `n` begins neither an entry nor a section."""
    text = contents[n] if n < len(contents) else b""
    return text != b"" and not _ENTRY.match(text) and not _TAGGED.match(text)


def _content(line: bytes) -> bytes:
    return line.rstrip(b"\r\n").rstrip()[2:] if line.startswith(b"# ") else b""


def _newline(doc: Doc) -> bytes:
    return b"\r\n" if doc.lines and doc.lines[0].endswith(b"\r\n") else b"\n"


def _encode(lines: list[str]) -> list[bytes]:
    return [line.encode(errors="surrogateescape") for line in lines]
