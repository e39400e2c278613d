"""The entries of a chapter stand by their release, the oldest first."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.qemu.listing import placement
from codemods.review.facts import headings, moves
from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene
from codemods.source.splice import line_of


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the new entries that stand before an older one."""
    for entry in scene.entries:
        if entry.earlier and headings.since(entry.earlier.title) == headings.since(
            entry.section.title
        ):
            continue
        since = headings.since(entry.section.title) or scene.coming
        later = [s for s in entry.siblings if s.start > entry.section.start]
        older = [s for s in later if (v := placement.version(s.title)) and v < since]
        if older:
            line = line_of(entry.source, older[-1].title_start)
            title = older[-1].title.replace("``", "")
            yield Finding(
                RULE.id, WARNING, entry.path, entry.line,
                f"{', '.join(entry.names)}: stands before an older entry, \"{title}\" in line "
                f"{line}", entry.names, edits=moves.behind(entry, since),
            )  # fmt: skip


RULE = Rule(
    "entry/order", WARNING, "a new entry before an older one of its chapter",
    "In each chapter the entries stand in the order of their releases; a new one goes behind the "
    "last that is not younger.  Entries of the same release may stand in any order.  "
    "Source: docs/about/deprecated.rst; acd290b017 was corrected later.", run,
)  # fmt: skip
