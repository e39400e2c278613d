"""The handler of a QMP command prints no warning."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the new warnings in functions that carry out QMP commands."""
    for hook in scene.hooks:
        if hook.idiom == "warning" and hook.where.startswith("qmp_") and not hook.generic:
            yield Finding(
                RULE.id, WARNING, hook.path, hook.line,
                f"{hook.where}() prints a warning: the flag in the schema does, by -compat",
                (hook.where, *hook.names),
            )  # fmt: skip


RULE = Rule(
    "code/qmp-handler", WARNING, "a warning in the handler of a QMP command",
    "Who sends QMP commands does not read standard error.  The flag tells them: "
    "query-qmp-schema shows it, and -compat deprecated-input=reject acts upon it.  "
    "Source: docs/devel/qapi-code-gen.rst, \"Special features\".", run,
)  # fmt: skip
