"""The `@deprecated` text has the usual form: "X is deprecated.  Use Y instead." """

from __future__ import annotations

from collections.abc import Iterator

from codemods.review.facts import schema, sentences
from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the newly flagged places of which something else is said."""
    for place in scene.flagged:
        said = sentences.about(place)
        wrong = sentences.faults(place, said) if said else []
        item = schema.entry(place.pair.now.doc)
        if wrong and item:
            number, line, there = scene.flagging(place)
            yield Finding(
                RULE.id, WARNING, place.path, line,
                f"{place.qualified}: the @deprecated text {', and '.join(wrong)}", place.names,
                step=number, of_patch=there,
                hint="use the common form: `X is deprecated.  Use Y instead.`",
            )  # fmt: skip


RULE = Rule(
    "qapi/sentence", WARNING, "an `@deprecated` text in a form of its own",
    "Clients and people find \"X is deprecated.  Use Y instead.\" or \"... without replacement.\" "
    "in all comments: no \"in favor of\", no release, no \"simply use\"; what a member does stands "
    "in its description.  Source: qapi/*.json; docs/devel/qapi-code-gen.rst.", run,
)  # fmt: skip
