"""Two spaces stand between sentences of a schema comment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.review.facts import comments
from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene

_ONE = re.compile(r"(?<![A-Z\d])(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\betc)([.!?]) ([A-Z@])")


def run(scene: Scene) -> Iterator[Finding]:
    """Yield new lines of comments that document a new flag with one space between sentences."""
    for pair in scene.schema if scene.modern else ():
        if not comments.with_flag(pair):
            continue
        for number, text in comments.added(pair):
            if text.startswith("# ") and (found := _ONE.search(text)):
                at = text.rfind(" ", 0, found.start()) + 1
                shown = text[at : found.end() + 8].strip()
                yield Finding(
                    RULE.id, WARNING, pair.now.path, pair.doc_line(number),
                    f"{pair.now.name}: one space between sentences, not two: \"{shown}...\"",
                    (pair.now.name,),
                )  # fmt: skip


RULE = Rule(
    "qapi/two-spaces", WARNING, "one space between sentences of a schema comment",
    "Sentences are separated by two spaces; the parser insists since QEMU 10.2.  Only where the "
    "tree's own comments are laid out so (since QEMU 8.1).  "
    "Source: docs/devel/qapi-code-gen.rst, \"Documentation markup\".", run,
)  # fmt: skip
