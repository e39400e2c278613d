"""The `@deprecated` entry names what is flagged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.review.facts import schema
from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the newly flagged places that their comment does not name."""
    for place in scene.flagged:
        said = schema.text(place.pair.now.doc)
        if not said:
            continue
        if place.member is None:
            named = re.search(rf"This {place.pair.now.meta}\b", said, re.IGNORECASE)
        else:
            named = re.search(rf"@{re.escape(place.name)}(?![\w-])", said)
        if not named:
            item = schema.entry(place.pair.now.doc)
            line = place.pair.doc_line(item.first) if item else place.line
            what = f"@{place.name}" if place.member else f"this {place.pair.now.meta}"
            yield Finding(
                RULE.id, WARNING, place.path, line,
                f"{place.qualified}: the @deprecated text does not name {what}", place.names,
            )  # fmt: skip


RULE = Rule(
    "qapi/names-member", WARNING, "an `@deprecated` text that does not name what is flagged",
    "A definition has one @deprecated entry for itself and all members, so it says which it "
    "means: \"Member @x is deprecated.\", \"This command is deprecated.\"  "
    "The parser does not look.  Source: docs/devel/qapi-code-gen.rst.", run,
)  # fmt: skip
