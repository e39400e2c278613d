"""Read the documentation comments of QAPI schema files.

Source: docs/devel/qapi-code-gen.rst, "Documentation comments".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

WIDTH = 70
#: What begins a section of its own.
TAGGED = re.compile(rb"(Returns|Errors|Since|Notes?|Examples?|TODO|Features):")

_SYMBOL = re.compile(rb"@([^:]+):")
_ENTRY = re.compile(rb"@([^:\s]+):(?: +|$)")


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
    """A documentation comment, read in full where it is asked for more than its text.

    `start` is the byte of its opening "##"; `lines` are its lines between the
    "##" marks with their newlines, `offsets` where each begins (and, last,
    where the closing "##" does).
    """

    path: str
    start: int
    symbol: str
    lines: tuple[bytes, ...]
    offsets: tuple[int, ...]

    @property
    def members(self) -> tuple[Item, ...]:
        """The members that it describes."""
        return self._described[0]

    @property
    def features(self) -> tuple[Item, ...]:
        """The features that it describes."""
        return self._described[1]

    @property
    def header(self) -> int | None:
        """The line of "Features:", or None."""
        return self._described[2]

    @cached_property
    def _described(self) -> tuple[tuple[Item, ...], tuple[Item, ...], int | None]:
        return _read(self.lines)

    def moved(self, by: int) -> Doc:
        """Return the comment as it is `by` bytes further down."""
        offsets = tuple(at + by for at in self.offsets)
        return Doc(self.path, self.start + by, self.symbol, self.lines, offsets)

    def feature(self, name: str) -> Item | None:
        """Return the entry of the feature `name`, or None."""
        return next((i for i in self.features if i.name == name), None)

    @property
    def about(self) -> str:
        """The first paragraph, which says what is described, as one line."""
        words = [n for n, line in enumerate(self.lines) if n and content(line)]
        first = min(words, default=0)
        others = {item.first for item in (*self.members, *self.features)}
        last = first
        while last < len(self.lines) and content(self.lines[last]) and last not in others:
            last += 1
        return self.text(Item(self.symbol, 0, last, None)) if last > first else ""

    def text(self, item: Item) -> str:
        """Return the item's description as one line, sentences two spaces apart."""
        lines = [content(self.lines[n]).strip() for n in range(item.first, item.last)]
        lines[0] = re.sub(rb"^@[^:]+:\s*", b"", lines[0])
        joined = ""
        for line in (raw.decode(errors="surrogateescape") for raw in lines if raw):
            gap = "  " if joined.endswith((".", "!", "?")) else " "
            joined = joined + gap + line if joined else line
        return joined


def blocks(path: str, source: bytes) -> tuple[Doc, ...]:
    """Return the documentation comments of a schema file that name a definition."""
    found = (_doc(path, *one) for one in _comments(source) if len(one[2]) > len(one[1]))
    return tuple(doc for doc in found if doc is not None)


def left_open(source: bytes) -> bool:
    """Tell whether a text ends within a documentation comment."""
    return any(len(lines) == len(offsets) for _, lines, offsets in _comments(source))


@lru_cache(maxsize=1)
def _comments(source: bytes) -> tuple[tuple[int, tuple[bytes, ...], tuple[int, ...]], ...]:
    """Return each comment: its start, its lines and where they stand, then where its end stands.

    The last one is without an end where the text is.  Both who asks of a text ask in turn.
    """
    found: list[tuple[int, tuple[bytes, ...], tuple[int, ...]]] = []
    lines: list[bytes] = []
    offsets: list[int] = []
    at, opened = 0, -1
    for line in source.splitlines(keepends=True):
        mark = line.startswith(b"##") and line.rstrip() == b"##"
        if opened >= 0 and mark:
            found.append((opened, tuple(lines), (*offsets, at)))
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
    if opened >= 0:
        found.append((opened, tuple(lines), tuple(offsets)))
    return tuple(found)


def continuation_indent(docs: tuple[Doc, ...]) -> int:
    """Return how these comments indent continuation lines: 4, or 0 for "under the text"."""
    aligned = fixed = 0
    for doc in docs:
        for item in (*doc.members, *doc.features):
            if item.indent is not None and len(item.name) != 1:
                fixed += item.indent == 4
                aligned += item.indent == len(item.name) + 3
    return 0 if aligned > fixed else 4


def content(line: bytes) -> bytes:
    """Return a line of a comment without its "# "."""
    return line.rstrip(b"\r\n").rstrip()[2:] if line.startswith(b"# ") else b""


def _doc(path: str, start: int, lines: tuple[bytes, ...], offsets: tuple[int, ...]) -> Doc | None:
    named = _SYMBOL.fullmatch(content(lines[0]).rstrip()) if lines else None
    if named is None:
        return None
    return Doc(path, start, named[1].decode(errors="surrogateescape"), lines, offsets)


@lru_cache(maxsize=2048)
def _read(lines: tuple[bytes, ...]) -> tuple[tuple[Item, ...], tuple[Item, ...], int | None]:
    """Return members, features, and the line of "Features:"."""
    contents = [content(line) for line in lines]
    described: dict[str, list[Item]] = {"members": [], "features": [], "other": []}
    header, section, n = None, "members", 1
    while n < len(contents):
        text = contents[n]
        if text == b"Features:":
            header, section = n, "features"
        elif TAGGED.match(text):
            section = "other"
        elif found := _ENTRY.match(text):
            item = _item(contents, n, found.group(1).decode(errors="surrogateescape"))
            described[section].append(item)
            n = item.last
            continue
        n += 1
    return tuple(described["members"]), tuple(described["features"]), header


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
    return text != b"" and not _ENTRY.match(text) and not TAGGED.match(text)
