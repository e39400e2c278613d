"""Versions in the titles of entries: ranges that lose an end, and ranges that gain one.

Source: dbe442ad48, 80685972e3, 46a2bd5257 and ea985d235b in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from codemods.formats.rst import sections as rst_sections
from codemods.qemu.listing import removed
from codemods.source.splice import Edit
from codemods.source.tree import Tree

_PART = re.compile(
    r"``([^`\n]{1,100})``(?: (?:up )?to ``([^`\n]{1,100})``)? \((since|removed in) ([\w. ]{1,40})\)"
)
_VERSIONED = re.compile(r"(.{1,100}-)(\d{1,4}(?:\.\d{1,4}){1,2})")

Version = tuple[str, tuple[int, ...]]


@dataclass(frozen=True)
class Part:
    """What a title says of the versions from `low` to `high`, both included, with one date."""

    low: str
    high: str
    word: str
    date: str

    @property
    def text(self) -> str:
        """The part as a title has it."""
        names = f"``{self.low}``" + (f" up to ``{self.high}``" if self.high != self.low else "")
        return f"{names} ({self.word} {self.date})"

    def holds(self, name: str) -> bool:
        """Tell whether the version `name` is in the range."""
        low, high, one = version(self.low), version(self.high), version(name)
        if low is None or high is None or one is None:
            return False
        return low[0] == high[0] == one[0] and low[1] <= one[1] <= high[1]


@dataclass(frozen=True)
class Narrowed:
    """An entry that stays for some versions: its title from now on, and the part that goes."""

    title: str
    gone: Part


def version(name: str) -> Version | None:
    """Return the stem and the numbers of "STEM-X.Y", None where `name` is none."""
    found = _VERSIONED.fullmatch(name)
    return (found[1], tuple(map(int, found[2].split(".")))) if found else None


def parts(title: str) -> tuple[Part, ...]:
    """Return the parts of a title that has nothing but versions and their dates; else nothing."""
    found = list(_PART.finditer(title))
    if " and ".join(m[0] for m in found) != title.strip():
        return ()
    own = tuple(Part(m[1], m[2] or m[1], m[3], m[4]) for m in found)
    known = all(version(p.low) and version(p.high) for p in own)
    return own if known else ()


def since(title: str, going: Iterable[str]) -> str | None:
    """Return the date of the only part of the title that holds all of `going`."""
    names = list(going)
    holding = [p for p in parts(title) if all(p.holds(name) for name in names)]
    return holding[0].date if len(holding) == 1 else None


def narrowed(title: str, going: Iterable[str], known: Iterable[str]) -> Narrowed | None:
    """Return the title without the versions that go; None where nothing of it would stay.

    The versions go from one end of one of its ranges.  A title whose range would be torn in two,
    and one that is no list of versions, gives None, too.

    Arguments:
        known: the versions that the tree has, the ones that go among them.
    """
    names = list(going)
    own = parts(title)
    holding = [p for p in own if all(p.holds(name) for name in names)]
    if len(holding) != 1 or not names:
        return None
    part = holding[0]
    inside = sorted({n for n in (*known, *names) if part.holds(n)}, key=_order)
    staying = [n for n in inside if n not in names]
    gone = [n for n in inside if n in names]
    if staying and not (_order(gone[-1]) < _order(staying[0])):
        return None
    left = [Part(staying[0], part.high, part.word, part.date)] if staying else []
    low = part.low if _order(part.low) < _order(gone[0]) else gone[0]
    rest = [q for p in own for q in (left if p is part else [p])]
    if not rest:
        return None
    high = gone[-1] if staying else part.high
    return Narrowed(" and ".join(p.text for p in rest), Part(low, high, part.word, part.date))


def widened(
    tree: Tree, gone: Part, release: str, known: Iterable[str], listed: Sequence[removed.Aliases]
) -> tuple[Edit, ...]:
    """Return the edits that let a removed entry's range end with what goes now, if there is one.

    It is the last of the chapter that ends just below `gone`: no version between stays.

    Arguments:
        listed: the chapters of deprecated.rst for such features.
    """
    path = removed.document(tree)
    source = tree.read(path)
    names = {name.casefold() for name in removed.chapter(listed)}
    for section in reversed(rst_sections.sections(source)):
        if not section.parents or section.parents[-1].casefold() not in names:
            continue
        own = parts(section.title)
        if len(own) != 1 or not _follows(own[0].high, gone, known):
            continue
        first = own[0].date.partition(" up to ")[0]
        date = first if first == release else f"{first} up to {release}"
        title = Part(own[0].low, gone.high, own[0].word, date).text
        return rst_sections.retitle(path, source, section, title)
    return ()


def _follows(high: str, gone: Part, known: Iterable[str]) -> bool:
    below, above = version(high), version(gone.low)
    if below is None or above is None or below[0] != above[0] or below[1] >= above[1]:
        return False
    between = [v for n in known if (v := version(n)) is not None and v[0] == below[0]]
    return not any(below[1] < v[1] < above[1] for v in between)


def _order(name: str) -> tuple[int, ...]:
    found = version(name)
    return found[1] if found else ()
