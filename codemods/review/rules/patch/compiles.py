"""Each patch compiles, and the compiler has nothing new to say."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.review.model import ERROR, WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene


def run(scene: Scene) -> Iterator[Finding]:
    """Yield what the compiler says of a patch and did not say before it."""
    for number, one in enumerate(scene.compiled):
        for problem in one.problems:
            yield Finding(
                RULE.id, WARNING if "says: warning:" in problem.message else ERROR, problem.path,
                problem.line, problem.message, step=number, of_patch=True,
            )  # fmt: skip


RULE = Rule(
    "patch/compiles", ERROR, "what a compiler says of a patch, with `--build`",
    "Each patch of a series builds by itself and brings no warning, or nobody can bisect.  With "
    "--build the files that it touches, what includes them and what uses generated names is "
    "compiled with the commands of a configured build.  "
    "Source: docs/devel/submitting-a-patch.rst, \"Split up long patches\".", run,
)  # fmt: skip
