"""reStructuredText syntax: where sections stand, and how to add, rename and remove one.

Bytes in, spans and Edits out.  Sections are recognised as docutils does it
(docutils/parsers/rst/states.py, Body, Text and Line), without docutils: a line
that may open a block, with a line of one repeated punctuation mark below it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile

from codemods.formats.rst.blanks import is_blank, text_end
from codemods.source.splice import Edit, newline_of

_BOM = b"\xef\xbb\xbf"
_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1*$")
#: A line that opens another construct than a paragraph, hence never a title.
_MARKUP = re.compile(
    r"""[-+*\u2022\u2023\u2043](\ |$)            # bullet
    | :[^:\s`][^`]*?:(\ |$)       # field
    | \|(\ |$) | >>>(\ |$)        # line block, doctest
    | \.\.(\ |$) | __(\ |$)       # explicit markup, anonymous target
    | \+-[-+]+-\+$ | =+(\ +=+)+$  # tables""",
    re.VERBOSE,
)
_TARGET = re.compile(r"\.\. _(?![ _]).+:$")
#: Where a name leads that texts of the whole document may use.
_LINK = re.compile(r"\.\. _(?![ _])[^\n]{1,200}: \S+$")
#: docutils takes a shorter line below a longer text for text, not for an underline.
_SHORTEST = 4


@dataclass(frozen=True)
class Section:
    """A section of a file, as byte offsets.

    It runs from `start`, the explicit targets right above its heading included,
    to `end`, where the next section of the same or an outer level starts, or the links that
    end the file.
    `title_start` is the first byte of the title's text, [underline_start,
    underline_end) the underline without its line end, `body` the line after it.
    `level` is 0 for the document's title; `parents` are the titles around it,
    the outer first.  `char` is the underline's character.
    """

    title: str
    level: int
    start: int
    underline_start: int
    underline_end: int
    body: int
    end: int
    parents: tuple[str, ...]
    title_start: int
    char: str
    overlined: bool = False


@dataclass(frozen=True)
class _Line:
    start: int
    after: int
    text: str


@dataclass(frozen=True)
class _Heading:
    first: int
    title: int
    underline: int


@lru_cache(maxsize=32)
def sections(source: bytes) -> tuple[Section, ...]:
    """Return the sections of `source` in file order.

    Line ends may be LF or CRLF; bytes that are not UTF-8 are kept as surrogates
    in the titles.
    """
    lines = _lines(source)
    found = list(_headings(lines))
    styles: list[tuple[str, bool]] = []
    levels: list[int] = []
    for heading in found:
        style = (lines[heading.underline].text[0], heading.first < heading.title)
        if style not in styles:
            styles.append(style)
        levels.append(styles.index(style))
    starts = [_opening(lines, heading.first) for heading in found]
    ends = _ends(starts, levels, _links(lines, len(source)))
    result: list[Section] = []
    around: list[Section] = []
    for heading, level, start, end in zip(found, levels, starts, ends, strict=True):
        while around and around[-1].level >= level:
            around.pop()
        result.append(_section(lines, heading, level, start, end, around))
        around.append(result[-1])
    return tuple(result)


def _links(lines: Sequence[_Line], size: int) -> int:
    """Return where the links begin that end the document, which are no section's; or `size`."""
    for line in reversed(lines):
        if line.text and not _LINK.match(line.text):
            break
        size = line.start if line.text else size
    return size


def _ends(starts: Sequence[int], levels: Sequence[int], size: int) -> list[int]:
    """Return where each section ends: where the next one of its level, or an outer one, begins."""
    ends = [size] * len(starts)
    #: Sections that end where those before them might: starts and levels, the outer ones first.
    later: list[tuple[int, int]] = []
    for i in reversed(range(len(starts))):
        while later and later[-1][1] > levels[i]:
            later.pop()
        ends[i] = later[-1][0] if later else size
        later.append((starts[i], levels[i]))
    return ends


def children(found: Sequence[Section], parent: Section) -> tuple[Section, ...]:
    """Return those of the sections `found` that stand directly in `parent`."""
    depth = len(parent.parents) + 1
    first = bisect_left(found, parent.body, key=lambda s: s.start)
    inside = takewhile(lambda s: s.start < parent.end, islice(found, first, None))
    return tuple(s for s in inside if len(s.parents) == depth)


def width(title: str) -> int:
    """Return how many columns `title` takes, as docutils' column_width counts them."""
    wide = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in title)
    return wide - sum(1 for c in title if unicodedata.combining(c))


def line_end(source: bytes) -> bytes:
    """Return the line end that most lines of `source` have."""
    return newline_of(source)


def content_end(source: bytes, start: int, end: int) -> int:
    """Return where the line after the last line of [start, end) that is not blank starts."""
    last = text_end(source, start, end)
    stop = source.find(b"\n", last, end)
    return end if stop < 0 else stop + 1


def heading(title: str, char: str, overlined: bool = False) -> str:
    """Return the lines of a heading; its underline is exactly as long as `title`."""
    rule = char * width(title) + "\n"
    return (rule if overlined else "") + f"{title}\n{rule}"


def insert(path: str, source: bytes, after: int, text: str) -> tuple[Edit, ...]:
    """Return the edits that put the lines `text` behind a line of content.

    Arguments:
        after: offset behind that line, as content_end() returns it.
        text: lines that end with one "\\n"; written with the file's line end.

    One blank line stands before the new text; what stood between the line and
    the text that follows it stays, so that it now separates the new text from
    that.  At the end of the file exactly one line end is left.
    """
    end = line_end(source)
    closing = b"" if source.endswith(b"\n", 0, after) else end
    new = closing + end + _encode(text).replace(b"\n", end)
    if text_end(source, after, len(source)) == after:
        return (Edit(path, after, len(source), new),)
    stop = source.find(b"\n", after)
    blank_follows = is_blank(source[after : stop if stop >= 0 else len(source)])
    return (Edit(path, after, after, new + (b"" if blank_follows else end)),)


def retitle(path: str, source: bytes, section: Section, new_title: str) -> tuple[Edit, ...]:
    """Return the edits that give `section` another title and the underline that fits it.

    The underline's character and the line ends stay.  No edit is made where the
    bytes are right already.
    """
    old = source[section.title_start : section.underline_start].rstrip()
    indent = section.title_start - (source.rfind(b"\n", 0, section.title_start) + 1)
    if source[:indent] == _BOM:
        indent = 0
    rule = section.char * (width(new_title) + (2 * indent if section.overlined else 0))
    spans = [
        (section.title_start, section.title_start + len(old), _encode(new_title)),
        (section.underline_start, section.underline_end, rule.encode()),
    ]
    if section.overlined:
        above = source[: section.title_start - indent].rstrip()
        first = len(above) - (section.underline_end - section.underline_start)
        spans.insert(0, (first, len(above), rule.encode()))
    return tuple(Edit(path, a, b, text) for a, b, text in spans if source[a:b] != text)


def remove(path: str, source: bytes, section: Section) -> tuple[Edit, ...]:
    """Return the edit that takes out `section` and the blank lines above it.

    The blank lines below it stay and separate what is left: insert() undone.
    """
    start = content_end(source, 0, section.start)
    return (Edit(path, start, content_end(source, section.start, section.end), b""),)


def is_adornment(line: str) -> bool:
    """Tell whether `line` is one repeated punctuation mark: an underline or a transition."""
    return bool(_ADORNMENT.match(line.rstrip()))


def opens_markup(line: str) -> bool:
    """Tell whether `line` opens a bullet, a field, a table, explicit markup or the like."""
    return bool(_MARKUP.match(line.rstrip()))


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _lines(source: bytes) -> list[_Line]:
    at, found = 0, []
    for raw in source.splitlines(keepends=True):
        begin = at + (len(_BOM) if not at and raw.startswith(_BOM) else 0)
        text = source[begin : at + len(raw)].decode("utf-8", "surrogateescape").rstrip()
        found.append(_Line(begin, at + len(raw), text))
        at += len(raw)
    return found


def _headings(lines: Sequence[_Line]) -> Iterator[_Heading]:
    """Follow the blocks: only a line that may open one can be a title."""
    i, opens, literal = 0, True, False
    while i < len(lines):
        text = lines[i].text
        if not text:
            i, opens = i + 1, True
            continue
        if literal and opens and is_adornment(text[0]):
            i, literal = _after_quoted(lines, i), False
            continue
        if opens and (found := _heading_at(lines, i)):
            yield found
            i, literal = found.underline + 1, False
            continue
        # Indented text and explicit markup end at any line that is not indented.
        opens = text[0].isspace() or text.startswith("..")
        literal = text.endswith("::") and not opens
        i += 1


def _heading_at(lines: Sequence[_Line], i: int) -> _Heading | None:
    over = is_adornment(lines[i].text)
    found = _Heading(i, i + over, i + over + 1)
    if found.underline >= len(lines):
        return None
    title, rule = lines[found.title].text, lines[found.underline].text
    if not title or is_adornment(title) or not is_adornment(rule):
        return None
    if over and rule != lines[i].text:
        return None
    if not over and (title[0].isspace() or opens_markup(title)):
        return None
    return None if len(rule) < min(_SHORTEST, width(title)) else found


def _after_quoted(lines: Sequence[_Line], i: int) -> int:
    quote = lines[i].text[0]
    while i < len(lines) and lines[i].text.startswith(quote):
        i += 1
    return i


def _opening(lines: Sequence[_Line], first: int) -> int:
    """Return the offset of a heading's first line, or of the targets right above it."""
    start, i = lines[first].start, first - 1
    while i >= 0 and (not lines[i].text or _TARGET.match(lines[i].text)):
        if lines[i].text:
            start = lines[i].start
        i -= 1
    return start


def _section(
    lines: Sequence[_Line], found: _Heading, level: int, start: int, end: int, around: list[Section]
) -> Section:
    title, rule = lines[found.title], lines[found.underline]
    name = title.text.strip()
    indent = len(title.text) - len(title.text.lstrip())
    return Section(
        title=name,
        level=level,
        start=start,
        underline_start=rule.start,
        underline_end=rule.start + len(rule.text),
        body=rule.after,
        end=end,
        parents=tuple(s.title for s in around),
        title_start=title.start + indent,
        char=rule.text[0],
        overlined=found.first < found.title,
    )
