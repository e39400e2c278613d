"""The lines of a schema comment end before column 71."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.formats.qapi.comments import WIDTH
from codemods.review.facts import comments
from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene


def run(scene: Scene) -> Iterator[Finding]:
    """Yield new lines of comments that document a new flag and are too long."""
    for pair in scene.schema if scene.modern else ():
        for number, text in comments.added(pair) if comments.with_flag(pair) else ():
            if len(text.rstrip()) > WIDTH and " " in text.strip("# "):
                yield Finding(
                    RULE.id, WARNING, pair.now.path, pair.doc_line(number),
                    f"{pair.now.name}: {len(text.rstrip())} columns, over {WIDTH}",
                    (pair.now.name,),
                )  # fmt: skip


RULE = Rule(
    "qapi/width", WARNING, "a line of a schema comment with over 70 columns",
    "Comments are wrapped at 70 columns; the parser insists since QEMU 10.2.  Only where the "
    "tree's own comments are laid out so (since QEMU 8.1).  "
    "Source: docs/devel/qapi-code-gen.rst, \"Documentation markup\".", run,
)  # fmt: skip
