"""One thing has one entry."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from codemods.audit.model import Finding, Record
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each entry that means what an earlier one means, with the first such one."""
    for first, second, certain in _pairs(scene.records):
        yield RULE.finding(
            second.entry.path, second.entry.line, scene.shown(second.entry),
            f"line {first.entry.line} has the same: {first.entry.title}",
            severity="error" if certain else "info",
        )  # fmt: skip


def _pairs(records: Sequence[Record]) -> Iterator[tuple[Record, Record, bool]]:
    """Yield each record with an earlier one that has the same, and whether that is certain."""
    seen: dict[Hashable, Record] = {}
    for record in records:
        names = record.entry.names
        # One member may be listed for each of the commands that show it.
        same = {(n.owners, n.text, feature) for n in names for feature in record.features}
        # Both name the same, and the same message is about both.
        alike = {(n.text, spot.path, spot.line) for n in names for spot in record.warned}
        for keys in (same, alike):
            found = [seen[key] for key in keys if key in seen]
            if found:
                yield min(found, key=lambda r: r.entry.start), record, keys is same
                break
        for key in (*same, *alike):
            seen.setdefault(key, record)


RULE = Rule("duplicate", "error", "One thing has one entry.", run)
