"""What a removal does to the two lists: one entry less, one more, and nothing else.

Written without the code that moves entries, so that it does not repeat its errors.
Source: docs/about/removed-features.rst.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from codemods.errors import Problem
from codemods.formats.rst import blanks
from codemods.formats.rst import sections as rst_sections
from codemods.formats.rst.sections import Section
from codemods.model import Check, Patch
from codemods.qemu.listing import titles
from codemods.source.splice import line_of
from codemods.source.tree import Tree

_LISTS = re.compile(r"docs/(?:about|system)/(deprecated|removed-features)\.rst")
_FORM = re.compile(r"\(removed in (\d+)\.(\d+)(?: up to \d+\.\d+)?\)$")
_VERSION = re.compile(r"\d{1,4}(?:\.\d{1,4}){1,2}")
_STILL = re.compile(r"\b(?:is|are|being) (?:now )?deprecated\b|\b(?:will|may) be removed\b", re.I)
_WORD = re.compile(r"[\w.-]+")

#: The title, level and own text of a section.
Key = tuple[str, int, bytes]


def run(before: Tree, after: Tree, patch: Patch) -> Iterator[Problem]:
    """Yield what is wrong with the lists of a patch that removes something."""
    if not patch.removes:
        return
    for path in sorted(patch.files):
        named = _LISTS.fullmatch(path)
        if named is None:
            continue
        old, new = before.read(path), after.read(path)
        if named[1] == "deprecated":
            yield from _shorter(path, old, new)
        else:
            yield from _longer(path, old, new)


def _shorter(path: str, old: bytes, new: bytes) -> Iterator[Problem]:
    was, now = rst_sections.sections(old), rst_sections.sections(new)
    came, went = _changed(old, was, new, now)
    if any(not (_like(one, went, _narrower) or _like(one, went, _fewer)) for one in came):
        yield Problem(CHECK.id, path, 0, "an entry changed that was to stay")
    for section in now:
        body = new[section.body : section.end].strip()
        if not body and not _is_empty(old, was, section.title):
            line = line_of(new, section.title_start)
            yield Problem(CHECK.id, path, line, f"`{section.title}` is left empty")


def _longer(path: str, old: bytes, new: bytes) -> Iterator[Problem]:
    was, now = rst_sections.sections(old), rst_sections.sections(new)
    fresh, went = _changed(old, was, new, now)
    if any(not _like(one, fresh, _wider) for one in went):
        yield Problem(CHECK.id, path, 0, "an entry changed that was to stay")
    for section in now:
        group = not _own(new, now, section) and bool(rst_sections.children(now, section))
        if section.level < 2 or group or not fresh[_key(new, now, section)]:
            continue
        line = line_of(new, section.title_start)
        found = _FORM.search(section.title)
        text = new[section.body : section.end].decode("utf-8", "replace")
        if not found:
            yield Problem(CHECK.id, path, line, "the title does not end with `(removed in X.Y)`")
        if section.underline_end - section.underline_start != rst_sections.width(section.title):
            yield Problem(CHECK.id, path, line, "the underline is not as long as the title")
        if not text.strip():
            yield Problem(CHECK.id, path, line, "the entry has no text")
        if said := _STILL.search(text):
            yield Problem(CHECK.id, path, line, f"the entry still says `{said[0]}`")


def _changed(
    old: bytes, was: Sequence[Section], new: bytes, now: Sequence[Section]
) -> tuple[Counter[Key], Counter[Key]]:
    """Return what is there now and was not, and what was there and is not any more."""
    before, after = _keys(old, was), _keys(new, now)
    return after - before, before - after


def _like(one: Key, others: Iterable[Key], suits: Callable[[str, str], bool]) -> bool:
    """Tell whether one of the others has the text of `one`, and a title of other versions."""
    return any(one[1:] == other[1:] and suits(one[0], other[0]) for other in others)


def _narrower(new: str, old: str) -> bool:
    """Tell whether `new` is `old` for fewer versions: no word besides, at most some in front."""
    return _VERSION.sub("N", old).endswith(_VERSION.sub("N", new))


def _fewer(new: str, old: str) -> bool:
    """Tell whether `new` is `old` for some of the names that it lists, and has no other word."""
    names, others = (set(titles.literals(text)) for text in (new, old))
    words, known = (set(_WORD.findall(titles.unnamed(text))) for text in (new, old))
    return names < others and words <= known | set(map(titles.singular, known))


def _wider(old: str, new: str) -> bool:
    """Tell whether `new` is `old` for more versions: both begin with one and end in a date."""
    dated = _FORM.search(old) and _FORM.search(new)
    return bool(dated) and old.split()[0] == new.split()[0]


def _key(source: bytes, found: Sequence[Section], section: Section) -> Key:
    return section.title, section.level, _own(source, found, section)


def _own(source: bytes, found: Sequence[Section], section: Section) -> bytes:
    """Return the text of a section without those inside of it."""
    inner = rst_sections.children(found, section)
    # To docutils a line of any blanks that Unicode has is empty, and none of the text.
    return blanks.stripped(source[section.body : inner[0].start if inner else section.end]).strip()


def _keys(source: bytes, found: Sequence[Section]) -> Counter[Key]:
    return Counter(_key(source, found, section) for section in found)


def _is_empty(source: bytes, found: Sequence[Section], title: str) -> bool:
    return any(s.title == title and not source[s.body : s.end].strip() for s in found)


CHECK = Check(id="removed-entry", run=run)
