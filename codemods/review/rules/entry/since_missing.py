"""An entry says since when."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.formats.rst import sections as rst_sections
from codemods.review.facts import dates, headings
from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene
from codemods.source.splice import Edit


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the new entries without a release in the title."""
    for entry in scene.entries:
        title = entry.section.title
        if headings.dates(title) or (entry.earlier and not headings.dates(entry.earlier.title)):
            continue
        right = dates.shown(scene.coming)
        edits: tuple[Edit, ...] = ()
        if scene.coming != (0, 0):
            wanted = f"{title} (since {right})"
            edits = rst_sections.retitle(entry.path, entry.source, entry.section, wanted)
        yield Finding(
            RULE.id, WARNING, entry.path, entry.line,
            f"{', '.join(entry.names)}: the title does not say since when", entry.names,
            hint=f"(since {right})", edits=edits,
        )  # fmt: skip


RULE = Rule(
    "entry/since-missing", WARNING, "a new entry without `(since X.Y)`",
    "The title of each entry ends with `(since X.Y)`: from it people learn when the feature may "
    "go.  Source: docs/about/deprecated.rst; 58 of its 60 entries at QEMU 10.2 have it.", run,
)  # fmt: skip
