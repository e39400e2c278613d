"""Learn from the releases of a clone what goes: benchmarks/learn_hazards.py.

Only pairs of releases before a given one count, so that what is learnt can be tried on later
ones: see tried().
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from codemods.audit import history, ranking
from codemods.audit.history import Release
from codemods.audit.rules.order import version
from codemods.model import Listed
from codemods.qemu.releases import next_release


@dataclass(frozen=True)
class Case:
    """An entry that could go in the release after `listed_in`, and whether it went."""

    listed_in: history.Version
    entry: Listed
    traits: dict[str, str]
    went: bool


def cases(found: Sequence[Release]) -> Iterator[Case]:
    """Yield each entry of each release that could go in the next one."""
    for now, then in pairwise(found):
        together = Counter(entry.release for entry in now.deprecated)
        for entry in now.deprecated:
            age = _age(version(entry), then.version)
            if entry.release is None or age < 2:
                continue
            went = not any(history.same(entry, other) for other in then.deprecated)
            yield Case(now.version, entry, ranking.traits(entry, age, together), went)


def counts(found: Sequence[Case]) -> dict[str, dict[str, tuple[int, int]]]:
    """Return how many of the cases with each trait could go, and how many went."""
    result: dict[str, dict[str, tuple[int, int]]] = {}
    for case in found:
        for trait, value in case.traits.items():
            could, went = result.setdefault(trait, {}).get(value, (0, 0))
            result[trait][value] = (could + 1, went + case.went)
    return result


def tried(found: Sequence[Case], first: history.Version, top: int) -> list[tuple[int, int]]:
    """Return for each release from `first` on how many went, and how many of the `top` ranked.

    Each is ranked by what the releases before it taught.
    """
    result = []
    for release in sorted({c.listed_in for c in found if c.listed_in >= first}):
        earlier = counts([c for c in found if c.listed_in < release])
        now = [c for c in found if c.listed_in == release]
        ranked = sorted(now, key=lambda c: -ranking.scored(earlier, c.traits))
        result.append((sum(c.went for c in now), sum(c.went for c in ranked[:top])))
    return result


def _age(first: history.Version, last: history.Version) -> int:
    count = 0
    while first < last:
        first, count = next_release(first), count + 1
    return count
