"""What may run often warns once."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.review.model import WARNING, Finding
from codemods.review.rule import Rule
from codemods.review.scene import Scene
from codemods.source.splice import Edit

_EVERY_TIME = "warn_report"
_OFTEN = ("qmp_query_", "hmp_info_")


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the new warnings of queries that are printed each time."""
    for hook in scene.hooks:
        if hook.call == _EVERY_TIME and hook.where.startswith(_OFTEN) and not hook.generic:
            yield Finding(
                RULE.id, WARNING, hook.path, hook.line,
                f"{hook.where}() may be called again and again: warn_report_once()",
                (hook.where, *hook.names), edits=_edits(scene, hook.path, hook.line),
            )  # fmt: skip


def _edits(scene: Scene, path: str, line: int) -> tuple[Edit, ...]:
    source = scene.after.read(path)
    start = sum(len(text) + 1 for text in source.split(b"\n")[: line - 1])
    at = source.find(b"warn_report(", start)
    # The arguments on further lines are aligned with the first.
    alone = source.find(b");", at) < source.find(b"\n", at)
    end = at + len(_EVERY_TIME)
    return (Edit(path, at, end, b"warn_report_once"),) if at >= 0 and alone else ()


RULE = Rule(
    "code/repeated", WARNING, "a query that warns each time it is asked",
    "Queries are sent every second; one line in the log is enough: warn_report_once().  "
    "Source: 05404916bf; docs/devel/style.rst, \"Error handling and reporting\".", run,
)  # fmt: skip
