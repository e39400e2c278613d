"""The lines of a schema comment that a change brings."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.formats.qapi.comments import Doc
from codemods.review.facts import schema
from codemods.review.facts.schema import Pair
from codemods.source.splice import changed_lines


def added(pair: Pair) -> Iterator[tuple[int, str]]:
    """Yield number and text of each line of the definition's comment that is new."""
    doc = pair.now.doc
    if doc is None:
        return
    old = b"".join(pair.was.doc.lines) if pair.was and pair.was.doc else b""
    for number in sorted(changed_lines(old, b"".join(doc.lines))[1]):
        if number <= len(doc.lines):
            yield number - 1, doc.lines[number - 1].rstrip(b"\r\n").decode(errors="replace")


def blank(doc: Doc, number: int) -> bool:
    """Tell whether line `number` of a comment is there and empty."""
    return 0 <= number < len(doc.lines) and doc.lines[number].strip() == b"#"


def with_flag(pair: Pair) -> bool:
    """Tell whether the definition, or part of it, is flagged, and was not before."""
    return any(True for _ in schema.flagged([pair]))


def flagged_members(pair: Pair) -> list[str]:
    """Return the members of the definition that are flagged, and were not before."""
    return [place.name for place in schema.flagged([pair]) if place.member]
