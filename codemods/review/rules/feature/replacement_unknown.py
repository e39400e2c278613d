"""What an `@deprecated` text tells to use is there, and stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.errors import Refused
from codemods.qemu.schema import definitions
from codemods.review.facts import schema, sentences
from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene

_USE = re.compile(r"\bUse [`@]([\w.-]*\w)`?(?: of \S+)? instead\b")


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the new texts that name something unknown or deprecated."""
    for place in scene.flagged:
        said = sentences.about(place)
        item = schema.entry(place.pair.now.doc)
        for name in _USE.findall(said.whole) if said and item else ():
            try:
                definitions.reference(scene.after, place.pair.now, name)
            except Refused as err:
                assert item is not None
                yield Finding(
                    RULE.id, WARNING, place.path, place.pair.doc_line(item.first),
                    f"{place.qualified}: {err.message}", (*place.names, name), hint=err.hint,
                )  # fmt: skip


RULE = Rule(
    "feature/replacement-unknown", WARNING, "a replacement that does not exist, or goes itself",
    "Who follows the advice must not end up at nothing, or at the next deprecation.  "
    "Source: docs/devel/qapi-code-gen.rst; docs/about/deprecated.rst.", run,
)  # fmt: skip
