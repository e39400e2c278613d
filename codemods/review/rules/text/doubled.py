"""No word stands twice in a row."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.review.facts import spelling
from codemods.review.model import NOTE, Finding, text_of
from codemods.review.rule import Rule
from codemods.review.scene import DEPRECATED, REMOVED, Scene
from codemods.source.splice import changed_lines


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the doubled words in what the series adds to the two lists."""
    for path in (*DEPRECATED, *REMOVED):
        if path not in scene.series.paths:
            continue
        old, new = text_of(scene.before, path), text_of(scene.after, path)
        lines = new.decode(errors="replace").split("\n")
        for number in sorted(changed_lines(old, new)[1]):
            # A word may stand at the end of one line and again on the next.
            joined = f"{lines[number - 1]} {lines[number] if number < len(lines) else ''}"
            at_break = spelling.doubled(lines[number - 1]) or spelling.doubled(joined)
            if at_break:
                yield Finding(RULE.id, NOTE, path, number, f"`{at_break}`", (at_break,))


RULE = Rule(
    "text/doubled", NOTE, "a word that stands twice in a row",
    "The eye reads over it.  Source: scripts/checkpatch.pl.", run,
)  # fmt: skip
