"""What is removed goes in the release that the tree leads to."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.formats.rst import sections as rst_sections
from codemods.qemu import releases
from codemods.review.facts import dates, headings
from codemods.review.facts.headings import Heading
from codemods.review.model import ERROR, NOTE, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene
from codemods.source.splice import Edit


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the new entries that name another release; of a later one a note."""
    for entry in scene.removed:
        due = scene.due(entry)
        said = headings.removed_in(entry.section.title)
        was = headings.removed_in(entry.earlier.title) if entry.earlier else None
        if said is None or said in (was, due.release) or due.release == (0, 0):
            continue
        right = dates.shown(due.release)
        later = said == releases.next_release(due.release)
        # What went before, and is listed only now, went when it went.
        belated = said < due.release and not scene.lost and not scene.gone
        severity = NOTE if later or belated else ERROR
        yield Finding(
            RULE.id, severity, entry.path, entry.line,
            f"{', '.join(entry.names)}: removed in {dates.shown(said)}, but VERSION {due.version} "
            f"leads to {right}", entry.names, hint=f"(removed in {right})",
            edits=() if severity == NOTE else _edits(entry, said, right),
        )  # fmt: skip


def _edits(entry: Heading, said: tuple[int, int], right: str) -> tuple[Edit, ...]:
    old = entry.section.title
    new = old.replace(f"removed in {dates.shown(said)}", f"removed in {right}")
    return () if new == old else rst_sections.retitle(
        entry.path, entry.source, entry.section, new
    )  # fmt: skip


RULE = Rule(
    "removed/version", ERROR, "`(removed in X.Y)` is not the next release after VERSION",
    "The title tells in which release the feature went: the one that the tree's VERSION leads to.  "
    "Source: docs/about/removed-features.rst.", run,
)  # fmt: skip
