"""Wrap reStructuredText prose and leave every construct that is not prose alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from codemods.formats.rst.sections import is_adornment, opens_markup, width

#: What is never broken: inline literals, interpreted text, references, substitutions.  Each is
#: taken as it is found first, and has an end not too far away: else time grows without bounds.
_ATOM = re.compile(
    r"""(?: (?=( ``[^\s`](?:.{0,400}?[^\s])?``
               | :[\w.:+-]{1,80}:`[^`]{1,400}`
               | `[^`\s][^`]{0,400}`
               | \|[^|\s](?:[^|]{0,400}[^|\s])?\|
               | [^ \t] ))\1 )+""",
    re.VERBOSE,
)
_ITEM = re.compile(
    r"(?:[-+*\u2022\u2023\u2043]|\(?(?:\d+|[A-Za-z]|[ivxlcdmIVXLCDM]+|#)[.)]) +(?=\S)"
)
_OPTION = re.compile(r"(?:--?|/)[A-Za-z]\S*(?: \S+)?  +\S")
_TABLE = re.compile(r"=+( +=+)+ *$")


def wrap(text: str, columns: int = 72) -> str:
    """Return `text`, lines with LF, with its long paragraphs wrapped to `columns`.

    Paragraphs and list items in which every line fits stay as they are, and so
    does whatever is not prose: indented and literal blocks, tables, directives,
    headings, transitions, fields.  A line that holds nothing but one literal,
    role or word may be longer.  Wrapping twice changes no more than once.
    """
    out: list[str] = []
    literal = table = False
    for block in _blocks(text):
        if not block[0].strip(" \t\r"):
            out += block
            continue
        quoted = literal and is_adornment(block[0][0])
        table = table or bool(_TABLE.match(block[0]))
        prose = not quoted and not table and _is_prose(block)
        if table and _TABLE.match(block[-1]) and len(block) != 1:
            table = False
        out += _wrapped(block, columns) if prose else block
        literal = prose and not _ITEM.match(block[0]) and block[-1].rstrip().endswith("::")
    return "\n".join(out)


def _blocks(text: str) -> Iterator[list[str]]:
    """Split into runs of blank lines and runs of other lines."""
    block: list[str] = []
    for line in text.split("\n"):
        if block and bool(block[-1].strip(" \t\r")) != bool(line.strip(" \t\r")):
            yield block
            block = []
        block.append(line)
    yield block


def _is_prose(block: Sequence[str]) -> bool:
    first = block[0]
    if first[0].isspace() or _OPTION.match(first) or any(map(is_adornment, block)):
        return False
    if _ITEM.match(first):
        return True
    # A further line that is indented makes the block a definition list.
    return not opens_markup(first) and not any(line[0].isspace() for line in block)


def _wrapped(block: Sequence[str], columns: int) -> list[str]:
    """Wrap a paragraph or a list; keep it when the result would read as something else."""
    items = _items(block) if _ITEM.match(block[0]) else [list(block)]
    if not items:
        return list(block)
    lines = [line for item in items for line in _filled(item, columns)]
    same_list = [_marker(item[0]) for item in _items(lines)] == [_marker(i[0]) for i in items]
    kept = same_list if _ITEM.match(block[0]) else not _ITEM.match(lines[0])
    return lines if kept and _is_prose(lines) else list(block)


def _items(block: Sequence[str]) -> list[list[str]]:
    """Return the items of a list; none when it holds more than one paragraph for each."""
    items: list[list[str]] = []
    for line in block:
        marker, hang = _marker(line), len(_marker(items[-1][0])) if items else 0
        inner = line[hang:]
        if marker:
            items.append([line])
        elif hang and not line[:hang].strip(" ") and inner[:1].strip() and not _nests(inner):
            items[-1].append(line)
        else:
            return []
    return items


def _nests(line: str) -> bool:
    return bool(_ITEM.match(line)) or opens_markup(line)


def _marker(line: str) -> str:
    found = _ITEM.match(line)
    return found.group() if found else ""


def _filled(item: Sequence[str], columns: int) -> list[str]:
    """Fill the lines of one paragraph; the second and later ones hang below its first word."""
    first = _marker(item[0])
    hang = " " * len(first)
    contents = [item[0][len(first) :], *(line[len(hang) :] for line in item[1:])]
    room = columns - len(first)
    if all(width(c.rstrip()) <= room or _ATOM.fullmatch(c.strip(" \t")) for c in contents):
        return list(item)
    joined = " ".join(c.strip(" \t\r") for c in contents)
    lines = [""]
    end = 0
    for atom in _ATOM.finditer(joined):
        longer = lines[-1] + joined[end : atom.start()] + atom.group()
        if not lines[-1] or width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(atom.group())
        end = atom.end()
    return [first + lines[0], *(hang + line for line in lines[1:])]
