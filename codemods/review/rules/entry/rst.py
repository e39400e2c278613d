"""docutils can read what is added, and every literal ends where it seems to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from codemods.checks.of_patches import rst_valid
from codemods.review.model import ERROR, WARNING, Finding, text_of
from codemods.review.rule import Rule
from codemods.review.scene import Scene
from codemods.source.splice import changed_lines

#: Said by entry/underline with the length.
_UNDERLINE = re.compile(r"Title (under|over)line too short")


def run(scene: Scene) -> Iterator[Finding]:
    """Yield docutils' new complaints of each changed document, and literals that touch a word."""
    for path in scene.series.paths:
        if not path.endswith((".rst", ".rst.inc")):
            continue
        old, new = text_of(scene.before, path), text_of(scene.after, path)
        yield from _docutils(path, old, new)
        yield from _touching(path, old, new)


def _docutils(path: str, old: bytes, new: bytes) -> Iterator[Finding]:
    known = Counter(text for _, text in rst_valid.messages(old))
    for line, text in rst_valid.messages(new):
        if known[text] > 0:
            known[text] -= 1
        elif not _UNDERLINE.search(text):
            yield Finding(RULE.id, ERROR, path, line, f"docutils: {text}")


def _touching(path: str, old: bytes, new: bytes) -> Iterator[Finding]:
    lines = new.decode(errors="replace").split("\n")
    for number in sorted(changed_lines(old, new)[1]):
        line = lines[number - 1]
        # Counted from the left, as docutils pairs them: what stands between two is no literal.
        if line.count("``") % 2 == 0 and (found := _touches(line)):
            yield Finding(
                RULE.id, WARNING, path, number,
                f"\"{found}\" is no literal, as a word touches it: put a blank or `\\ ` there",
            )  # fmt: skip


def _touches(line: str) -> str:
    parts = line.split("``")
    for n in range(1, len(parts), 2):
        before, literal, after = parts[n - 1][-1:], parts[n], parts[n + 1][:1]
        if literal.strip() and (before.isalnum() or after.isalnum()):
            word = re.split(r"\s", parts[n - 1])[-1]
            rest = re.split(r"\s", parts[n + 1])[0]
            return f"{word}``{literal}``{rest}"
    return ""


RULE = Rule(
    "entry/rst", ERROR, "reStructuredText that docutils rejects, or reads in another way",
    "The documents are built with warnings as errors.  Of a literal that touches a word docutils "
    "says nothing and shows the backquotes.  Source: docs/meson.build; reStructuredText "
    "specification, inline markup recognition rules.", run,
)  # fmt: skip
