"""The lines of a description are indented by four blanks."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.review.facts import comments
from codemods.review.model import NOTE, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene

_HOUSE = 4


def run(scene: Scene) -> Iterator[Finding]:
    """Yield new descriptions in comments that document a new flag with another indentation."""
    for pair in scene.schema if scene.modern else ():
        doc, was = pair.now.doc, pair.was.doc if pair.was else None
        if doc is None or not comments.with_flag(pair):
            continue
        fresh = {number for number, _ in comments.added(pair)}
        known = {i.name: i.indent for i in (*was.members, *was.features)} if was else {}
        for item in (*doc.members, *doc.features):
            touched = any(n in fresh for n in range(item.first + 1, item.last))
            # A description that begins on the line below its name is indented by itself.
            if touched and item.indent not in (None, _HOUSE, known.get(item.name)):
                yield Finding(
                    RULE.id, NOTE, pair.now.path, pair.doc_line(item.first + 1),
                    f"{pair.now.name}: @{item.name} goes on with {item.indent} blanks, not "
                    f"{_HOUSE}", (pair.now.name, item.name),
                )  # fmt: skip


RULE = Rule(
    "qapi/indent", NOTE, "a description that is not indented by four blanks",
    "The second and later lines of a description are indented by four blanks.  Only where the "
    "tree's own comments are laid out so (since QEMU 8.1).  "
    "Source: docs/devel/qapi-code-gen.rst, \"Documentation markup\".", run,
)  # fmt: skip
