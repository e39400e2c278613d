"""What is `unstable` may go without being deprecated."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.review.model import NOTE, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the newly flagged places that are `unstable`, too."""
    for place in scene.flagged:
        if "unstable" in place.carries:
            yield Finding(
                RULE.id, NOTE, place.path, place.line,
                f"{place.qualified} is `unstable` and may go without a deprecation: does it make "
                "sense to keep that flag beside `deprecated`?", place.names,
            )  # fmt: skip


RULE = Rule(
    "qapi/unstable-too", NOTE, "a flagged thing that is `unstable`, too",
    "`unstable` promises nothing, `deprecated` two releases.  No schema entity of a release has "
    "had both.  Source: docs/devel/qapi-code-gen.rst, \"Special features\".", run,
)  # fmt: skip
