"""The text of a warning has the form of all warnings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.review.model import NOTE, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene

_VERSION = re.compile(r"\b(?:QEMU|since|in) v?\d+\.\d+")


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the new warnings that name a release."""
    for hook in scene.hooks:
        if hook.idiom not in ("warning", "reason") or hook.generic or not hook.message:
            continue
        if _VERSION.search(hook.message):
            about = hook.names[0] if hook.names else hook.where
            said = f"{about}: the message names a release"
            yield Finding(RULE.id, NOTE, hook.path, hook.line, said, hook.names)


RULE = Rule(
    "code/message", NOTE, "a warning that names a release",
    "The release stands in deprecated.rst, where it is kept right.  "
    "Source: docs/devel/style.rst, \"Error handling and reporting\".", run,
)  # fmt: skip
