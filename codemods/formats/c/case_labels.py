"""Take a `case` out of a switch, by its lines: a switch of QEMU's may be too large to parse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.errors import Refused
from codemods.formats.c.cutting import comment_start, without_gap
from codemods.source.splice import Edit, line_of
from codemods.syntax.parse import Node

_LABEL = re.compile(rb"[ \t]*(?:case\b[^;{}]*?:(?!:)|default[ \t]*:)")
_LEAVES = re.compile(
    rb"(?:break|continue|return\b[^;]{0,500}|goto \w+"
    rb"|(?:exit|_exit|abort|g_assert_not_reached|usage|help|version)\s*\([^;]{0,500}\))\s*;\s*(?:\}\s*)?$"
)
_COMMENT = re.compile(rb"/\*.*?(?:\*/|\Z)|//[^\n]*", re.DOTALL)
_IF, _ELSE, _ENDIF = (
    re.compile(rb"(?<![ \t])[ \t]*#[ \t]*" + w) for w in (rb"if", rb"el", rb"endif")
)
_SWITCH = re.compile(rb"\bswitch\b[^;{}]{0,400}\{$")
_LABEL_ENDS = re.compile(rb"(?:case\b[^;{}?]{0,300}|default\s*):$")


def cut(path: str, source: bytes, at: int) -> Edit:
    """Return the edit that takes out the label in whose line byte `at` stands, and its statements.

    The statements stay where another label leads into them.

    Raises:
        Refused: the statements above run on into the label, no switch begins with it, or a
            conditional does not go with it alone.
    """
    first = source.rfind(b"\n", 0, at) + 1
    label = _LABEL.match(source, first)
    if label is None:
        raise Refused("looked for a case label at the start of the line", path=path,
                      line=line_of(source, at))  # fmt: skip
    behind = _line_end(source, label.end())
    if source[label.end() : behind].strip() not in (b"", b"{"):
        behind = label.end()
    if _is_label_above(source, first) or _LABEL.match(source, _next_text(source, behind)):
        return Edit(path, first, _line_end(source, label.end()), b"")
    if not _left_above(source, first):
        raise Refused(
            "the statements above run on into this label", path=path, line=line_of(source, first)
        )
    if not _is_in_switch(source, first):
        raise Refused(
            "looked for the switch around this label", path=path, line=line_of(source, first)
        )
    last = _end(path, source, first, label.end())
    return without_gap(path, source, comment_start(source, first), last)


def of(
    path: str, source: bytes, constant: str, start: int = 0, end: int | None = None
) -> Iterator[Edit]:
    """Yield the edit of cut() for each label of a constant, or a character, in [start, end)."""
    label = re.compile(rb"(?m)^[ \t]*case[ \t]+" + re.escape(constant.encode()) + rb"[ \t]*:")
    for found in label.finditer(source, start, len(source) if end is None else end):
        yield cut(path, source, found.start())


def filled(statement: Node) -> bytes:
    """Return what has to stand in the place of `statement`, b"" for nothing.

    A label needs a statement behind it, also at the end of its block.
    """
    label = statement.parent
    if label is None or label.type not in ("case_statement", "labeled_statement"):
        return b""
    beside = [n for n in label.named_children if n.start_byte > _colon(label)]
    if any(n.type != "comment" and n.id != statement.id for n in beside):
        return b""
    behind = label.next_named_sibling
    while behind is not None and behind.type == "comment":
        behind = behind.next_named_sibling
    if behind is not None:
        return b""
    return b"break;" if label.type == "case_statement" else b";"


def is_idle(switch: Node) -> bool:
    """Tell whether a switch does nothing but ask, whatever its value is."""
    body = switch.child_by_field_name("body")
    if body is None or switch.has_error:
        return False
    for label in body.named_children:
        if label.type == "comment":
            continue
        inside = [n for n in label.named_children if n.start_byte > _colon(label)]
        if label.type != "case_statement" or any(
            n.type not in ("break_statement", "comment") for n in inside
        ):
            return False
    return True


def _colon(label: Node) -> int:
    return next((n.start_byte for n in label.children if n.type == ":"), label.end_byte)


def _end(path: str, source: bytes, first: int, at: int) -> int:
    """Return the line start at which the statements of the label in line `first` end.

    Raises:
        Refused: a conditional among them holds another label, too.
    """
    indent = _indent(source, first)
    conditionals = braces = 0
    braces += source[at : _line_end(source, at)].count(b"{")
    here = _line_end(source, at)
    while here < len(source):
        end = _line_end(source, here)
        line = source[here:end]
        if _IF.match(line):
            if conditionals == 0 and braces == 0 and _opens_label(source, here):
                return here
            conditionals += 1
        elif _ELSE.match(line) or _ENDIF.match(line):
            if conditionals == 0:
                return here
            conditionals -= bool(_ENDIF.match(line))
        elif braces <= 0 and conditionals and _ends_it(source, line, here, indent):
            raise Refused(
                "a conditional begins in what this label runs, and goes on over another label",
                path=path, line=line_of(source, first),
            )  # fmt: skip
        elif braces <= 0 and conditionals == 0 and line.strip():
            if _ends_it(source, line, here, indent):
                return comment_start(source, here) if not _said(source, here) else here
            if line.lstrip().startswith(b"}") and _indent(source, here) <= indent:
                return here
        if not line.lstrip().startswith(b"#"):
            bare = re.sub(
                rb'(?<!\\)"(?:\\.|[^"\\\n])*"|(?<!\\)\'(?:\\.|[^\'\\\n])*\'|/\*.*?(?:\*/|$)',
                b"",
                line,
            )
            braces += bare.count(b"{") - bare.count(b"}")
        here = end
    return here


def _ends_it(source: bytes, line: bytes, at: int, indent: int) -> bool:
    """Tell whether the line at `at` is another label of the switch."""
    return _LABEL.match(line) is not None and _indent(source, at) <= indent


def _said(source: bytes, label: int) -> bool:
    """Tell whether the comment above `label` says that the statements before run on into it."""
    start = comment_start(source, label)
    return re.search(rb"fall", source[start:label], re.IGNORECASE) is not None


def _opens_label(source: bytes, at: int) -> bool:
    """Tell whether the first text inside the conditional at `at` is a label."""
    return _LABEL.match(source, _next_text(source, _line_end(source, at))) is not None


def _next_text(source: bytes, at: int) -> int:
    """Return the start of the next line from `at` that is no comment, conditional or blank."""
    while at < len(source):
        comment = re.compile(rb"[ \t]*(?:/\*.*?\*/|//[^\n]*)[ \t]*\r?\n", re.DOTALL)
        end = _line_end(source, at)
        if found := comment.match(source, at):
            end = found.end()
        elif (text := source[at:end].strip()) and not text.startswith(b"#"):
            return at
        at = end
    return at


def _is_label_above(source: bytes, first: int) -> bool:
    above = _text_above(source, first)
    return above is not None and _LABEL_ENDS.search(above) is not None


def _left_above(source: bytes, first: int) -> bool:
    """Tell whether nothing runs on into the line `first`."""
    above = _text_above(source, first)
    if above is None or above.endswith(b"{"):
        return True
    return _LEAVES.search(above) is not None


def _is_in_switch(source: bytes, first: int) -> bool:
    """Tell whether what opens right above the line `first`, if anything does, is a switch."""
    above = _text_above(source, first)
    return above is None or not above.endswith(b"{") or _SWITCH.search(above) is not None


def _text_above(source: bytes, first: int) -> bytes | None:
    """Return the last code above `first`, a few lines of it, without conditionals or comments."""
    opened = source.rfind(b"\n}", 0, first) + 1
    text = _COMMENT.sub(b"", source[max(opened, first - 4000) : first])
    lines = [s for line in text.split(b"\n") if (s := line.strip()) and not s.startswith(b"#")]
    return b" ".join(lines[-6:]) if lines else None


def _indent(source: bytes, first: int) -> int:
    line = source[first : _line_end(source, first)]
    return len(line) - len(line.lstrip())


def _line_end(source: bytes, at: int) -> int:
    end = source.find(b"\n", at)
    return len(source) if end < 0 else end + 1
