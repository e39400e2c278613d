"""Help and manual of an option or a command say that it is deprecated."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.model import HELP, MANUAL
from codemods.review.facts import marks
from codemods.review.model import NOTE, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the help texts and paragraphs of the .hx tables that do not say it."""
    yield from marks.missing(scene, RULE.id, (HELP, MANUAL), NOTE)


RULE = Rule(
    "code/help-missing", NOTE, "help or manual that does not say `(deprecated)`",
    "-help and the manual are where people find an option; many deprecations leave them as they "
    "are.  Source: qemu-options.hx and hmp-commands.hx; 05404916bf changes both.", run,
)  # fmt: skip
