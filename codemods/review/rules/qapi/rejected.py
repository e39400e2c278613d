"""The tree's own scripts/qapi takes the schema, patch by patch."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.checks.of_patches import qapi_schema
from codemods.review.model import ERROR, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene

#: Of a longer series only the end is looked at: each takes half a second.
_STEPS = 8


def run(scene: Scene) -> Iterator[Finding]:
    """Yield what the generator says against the schema after each patch."""
    if not scene.execute:
        return
    if any(path.startswith(qapi_schema.SCRIPTS) for s in scene.series.steps for path in s.paths):
        # Whoever reads a mail does not run what it brings.
        scene.cannot(f"{qapi_schema.SCRIPTS}: the series changes it, so it was not run")
        return
    touching = [(n, s) for n, s in enumerate(scene.series.steps)
                if any(path.endswith(".json") for path in s.paths)]  # fmt: skip
    every = list(enumerate(scene.series.steps))
    looked_at = every if touching and len(touching) <= _STEPS else touching[-1:]
    asked = [(step.before, step.after, step.paths) for _, step in looked_at]
    for (number, _), said in zip(looked_at, qapi_schema.rejections(asked), strict=True):
        for warning in said.warnings:
            scene.cannot(warning)
        for problem in said.problems:
            yield Finding(
                RULE.id, ERROR, problem.path, problem.line, f"scripts/qapi: {problem.message}",
                step=number, of_patch=True,
            )  # fmt: skip


RULE = Rule(
    "qapi/rejected", ERROR, "a schema that scripts/qapi of the tree rejects",
    "The tree does not build then: an undocumented feature, a flag on a type, a second "
    "@deprecated.  Each patch of a series has to build.  "
    "Source: scripts/qapi; docs/devel/qapi-code-gen.rst; docs/devel/submitting-a-patch.rst.", run,
)  # fmt: skip
