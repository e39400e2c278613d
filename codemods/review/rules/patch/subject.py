"""The subject says what changes where, in one line of a mail."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.review.facts import spelling
from codemods.review.model import NOTE, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene

_WIDTH = 76


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the subjects of what deprecates or removes that are too long or end with a stop."""
    for number, step in enumerate(scene.series.steps):
        if number not in scene.about:
            continue
        wrong = []
        if len(step.subject) > _WIDTH:
            wrong.append(f"has {len(step.subject)} columns, over {_WIDTH}")
        if re.search(r"[^.]\.$", step.subject):
            wrong.append("ends with a full stop")
        if doubled := spelling.doubled(step.subject):
            wrong.append(f"says `{doubled}`")
        if wrong:
            yield Finding(RULE.id, NOTE, "", 0, f"subject `{step.subject}` {', '.join(wrong)}",
                          step=number)  # fmt: skip


RULE = Rule(
    "patch/subject", NOTE, "a subject that is too long, or ends with a full stop",
    "`subsystem: What changes`, at most 76 columns, without a full stop.  "
    "Source: docs/devel/submitting-a-patch.rst, \"Write a meaningful commit message\".", run,
)  # fmt: skip
