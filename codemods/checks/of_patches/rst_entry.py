"""An entry of deprecated.rst has the form, the place and the layout that QEMU gives it.

Written without the code that makes entries, so that it does not repeat its errors.
Source: docs/about/deprecated.rst.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from codemods.errors import Problem
from codemods.formats.rst import blanks
from codemods.formats.rst import sections as rst_sections
from codemods.formats.rst.sections import Section
from codemods.model import Check, Patch
from codemods.source.splice import line_of
from codemods.source.tree import Tree

_DOCUMENTS = ("docs/about/deprecated.rst", "docs/system/deprecated.rst")
_GROUPED = "device options"
_FORM = re.compile(r"\((?:[^()]*, )?since \d+\.\d+\)$")
_DATE = re.compile(r"(?<!\s)\s*\((?=[^()]*since)[^()]*\)$", re.IGNORECASE)
_SINCE = re.compile(r"\bsince v?(\d+)\.(\d+)", re.IGNORECASE)

#: What is wrong, in a word that is the same in every release; where; and in a sentence.
Finding = tuple[str, int, str]


def run(before: Tree, after: Tree, patch: Patch) -> Iterator[Problem]:
    """Yield what is wrong with the sections that are new or changed, and with all else moved."""
    for path in _DOCUMENTS:
        if path not in patch.files or patch.removes:
            continue
        source = after.read(path)
        for _, offset, message in findings(before.read(path), source):
            yield Problem(CHECK.id, path, line_of(source, offset), message)


def findings(old: bytes, new: bytes) -> Iterator[Finding]:
    """Yield what is wrong with going from the document `old` to `new`."""
    was, now = rst_sections.sections(old), rst_sections.sections(new)
    fresh, gone = _unmatched(new, now, old, was), _unmatched(old, was, new, now)
    yield from _rest(_without(old, gone), _without(new, fresh))
    dated = {_plain(s): s for s in gone}
    for section in fresh:
        earlier = dated.pop(_plain(section), None)
        if earlier is not None and earlier.title == section.title:
            yield from _longer(old, earlier, new, section)
            continue
        yield from _heading(section)
        if earlier is not None:
            yield from _same_text(old, earlier, new, section)
        else:
            yield from _layout(new, section)
        if _version(section) is not None:
            yield from _order(section, now, earlier is not None)
        elif not rst_sections.children(now, section):
            yield "no-since", section.title_start, "no `(since X.Y)` at the end of the title"
    for section in dated.values():
        yield "gone", 0, f"the section `{section.title}` is gone"
    if not _ends_well(new) and (_ends_well(old) or fresh[-1:] == list(now[-1:])):
        yield "end", len(new), "the file does not end with exactly one line end"


def _ends_well(source: bytes) -> bool:
    return source.rstrip() + rst_sections.line_end(source) == source


def _rest(old: bytes, new: bytes) -> Iterator[Finding]:
    """Nothing outside the new and changed sections may differ, but for the end of the file."""
    if old.rstrip() == new.rstrip():
        return
    pairs = enumerate(zip(old.splitlines(), new.splitlines(), strict=False), 1)
    line = next((n for n, (a, b) in pairs if a != b), 0)
    yield "rest", 0, f"text outside of the entry changed, from line {line} of the rest on"


def _heading(section: Section) -> Iterator[Finding]:
    at = section.title_start
    if section.underline_end - section.underline_start != rst_sections.width(section.title):
        yield "underline", at, "the underline is not as long as the title"
    if _version(section) is not None and not _FORM.search(section.title):
        yield "form", at, "the title does not end with `(since X.Y)`"
    grouped = any(title.casefold() == _GROUPED for title in section.parents)
    wanted = 3 if grouped else 2
    if _version(section) is not None and section.level != wanted:
        yield "level", at, f"the heading is at level {section.level}, not at level {wanted}"
    if section.level != len(section.parents):
        yield "level", at, "the heading leaves out a level"


def _order(section: Section, now: Sequence[Section], moved: bool) -> Iterator[Finding]:
    """A new entry stands behind all that are not younger; a dated one only in order."""
    since = _version(section) or (0, 0)
    inside = [s for s in now if s.body <= section.start < s.end and s.level < section.level]
    siblings = rst_sections.children(now, inside[-1]) if inside else ()
    at = siblings.index(section) if section in siblings else 0
    nearest = next((v for s in reversed(siblings[:at]) if (v := _version(s))), (0, 0))
    if nearest > since:
        yield "order", section.title_start, "the entry stands behind a younger one"
    later = [v for s in siblings[at + 1 :] if (v := _version(s))]
    if any(v < since for v in later):
        yield "order", section.title_start, "the entry stands before one that is not younger"
    elif not moved and since in later:
        yield "tie", section.title_start, "the entry stands before one that is not younger"
    unversioned_first = not any(_version(s) for s in siblings[:at])
    if unversioned_first and any(_version(s) is None for s in siblings[at + 1 : at + 2]):
        yield "order", section.title_start, "the entry stands before one without a version"


def _longer(old: bytes, was: Section, new: bytes, now: Section) -> Iterator[Finding]:
    """An entry that keeps its title keeps its words too, and may say more behind them."""
    before, after = _words(old, was), _words(new, now)
    if after[: len(before)] != before:
        yield "text", now.title_start, "the text of the entry changed"
    if any(map(rst_sections.is_adornment, after[len(before) :])):
        yield "text", now.title_start, "a heading stands in the text of the entry"
    if _blanks(new[: now.start]) != _blanks(old[: was.start]):
        yield "blank", now.title_start, "the blank lines above the heading changed"


def _words(source: bytes, section: Section) -> list[str]:
    return source[section.body : section.end].decode("utf-8", "surrogateescape").split()


def _same_text(old: bytes, was: Section, new: bytes, now: Section) -> Iterator[Finding]:
    """A dated entry keeps its text, and the blank lines above it unless it moved."""
    texts = (blanks.stripped(s[x.body : x.end]) for s, x in ((old, was), (new, now)))
    if len(set(texts)) > 1:
        yield "text", now.title_start, "the text of the entry changed with its version"
    above = _blanks(new[: now.start])
    if above not in (1, _blanks(old[: was.start])):
        yield "blank", now.title_start, f"{above} blank lines above the heading instead of one"


def _layout(source: bytes, section: Section) -> Iterator[Finding]:
    """One blank line above and below the heading, at least one below the text."""
    above = _blanks(source[: section.start])
    if section.start and above != 1:
        yield "blank", section.title_start, f"{above} blank lines above the heading instead of one"
    rest = source[section.body :]
    below = _blanks(rest[: len(rest) - len(rest.lstrip())] + b"x", ending=False)
    if below != 1:
        yield (
            "blank",
            section.underline_start,
            f"{below} blank lines below the heading instead of one",
        )
    if section.end < len(source) and not _blanks(source[section.start : section.end]):
        yield "blank", section.title_start, "no blank line behind the entry"
    end = rst_sections.line_end(source)
    at = section.start
    # The blank lines below it stood there before.
    stop = rst_sections.content_end(source, section.start, section.end)
    for line in source[section.start : stop].splitlines(keepends=True):
        if line.rstrip() + end != line and at + len(line) < len(source):
            yield "trailing", at, "trailing blanks, or a line end that is not the file's"
        at += len(line)


def _blanks(text: bytes, ending: bool = True) -> int:
    lines = text.replace(b"\r\n", b"\n").split(b"\n")[:-1]
    ordered = list(reversed(lines)) if ending else lines
    return next((i for i, line in enumerate(ordered) if not blanks.is_blank(line)), len(ordered))


def _unmatched(
    source: bytes, mine: Sequence[Section], other: bytes, theirs: Sequence[Section]
) -> list[Section]:
    """Return the sections of `mine` whose heading and own text are not among `theirs`."""
    left = Counter(_key(other, theirs, s) for s in theirs)
    result = []
    for section in mine:
        key = _key(source, mine, section)
        if left[key] > 0:
            left[key] -= 1
        else:
            result.append(section)
    return result


def _key(source: bytes, found: Sequence[Section], section: Section) -> tuple[object, ...]:
    inner = rst_sections.children(found, section)
    own = source[section.start : inner[0].start if inner else section.end]
    return section.parents, section.level, blanks.stripped(own)


def _without(source: bytes, cut: Sequence[Section]) -> bytes:
    """Return `source` without the sections `cut` and the blank lines above each."""
    parts, at = [], 0
    for section in cut:
        if section.start < at:
            continue
        parts.append(source[at : rst_sections.content_end(source, 0, section.start)])
        at = rst_sections.content_end(source, section.start, section.end)
    return b"".join([*parts, source[at:]])


def _plain(section: Section) -> tuple[object, ...]:
    return section.parents, _DATE.sub("", section.title)


def _version(section: Section) -> tuple[int, int] | None:
    found = _SINCE.search(section.title)
    return (int(found[1]), int(found[2])) if found else None


CHECK = Check(id="rst-entry", run=run)
