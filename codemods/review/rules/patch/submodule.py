"""A patch that deprecates or removes does not move a submodule."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the submodules that move along."""
    for number, step in enumerate(scene.series.steps):
        for link in step.links if number in scene.about else ():
            yield Finding(
                RULE.id, WARNING, link, 0,
                f"{link}: the submodule moves, which has nothing to do with the deprecation",
                (link,), step=number,
            )  # fmt: skip


RULE = Rule(
    "patch/submodule", WARNING, "a submodule that moves in a patch that deprecates",
    "`git commit -a` takes a submodule along that `git submodule update` had not put back.  "
    "Source: docs/devel/submitting-a-patch.rst, \"Split up long patches\".", run,
)  # fmt: skip
