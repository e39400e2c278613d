"""What two states of a tree differ in: deprecated, removed, taken back, dated anew, forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from codemods.audit import history
from codemods.audit.model import called
from codemods.model import Listed

#: In the order in which they are told.
SORTS = ("deprecated", "removed", "forgotten", "taken back", "dated anew")
#: A word that is written as a name is.
_PROPER = re.compile(r"\b[A-Z][A-Z0-9]{2,}\b")


@dataclass(frozen=True)
class Change:
    """`sort` is one of SORTS; `entry` stands in the later lists, or was in the earlier one."""

    sort: str
    entry: Listed
    note: str = ""

    @property
    def name(self) -> str:
        """What it is about."""
        return called(self.entry)


def between(
    before: tuple[Sequence[Listed], Sequence[Listed]],
    after: tuple[Sequence[Listed], Sequence[Listed]],
    there: Sequence[Listed],
) -> tuple[Change, ...]:
    """Return the changes from one pair of lists, of what is deprecated and what is removed.

    Arguments:
        there: entries of the earlier list whose features the later tree still has.
    """
    return tuple(sorted(_changes(before, after, there), key=lambda c: SORTS.index(c.sort)))


def _changes(
    before: tuple[Sequence[Listed], Sequence[Listed]],
    after: tuple[Sequence[Listed], Sequence[Listed]],
    there: Sequence[Listed],
) -> Iterator[Change]:
    for entry in after[0]:
        old = [e for e in before[0] if history.same(e, entry)]
        if not old:
            yield Change("deprecated", entry)
        elif all(e.release != entry.release for e in old):
            yield Change("dated anew", entry, f"{old[0].release or 'no release'} before")
    for entry in after[1]:
        if not any(history.same(e, entry) for e in before[1]):
            since = next((e.release for e in before[0] if history.akin(e, entry)), None)
            yield Change("removed", entry, f"deprecated since {since}" if since else "")
    fresh = [e for e in after[0] if not any(history.same(e, old) for old in before[0])]
    for entry in before[0]:
        if any(history.same(e, entry) for e in after[0]):
            continue
        if any(_worded_anew(entry, e) for e in fresh):
            continue
        if not any(history.akin(e, entry) for e in after[1]):
            yield Change("taken back" if entry in there else "forgotten", entry)


def _worded_anew(entry: Listed, other: Listed) -> bool:
    """Tell whether the title `other` in the same chapter says `entry`'s in other words, or more.

    "BE MIPS" became "Big endian MIPS since 7.2; 32-bit little endian MIPS since 9.2".
    """
    mine, theirs = ({n.text for n in e.names} for e in (entry, other))
    mine |= set(_PROPER.findall(entry.title))
    kept = entry.release is not None and entry.release in other.title
    return kept and entry.chapters == other.chapters and bool(
        mine & (theirs | set(_PROPER.findall(other.title)))
    )  # fmt: skip
