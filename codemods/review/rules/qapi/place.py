"""Features stand behind the members and before Returns, Since and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.review.facts import comments
from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene

_TAGGED = re.compile(rb"# (Returns|Errors|Since|TODO):")


def run(scene: Scene) -> Iterator[Finding]:
    """Yield new `Features:` that stand behind a tagged section."""
    for pair in scene.schema:
        doc, was = pair.now.doc, pair.was.doc if pair.was else None
        if doc is None or doc.header is None or not comments.with_flag(pair):
            continue
        if was is not None and was.header is not None:
            continue
        above = [m[1] for line in doc.lines[: doc.header] if (m := _TAGGED.match(line))]
        if above:
            yield Finding(
                RULE.id, WARNING, pair.now.path, pair.doc_line(doc.header),
                f"{pair.now.name}: Features: stands behind {above[0].decode()}:", (pair.now.name,),
            )  # fmt: skip


RULE = Rule(
    "qapi/place", WARNING, "`Features:` behind Returns, Errors or Since",
    "The order is: members, features, then the tagged sections.  The parser accepts others.  "
    "Source: docs/devel/qapi-code-gen.rst, \"Definition documentation\".", run,
)  # fmt: skip
