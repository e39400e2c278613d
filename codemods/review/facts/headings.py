"""The headings that a change of a document brings, and what each was before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from codemods.formats.rst import sections as rst_sections
from codemods.formats.rst.sections import Section
from codemods.qemu.listing import placement, titles
from codemods.source.splice import line_of

#: What "Device options" is called; its chapters stand one level deeper.
_GROUPED = "device options"
_REMOVED = re.compile(r"\bremoved in v?(\d+)\.(\d+)", re.IGNORECASE)
_DATES = re.compile(r"\b(?:since|removed in) v?\d+\.\d+(?:\.\d+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Heading:
    """A section whose heading is new in `source`; `earlier` is what it was before, if anything.

    `known` are all sections of the document.
    """

    path: str
    source: bytes
    section: Section
    known: tuple[Section, ...]
    earlier: Section | None

    @property
    def line(self) -> int:
        """The line of the title."""
        return line_of(self.source, self.section.title_start)

    @property
    def inner(self) -> tuple[Section, ...]:
        """The sections directly below it."""
        return rst_sections.children(self.known, self.section)

    @property
    def siblings(self) -> tuple[Section, ...]:
        """All sections of its chapter, itself among them."""
        around = self.around
        return rst_sections.children(self.known, around) if around else ()

    @property
    def around(self) -> Section | None:
        """The chapter or group that it stands in."""
        at, level = self.section.start, self.section.level
        outer = [s for s in self.known if s.body <= at < s.end and s.level < level]
        return outer[-1] if outer else None

    @property
    def body(self) -> str:
        """The text below the heading, up to an inner one."""
        end = self.inner[0].start if self.inner else self.section.end
        return self.source[self.section.body : end].decode(errors="replace").strip()

    @property
    def names(self) -> tuple[str, ...]:
        """What its title names, without markup; the title itself where it marks nothing."""
        found = tuple(t.strip("`") for t in titles.literals(self.section.title))
        return found or (undated(self.section.title),)

    @property
    def is_entry(self) -> bool:
        """Whether it lists a thing, and is no chapter or group of them."""
        if dates(self.section.title):
            return True
        return not self.inner and self.section.level >= entry_level(self.section)


def fresh(path: str, old: bytes, new: bytes) -> tuple[Heading, ...]:
    """Return the headings of `new` that `old` does not have."""
    was, now = rst_sections.sections(old), rst_sections.sections(new)
    gone = _without(was, now)
    found = []
    for section in _without(now, was):
        earlier = _earlier(old, gone, new, section)
        if earlier is not None:
            gone.remove(earlier)
        found.append(Heading(path, new, section, now, earlier))
    return tuple(found)


def lost(old: bytes, new: bytes) -> tuple[Section, ...]:
    """Return the sections of `old` of which nothing is left in `new`, not under another heading."""
    was, now = rst_sections.sections(old), rst_sections.sections(new)
    gone = _without(was, now)
    for section in _without(now, was):
        earlier = _earlier(old, gone, new, section)
        if earlier is not None:
            gone.remove(earlier)
    return tuple(gone)


def dates(title: str) -> list[str]:
    """Return each "since X.Y" and "removed in X.Y" of a title."""
    return _DATES.findall(title)


def removed_in(title: str) -> tuple[int, int] | None:
    """Return the first release behind "removed in", as (major, minor)."""
    found = _REMOVED.search(title)
    return (int(found[1]), int(found[2])) if found else None


def since(title: str) -> tuple[int, int] | None:
    """Return the first release behind "since", as (major, minor)."""
    return placement.version(title)


def entry_level(section: Section) -> int:
    """Return at which level an entry stands where `section` is."""
    return 3 if any(title.casefold() == _GROUPED for title in section.parents) else 2


def undated(title: str) -> str:
    """Return a title without what is said of releases."""
    plain = re.sub(
        r"(?<! ) *\((?=[^()]*\))(?:[^()]*, )?(?:since|removed in)\b[^()]*\)",
        "",
        title,
        flags=re.IGNORECASE,
    )
    return plain.strip()


def _without(mine: Sequence[Section], theirs: Sequence[Section]) -> list[Section]:
    """Return those of `mine` whose heading is not among `theirs`, wherever it stands."""
    left = Counter(map(_heading, theirs))
    result = []
    for section in mine:
        if left[_heading(section)] > 0:
            left[_heading(section)] -= 1
        else:
            result.append(section)
    return result


def _heading(section: Section) -> tuple[object, ...]:
    return section.title, section.char, section.underline_end - section.underline_start


def _earlier(old: bytes, gone: Sequence[Section], new: bytes, section: Section) -> Section | None:
    """Return which of the sections `gone` has become `section`: by name, by text, by literals."""
    name = undated(section.title).casefold()
    text = new[section.body : section.end].split()
    marked = set(titles.literals(section.title))
    tests = (
        lambda s: undated(s.title).casefold() == name,
        lambda s: text and old[s.body : s.end].split() == text,
        lambda s: s.level == section.level and bool(marked & set(titles.literals(s.title))),
        lambda s: s.level == section.level and bool(dates(s.title))
        and since(s.title) == since(section.title),
    )  # fmt: skip
    return next((s for test in tests for s in gone if test(s)), None)
