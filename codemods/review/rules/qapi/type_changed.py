"""A member that is flagged keeps its type."""

from __future__ import annotations

import json
from collections.abc import Iterator

from codemods.formats.qapi.schema import Member
from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the newly flagged members whose type, condition or optionality changes."""
    for place in scene.flagged:
        was, now = place.was, place.member
        if was is None or now is None or now.role != "member":
            continue
        old, new = _shape(was), _shape(now)
        if old != new:
            yield Finding(
                RULE.id, WARNING, place.path, place.line,
                f"{place.qualified}: changes from {old} to {new} while it is flagged", place.names,
            )  # fmt: skip


def _shape(member: Member) -> str:
    data = member.value.data
    type_ = data.get("type") if isinstance(data, dict) else data
    shown = type_ if isinstance(type_, str) else json.dumps(type_)
    rest = {k: v for k, v in data.items() if k == "if"} if isinstance(data, dict) else {}
    return f"{'optional ' if member.optional else ''}{shown}{f' {rest}' if rest else ''}"


RULE = Rule(
    "qapi/type-changed", WARNING, "the type of a member changes while it is flagged",
    "A flag changes nothing for those who still use the member; a new type does.  "
    "Source: c40e962d83, which made uint32 an int, and what followed.", run,
)  # fmt: skip
