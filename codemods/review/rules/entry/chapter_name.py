"""A new chapter is called as QEMU calls it, in both documents."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.formats.rst import sections as rst_sections
from codemods.qemu.listing import chapters
from codemods.review.facts import headings
from codemods.review.model import NOTE, WARNING, Finding, text_of
from codemods.review.rule import Rule
from codemods.review.scene import DEPRECATED, REMOVED, Scene


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the new chapters and groups that the other document, or QEMU, spells differently."""
    for heading in (*scene.listed, *scene.removed):
        section = heading.section
        if heading.is_entry or section.level not in (1, headings.entry_level(section) - 1):
            continue
        if heading.earlier and heading.earlier.title == section.title:
            continue
        known = _spellings(section.title)
        there = _used(scene, heading.path)
        other = [name for name in there if name.casefold() in known and name != section.title]
        if section.title in there:
            continue
        if other:
            wanted = other[0]
        elif known and section.title == _current(known):
            continue
        elif known:
            wanted = _current(known)
        else:
            yield Finding(
                RULE.id, NOTE if section.level > 1 else WARNING, heading.path, heading.line,
                f"{section.title}: neither document has a chapter of this name",
                _names(heading), hint="use one of the chapters that QEMU has",
            )  # fmt: skip
            continue
        yield Finding(
            RULE.id, WARNING, heading.path, heading.line,
            f"{section.title}: the chapter is called `{wanted}`"
            f"{' in the other document' if other else ''}", _names(heading),
            edits=rst_sections.retitle(heading.path, heading.source, section, wanted),
        )  # fmt: skip


def _names(heading: headings.Heading) -> tuple[str, ...]:
    return (heading.section.title, *(s.title for s in heading.inner))


def _used(scene: Scene, path: str) -> list[str]:
    """Return the chapters of the documents before the series."""
    titles = []
    for other in (*DEPRECATED, *REMOVED):
        titles += [s.title for s in rst_sections.sections(text_of(scene.before, other))]
    return titles


def _spellings(title: str) -> frozenset[str]:
    """Return all ways in which QEMU has spelled the chapter, in lower case; empty if it is new."""
    for row in _rows():
        names = frozenset(name.casefold() for name in row)
        if title.casefold() in names:
            return names
    return frozenset()


def _current(known: frozenset[str]) -> str:
    return next(row[0] for row in _rows() if row[0].casefold() in known)


def _rows() -> list[tuple[str, ...]]:
    return [row for known in chapters.ORDER for row in known]


RULE = Rule(
    "entry/chapter-name", WARNING, "a new chapter with a name of its own",
    "Both documents have the same chapters, so that an entry keeps its place when the feature "
    "goes.  A chapter that had become empty comes back under its name.  "
    "Source: docs/about/deprecated.rst and removed-features.rst.", run,
)  # fmt: skip
