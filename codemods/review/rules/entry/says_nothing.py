"""An entry says more than that the thing is deprecated."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.review.facts import prose
from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the new entries without a text, or with a sentence that only repeats the list."""
    for entry in scene.entries:
        if entry.earlier is not None:
            continue
        said = prose.sentences(entry.body)
        names = ", ".join(entry.names)
        if not said:
            yield Finding(
                RULE.id, WARNING, entry.path, entry.line, f"{names}: the entry says nothing",
                entry.names, hint="give the reason, and what to use instead",
            )  # fmt: skip
        elif all(map(prose.repeats, said)):
            yield Finding(
                RULE.id, WARNING, entry.path, entry.line,
                f"{names}: the entry says only that it is deprecated, as the whole list is",
                entry.names, hint="give the reason, and what to use instead",
            )  # fmt: skip
        elif prose.repeats(said[0]):
            yield Finding(
                RULE.id, WARNING, entry.path, entry.line,
                f"{names}: drop `{said[0]}`: all of the list is", entry.names,
            )  # fmt: skip


RULE = Rule(
    "entry/says-nothing", WARNING, "an entry without a reason, or that only says the title again",
    "Readers want to know why, and what to use instead; that it is deprecated, and since when, "
    "stands in the title.  The most frequent request of reviewers.  "
    "Source: docs/about/deprecated.rst.", run,
)  # fmt: skip
