"""What is deprecated says so when it is used, where its kind has a place for that."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.model import AT_RUN_TIME
from codemods.review.facts import marks
from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the missing warnings, reasons and notes, with the edits that make them."""
    yield from marks.missing(scene, RULE.id, AT_RUN_TIME, WARNING)


RULE = Rule(
    "code/hook-missing", WARNING, "no warning, reason or note where the kind of feature has one",
    "A machine has a deprecation_reason, a CPU model a note, a migration capability, an option, a "
    "device or a monitor command warns when it is used.  What the schema flags alone, such as a "
    "QMP command, needs no code.  Source: acd290b017, 5a3c49dedf, 73581a041e, fffa36b68e, "
    "7c8d295b27 and 05404916bf.", run,
)  # fmt: skip
