"""Run the rules on a series and put what they find in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from codemods.checks.of_build.compiling import Build
from codemods.review import rules, where
from codemods.review.model import SEVERITIES, Finding, Series
from codemods.review.scene import Scene


@dataclass(frozen=True)
class Review:
    """What was found, in the order of files and lines; `notes` are what could not be looked at."""

    series: Series
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]


def review(
    series: Series, chosen: Sequence[str], told: Callable[[str], None], execute: bool,
    build: Build | None = None,
) -> Review:  # fmt: skip
    """Return what the rules `chosen` say of the series.

    Arguments:
        chosen: ids of rules.
        told: is told which rule begins.
        execute: whether scripts of the tree may run.
        build: compiles each step.
    """
    scene = Scene(series, execute, build)
    found: list[Finding] = []
    for rule in (rules.every()[id_] for id_ in chosen):
        told(rule.id)
        found += rule.run(scene)
    return Review(series, tuple(_ordered(series, found)), (*series.notes, *scene.unread))


def _ordered(series: Series, found: Iterable[Finding]) -> list[Finding]:
    """Return each finding once, with the step that it belongs to."""
    placed = [f if f.step >= 0 else replace(f, step=where.step(series, f)) for f in found]
    order = {severity: n for n, severity in enumerate(SEVERITIES)}
    distinct: dict[tuple[str, str, int, str], Finding] = {}
    for f in placed:
        distinct.setdefault((f.rule, f.path, f.line, f.message), f)
    return sorted(
        distinct.values(), key=lambda f: (not f.path, f.path, f.line, order[f.severity], f.rule)
    )
