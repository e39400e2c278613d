"""One thing has one entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from codemods.audit.model import Finding, Record
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each entry that means what an earlier one means."""
    for first, second in _pairs(scene.records):
        named = {(n.owners, n.text) for n in first.entry.names}
        same = not named.isdisjoint((n.owners, n.text) for n in second.entry.names)
        # One member may be listed for each of the commands that show it.
        certain = same and not set(first.features).isdisjoint(second.features)
        if certain or _alike(first, second):
            yield RULE.finding(
                second.entry.path, second.entry.line, scene.shown(second.entry),
                f"line {first.entry.line} has the same: {first.entry.title}",
                severity="error" if certain else "info",
            )  # fmt: skip


def _pairs(records: Sequence[Record]) -> Iterator[tuple[Record, Record]]:
    """Yield the records with a name in common, each with each later one, in their order."""
    by_name: dict[str, list[int]] = {}
    for number, record in enumerate(records):
        for text in {n.text for n in record.entry.names}:
            by_name.setdefault(text, []).append(number)
    found = {pair for numbers in by_name.values() for pair in combinations(numbers, 2)}
    for first, second in sorted(found):
        yield records[first], records[second]


def _alike(first: Record, second: Record) -> bool:
    """Tell whether both name the same, and the same message is about both."""
    same = {n.text for n in first.entry.names} & {n.text for n in second.entry.names}
    places = {(s.path, s.line) for s in first.warned} & {(s.path, s.line) for s in second.warned}
    return bool(same and places)


RULE = Rule("duplicate", "error", "One thing has one entry.", run)
