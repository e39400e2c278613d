"""Every build that has the feature has its warning."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.checks.of_patches import c_reachable
from codemods.review.model import NOTE, Finding, text_of
from codemods.review.rule import Rule
from codemods.review.scene import Scene


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the new warnings that some build drops while it keeps the path to them."""
    for path in scene.series.paths:
        if not path.endswith((".c", ".h")) or path.startswith("tests/"):
            continue
        old, new = text_of(scene.before, path), text_of(scene.after, path)
        for problem in c_reachable.lost(path, old, new) if new else ():
            if b"deprecat" in _statement(new, problem.line).lower():
                yield Finding(RULE.id, NOTE, path, problem.line, problem.message)


def _statement(source: bytes, line: int) -> bytes:
    return b"\n".join(source.split(b"\n")[line - 1 : line + 3])


RULE = Rule(
    "code/conditional", NOTE, "a warning that some builds drop",
    "A warning inside of #ifdef is not printed by builds without the symbol, though they may have "
    "the feature.  Right where the condition is the point.  Source: migration/options.c, where "
    "checks of capabilities stand in #ifndef.", run,
)  # fmt: skip
