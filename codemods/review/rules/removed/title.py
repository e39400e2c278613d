"""The list of what was removed says `(removed in X.Y)`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.formats.rst import sections as rst_sections
from codemods.review.facts import dates, headings
from codemods.review.facts.headings import Heading
from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene
from codemods.source.splice import Edit

_X_Y = r"\d+\.\d+(?:\.\d+)?"
_FORM = re.compile(rf"\((?:[^()]*, )?removed in {_X_Y}(?: (?:up )?to {_X_Y})?\)$")
_SINCE = re.compile(r"\(since (v?\d+\.\d+(?:\.\d+)?)\)$", re.IGNORECASE)


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the new entries that say something else."""
    for entry in scene.removed:
        title = entry.section.title
        if _FORM.search(title) or not (entry.is_entry and entry.section.level >= 2):
            continue
        if entry.earlier and not headings.dates(title) and not headings.dates(entry.earlier.title):
            continue
        found = _SINCE.search(title)
        said = f"says `{found[0]}`" if found else "does not say `(removed in X.Y)`"
        yield Finding(
            RULE.id, WARNING, entry.path, entry.line,
            f"{', '.join(entry.names)}: the title {said}", entry.names,
            hint=f"(removed in {dates.shown(scene.coming)})", edits=_edits(entry, scene.coming),
        )  # fmt: skip


def _edits(entry: Heading, coming: tuple[int, int]) -> tuple[Edit, ...]:
    title = entry.section.title
    if coming == (0, 0) or (headings.dates(title) and not _SINCE.search(title)):
        return ()
    wanted = f"{_SINCE.sub('', title).strip()} (removed in {dates.shown(coming)})"
    return rst_sections.retitle(entry.path, entry.source, entry.section, wanted)


RULE = Rule(
    "removed/title", WARNING, "an entry of removed-features.rst without `(removed in X.Y)`",
    "The title tells in which release the feature went; `(since X.Y)`, copied from "
    "deprecated.rst, says something else.  Source: docs/about/removed-features.rst.", run,
)  # fmt: skip
