"""A title ends with one release in parentheses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.qemu.listing import titles
from codemods.review.facts import headings
from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene

_FORM = re.compile(r"\((?:[^()]*, )?(?:deprecated )?since \d+\.\d+\)$")
#: Usual before 6.1, so an error of nobody there.
_PATCH_LEVEL = re.compile(r"\(since \d+\.\d+\.\d+\)$")
_OLD = (6, 1)


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the new titles with a release that is written in another way."""
    for entry in scene.entries:
        title = entry.section.title
        if not headings.dates(title):
            continue
        if titles.versions(title) > 1:
            yield _finding(entry, "the title names several releases; each gets an entry of its own")
        elif _PATCH_LEVEL.search(title):
            if scene.coming > _OLD:
                yield _finding(entry, "the title names a release as X.Y.Z; it is X.Y")
        elif not _FORM.search(title):
            yield _finding(entry, "the title does not end with `(since X.Y)`")


def _finding(entry: headings.Heading, message: str) -> Finding:
    said = f"{', '.join(entry.names)}: {message}"
    return Finding(RULE.id, WARNING, entry.path, entry.line, said, entry.names)


RULE = Rule(
    "entry/title-form", WARNING, "a title with several releases, or not `(since X.Y)`",
    "A title ends with `(since X.Y)`, one release of two numbers.  An entry with several cannot "
    "go as a whole, and tools that read the list stumble.  Source: docs/about/deprecated.rst.",
    run,
)  # fmt: skip
