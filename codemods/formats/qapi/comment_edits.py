"""Extend the documentation comments of QAPI schema files.

Source: docs/devel/qapi-code-gen.rst, "Documentation comments".
"""

from __future__ import annotations

import re
import textwrap

from codemods.errors import Refused
from codemods.formats.qapi.comments import TAGGED, WIDTH, Doc, Item, content
from codemods.source.splice import Edit, newline_of

_DIRECTIVE = re.compile(rb"\.\. +[\w-]+::|.*::$")


def add_feature(doc: Doc, name: str, text: str, *, house_indent: int = 4) -> tuple[Edit, ...]:
    """Document the feature `name`, or add `text` to the entry that is there.

    An existing entry keeps its words: `text` is appended to them as a further
    sentence.

    Arguments:
        text: one or more sentences, two spaces apart.
        house_indent: continuation indent for a new entry; 0 aligns under the text.

    Raises:
        Refused: there is a Features section without an entry to follow.
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
    # The same blanks as in bytes: a string knows more of them.
    said = re.sub(rb"\s", b"", old.encode(errors="surrogateescape"))
    n, column = _from_end(doc, item, len(said))
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
    if first and content(doc.lines[first - 1]) == b"":
        first -= 1
    return Edit(doc.path, doc.offsets[first], doc.offsets[item.last], b"")


def _append(doc: Doc, item: Item, text: str, house_indent: int) -> Edit:
    last = doc.lines[item.last - 1]
    body = last.rstrip()
    indent = item.indent if item.indent is not None else house_indent or len(item.name) + 3
    kept = body.decode(errors="surrogateescape")
    if not kept.endswith((".", "!", "?")):
        kept += "."
    # The full stop may be what is too much.
    fits = len(kept) <= WIDTH or len(body) > WIDTH
    room = _fill(
        f"{kept}  {text}",
        rest="# " + " " * indent,
        keep=kept if fits else kept.rpartition(" ")[0],
    )
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
        while place and content(doc.lines[place - 1]) == b"":
            place -= 1
        block = [b"#", *block]
    else:
        if place and content(doc.lines[place - 1]) != b"":
            block = [b"#", *block]
        block = [*block, b"#"]
    at = doc.offsets[place]
    return Edit(doc.path, at, at, _newline(doc).join([*block, b""]))


def _behind(doc: Doc, item: Item) -> int:
    """Return the line behind `item` and the blank lines that follow."""
    place = item.last
    while place < len(doc.lines) and content(doc.lines[place]) == b"":
        place += 1
    return place


def _introduced(doc: Doc) -> int:
    for n, line in enumerate(doc.lines):
        if n and (TAGGED.match(content(line)) or _DIRECTIVE.match(content(line))):
            return n
    return len(doc.lines)


def _newline(doc: Doc) -> bytes:
    return newline_of(b"".join(doc.lines))


def _encode(lines: list[str]) -> list[bytes]:
    return [line.encode(errors="surrogateescape") for line in lines]
