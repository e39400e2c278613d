"""Blank lines separate the parts of a schema comment."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.review.facts import comments
from codemods.review.facts.schema import Pair
from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene


def run(scene: Scene) -> Iterator[Finding]:
    """Yield missing and stray blank lines in comments that document a new flag."""
    for pair in scene.schema if scene.modern else ():
        if comments.with_flag(pair):
            yield from _missing(pair)
            yield from _stray(pair)


def _missing(pair: Pair) -> Iterator[Finding]:
    doc, was = pair.now.doc, pair.was.doc if pair.was else None
    if doc is None:
        return
    if doc.header is not None and (was is None or was.header is None):
        if not comments.blank(doc, doc.header + 1):
            yield _finding(pair, doc.header, "no blank line behind `Features:`")
        if not comments.blank(doc, doc.header - 1):
            yield _finding(pair, doc.header, "no blank line before `Features:`")
    for item in doc.features:
        new = was is None or was.feature(item.name) is None
        if new and item is not doc.features[0] and not comments.blank(doc, item.first - 1):
            yield _finding(pair, item.first, f"no blank line before `@{item.name}`")
    last = doc.features[-1] if doc.features else None
    known = was is not None and last is not None and was.feature(last.name) is not None
    if last and not known and last.last < len(doc.lines) and not comments.blank(doc, last.last):
        yield _finding(pair, last.last - 1, f"no blank line behind `@{last.name}`")


def _stray(pair: Pair) -> Iterator[Finding]:
    doc = pair.now.doc
    assert doc is not None or pair.now.doc is None
    for number, text in comments.added(pair):
        assert doc is not None
        if text.strip() == "#" and number == len(doc.lines) - 1:
            yield _finding(pair, number, "stray blank line at the end of the comment")
        elif text.strip() == "#" and comments.blank(doc, number - 1):
            yield _finding(pair, number, "two blank lines in the comment")


def _finding(pair: Pair, number: int, message: str) -> Finding:
    names = comments.flagged_members(pair)
    about = f"{pair.now.name} ({', '.join(names)})" if names else pair.now.name
    return Finding(
        RULE.id, WARNING, pair.now.path, pair.doc_line(number), f"{about}: {message}",
        (pair.now.name, *names),
    )  # fmt: skip


RULE = Rule(
    "qapi/blank-line", WARNING, "a missing or stray blank line in a schema comment",
    "A blank line stands behind `Features:`, and between the entries; none before the closing "
    "`##`.  Only where the tree's own comments are laid out so (since QEMU 8.1).  "
    "Source: docs/devel/qapi-code-gen.rst, \"Documentation markup\".", run,
)  # fmt: skip
