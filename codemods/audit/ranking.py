"""How likely it is that what may go does go in the next release, learnt from earlier ones.

hazards.json counts, for the pairs of releases that it names, the entries that could go and
those that went: by age in releases, by chapter, by how many entries of their release are
left, by whether they name a replacement, and by how many names they have.
benchmarks/learn_hazards.py makes it from a clone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from codemods.model import Listed
from codemods.qemu.listing import chapters, replacements

#: Counts: so many could go, so many went.
Counts = Mapping[str, Mapping[str, tuple[int, int]]]
#: So many entries of the average are added to each count, for few say little.
_PRIOR = 8.0


def chance(entry: Listed, age: int, listed: Mapping[str | None, int]) -> float:
    """Return a number that is higher the more likely `entry` goes next.

    Arguments:
        age: how many releases it will be listed for.
        listed: how many entries its list has of each release.
    """
    return scored(learnt(), traits(entry, age, listed))


def scored(counts: Counts, of: Mapping[str, str]) -> float:
    """Return the product of how much each trait changes the average share of what goes."""
    could, went = (sum(pair[n] for pair in counts.get("age", {}).values()) for n in (0, 1))
    base = went / could if could else 0.0
    score = base
    for trait, value in of.items():
        could, went = counts.get(trait, {}).get(value, (0, 0))
        score *= ((went + _PRIOR * base) / (could + _PRIOR)) / base if base else 1.0
    return score


def traits(entry: Listed, age: int, listed: Mapping[str | None, int]) -> dict[str, str]:
    """Return what the chance is learnt from."""
    together = listed[entry.release]
    names = len(entry.names)
    return {
        "age": str(age) if age < 7 else "7-8" if age < 9 else "9+",
        "chapter": chapters.subject(entry.chapters),
        "together": "1" if together < 2 else "2-3" if together < 4 else "4-7" if together < 8
        else "8+",
        "replaced": "yes" if replacements.of_body(entry.body) else "no",
        "names": str(names) if names < 3 else "3+",
    }  # fmt: skip


@cache
def learnt() -> Counts:
    """Return the counts of the package."""
    text = files("codemods.audit").joinpath("hazards.json").read_text(encoding="utf-8")
    counts: Counts = json.loads(text)["counts"]
    return counts
