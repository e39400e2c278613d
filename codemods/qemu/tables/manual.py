"""Say in the documentation of an .hx file that an option or a command is deprecated.

The documentation is a list of terms, "``-option args``" at the margin, each
with an indented definition.  The sentence goes behind the definition's first
paragraph, as in b6ddc6a2b2, 95e0fb0afa and c47c0bcb33.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from codemods.formats import hx
from codemods.model import MANUAL, Mark, Request
from codemods.source.splice import Edit
from codemods.source.tree import Tree

_SAYS = re.compile(
    r"\b(is|are|was|has been|now|an?|the) deprecated\b(?! (management|command|option|argument)s)"
    r"|\bdeprecated[,.;)]|\(deprecated\b",
    re.IGNORECASE,
)
_WIDTH = 72
_STOPS = (".", "!", "?", ".)", ")")
#: A literal stays on one line.
_TOKEN = re.compile(r"(?:``(?:[^`]|`(?!`))+``|\S)+")


def sentence(subject: str, request: Request) -> str:
    """Return "SUBJECT is deprecated, use ``Y`` instead." or what else was asked."""
    if request.replacement:
        text = re.sub(r"(?<!\.)\.$", "", request.replacement)
        shown = text if "`" in text else f"``{text}``"
        return f"{subject} is deprecated, use {shown} instead."
    tail = " without replacement" if request.no_replacement else ""
    return f"{subject} is deprecated{tail}."


def term_of(doc: hx.Doc, names: Sequence[str]) -> re.Pattern[str] | None:
    """Return what matches the terms of `doc` that begin with one of `names`, None if none does."""
    listed = "|".join(re.escape(name) for name in names)
    pattern = re.compile(rf"(?<!\s)\s*``(?:{listed})(?![\w-])")
    return pattern if any(pattern.match(line) for line in doc.text.splitlines()) else None


def _shown(term: re.Pattern[str]) -> str:
    """Return the names that `term` was made of."""
    names = term.pattern.partition("(?:")[2].rpartition(")(?!")[0]
    return names.replace("\\", "").replace("|", "`` or ``")


def mark(
    path: str, doc: hx.Doc, term: re.Pattern[str] | None, alone: str, named: str, *,
    part: bool = False,
) -> Iterator[Edit]:  # fmt: skip
    """Yield the edit that adds a sentence to the documentation; none where it says so.

    Arguments:
        term: matches the lines of the terms to which the sentence belongs; None
            for the whole island.
        alone: the sentence where all of the definition is about the feature.
        named: the sentence where the definition is also about something else.
        part: the terms name a part of what the island is about, such as a parameter.
    """
    lines = doc.text.splitlines()
    found = _place(doc, lines, term, part)
    if found is None or _said(lines, found, named) is not None:
        return
    yield _insert(path, doc, lines, found, named if found.shared else alone)


def marks(
    block: hx.Block, term: re.Pattern[str] | None, alone: str, named: str,
    again: Callable[[Tree], hx.Block], *, part: bool = False,
) -> Iterator[Mark]:  # fmt: skip
    """Yield the mark that the documentation behind `block` says so, there or missing.

    None where nothing is documented there.

    Arguments:
        alone, named: the subjects of the sentences, see mark().
        again: finds the block in the tree as it is then.
    """
    doc = block.doc
    if doc is None or not doc.rst or not doc.text.strip():
        return
    lines = doc.text.splitlines()
    found = _place(doc, lines, term, part)
    if found is None:
        shown = _shown(term) if term else block.name
        yield Mark(MANUAL, block.path, doc.line, lacks=f"a text of the term ``{shown}``")
        return
    said = _said(lines, found, named)
    if said is not None:
        text = " ".join(line.strip() for line in lines[said.first : said.last])
        yield Mark(MANUAL, block.path, doc.line + said.first + 1, text)
        return

    def add(tree: Tree, request: Request) -> Iterator[Edit]:
        now = again(tree).doc
        if now is not None:
            sentences = sentence(alone, request), sentence(named, request)
            yield from mark(block.path, now, term, *sentences, part=part)

    yield Mark(MANUAL, block.path, doc.line + found.first + 1, add=add)


def _place(
    doc: hx.Doc, lines: Sequence[str], term: re.Pattern[str] | None, part: bool
) -> _Definition | None:
    """Return the lines to which the sentence belongs, None where there are none."""
    if not doc.rst or not doc.text.strip():
        return None
    return _definition(lines, term, part)


def _said(lines: Sequence[str], found: _Definition, named: str) -> _Paragraph | None:
    """Return the paragraph of the definition that says it already."""
    about = named.partition(" is deprecated")[0] if found.shared else ""
    above = list(_paragraphs(lines, 0, found.above))[-1:] if found.above else []
    for p in above:
        text = " ".join(line.strip() for line in lines[p.first : p.last])
        if _SAYS.search(text) and about in text:
            return p
    for p in _paragraphs(lines, found.first, found.last):
        text = " ".join(line.strip() for line in lines[p.first : p.last])
        if p.indent == found.indent and _SAYS.search(text) and about in text:
            return p
    return None


@dataclass(frozen=True)
class _Definition:
    """Lines [first, last) of a definition, indented by `indent`.

    `shared` tells that it is about something else, too.  One of several that are about the
    same has its sentence before the line `above`, where all of them begin.
    """

    first: int
    last: int
    indent: int
    shared: bool
    above: int | None = None


@dataclass(frozen=True)
class _Paragraph:
    first: int
    last: int
    indent: int


def _definition(
    lines: Sequence[str], term: re.Pattern[str] | None, part: bool
) -> _Definition | None:
    """Return the first definition with a text below a term that matches."""
    below = [n for n, line in enumerate(lines) if line.strip()]
    first = below[0]
    # Text before the terms is about all of them.
    if not part and not lines[first].lstrip().startswith("``"):
        margin = _indent(lines[first])
        return _Definition(first, _end(lines, first, margin), margin, term is not None)
    for n, at in enumerate(below):
        if term is not None and not term.match(lines[at]):
            continue
        if part and term is not None and (own := _described(lines, at)):
            return own
        row = _row_of_terms(lines, below, n)
        start = next((k for k in below if k > row[-1]), None)
        base = _indent(lines[at])
        if start is not None and _indent(lines[start]) > base:
            end = _end(lines, start, base + 1)
            again = term is not None and any(term.match(line) for line in lines[end:])
            joint = term is not None and not all(_only(lines[k], term) for k in row)
            several = again and not part and not joint
            above = row[0] if several else None
            return _Definition(start, end, _indent(lines[start]), joint or several, above)
    return None


def _described(lines: Sequence[str], at: int) -> _Definition | None:
    """Return the paragraph that begins with a term and goes on about it: "``a`` does this"."""
    begins = re.match(r"\s*``[^`]+``\s+[a-z]", lines[at])
    if begins is None or (at and lines[at - 1].strip()):
        return None
    end = next((n for n in range(at, len(lines)) if not lines[n].strip()), len(lines))
    base = _indent(lines[at])
    plain = all(_indent(line) == base for line in lines[at:end])
    return _Definition(at, end, base, True) if plain else None


def _row_of_terms(lines: Sequence[str], below: Sequence[int], n: int) -> list[int]:
    """Return the lines of all terms that share the definition of the one at below[n]."""
    base = _indent(lines[below[n]])

    def joins(k: int) -> bool:
        return lines[k].strip() == "\\" or (
            _indent(lines[k]) == base and lines[k].lstrip().startswith("``")
        )

    first = last = n
    while first > 0 and joins(below[first - 1]):
        first -= 1
    while last + 1 < len(below) and joins(below[last + 1]):
        last += 1
    return [k for k in below[first : last + 1] if lines[k].strip() != "\\"]


def _only(line: str, term: re.Pattern[str]) -> bool:
    """Tell whether a line of terms names nothing but what `term` matches."""
    return term.match(line) is not None and not re.search(r"``\s*(;|,|/|or\b).*``", line)


def _end(lines: Sequence[str], start: int, least: int) -> int:
    """Return the line behind the last one from `start` on that is indented by `least` or blank."""
    last = start
    for n in range(start, len(lines)):
        if lines[n].strip():
            if _indent(lines[n]) < least or (least == 0 and lines[n].startswith("``-")):
                break
            last = n
    return last + 1


def _paragraphs(lines: Sequence[str], first: int, last: int) -> Iterator[_Paragraph]:
    start = None
    for n in range(first, last + 1):
        blank = n == last or not lines[n].strip()
        if start is None and not blank:
            start = n
        elif start is not None and blank:
            yield _Paragraph(start, n, _indent(lines[start]))
            start = None


def _insert(path: str, doc: hx.Doc, lines: Sequence[str], found: _Definition, text: str) -> Edit:
    """Append `text` to the first paragraph, or put it before where that leads into something."""
    kept = doc.text.splitlines(keepends=True)
    newline = "\r\n" if 2 * doc.text.count("\r\n") > doc.text.count("\n") else "\n"
    if found.above is not None:
        at = doc.start + len("".join(kept[: found.above]).encode(errors="surrogateescape"))
        margin = " " * _indent(lines[found.above])
        own = [margin + row for row in _wrap(text, _WIDTH - len(margin))]
        return Edit(path, at, at, newline.join([*own, "", ""]).encode())
    head = next(p for p in _paragraphs(lines, found.first, found.last))
    body = lines[head.first : head.last]
    margin = " " * head.indent
    leads = head.last < found.last and not body[-1].rstrip().endswith(_STOPS)
    if leads or not _is_prose(body, head.indent):
        at = doc.start + len("".join(kept[: head.first]).encode(errors="surrogateescape"))
        own = [margin + row for row in _wrap(text, _WIDTH - len(margin))]
        return Edit(path, at, at, newline.join([*own, "", ""]).encode())
    last = body[-1].rstrip()
    if not last.endswith(_STOPS[:-1]):
        last += "."
    rows = _wrap(text, _WIDTH - len(margin), len(last) - len(margin))
    new = [f"{last} {rows[0]}" if rows[0] else last, *(margin + row for row in rows[1:])]
    start = doc.start + len("".join(kept[: head.last - 1]).encode(errors="surrogateescape"))
    end = start + len(body[-1].encode(errors="surrogateescape"))
    return Edit(path, start, end, newline.join(new).encode(errors="surrogateescape"))


def _is_prose(body: Sequence[str], indent: int) -> bool:
    """Tell whether a paragraph is plain text to which a sentence can be added."""
    if any(_indent(line) != indent for line in body):
        return False
    first = body[0].strip()
    if first.startswith((".. ", "- ", "* ", "::", ">>>", "|")) or first == "\\":
        return False
    return not body[-1].rstrip().endswith(":")


def _wrap(text: str, width: int, used: int = 0) -> list[str]:
    """Return `text` in lines of `width`; the first one has `used` columns less and may be empty."""
    rows, row = [], ""
    room = width - used - 1 if used else width
    for token in _TOKEN.findall(text):
        if (row or used) and len(row) + len(token) + bool(row) > room:
            rows.append(row)
            row, room, used = "", width, 0
        row = f"{row} {token}" if row else token
    return [*rows, row]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
