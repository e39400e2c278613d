"""Within a chapter, entries stand in the order of their releases."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from codemods.audit import documents
from codemods.audit.documents import Document
from codemods.audit.model import Finding, called
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene
from codemods.formats.rst import sections as rst_sections
from codemods.model import Listed
from codemods.source.splice import Edit

_Version = tuple[int, int]


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the entries whose move puts their chapter in order: as few as do."""
    for document in documents.every(scene):
        by_path: dict[tuple[str, ...], list[Listed]] = {}
        for entry in document.entries:
            by_path.setdefault(entry.chapters, []).append(entry)
        for entries in by_path.values():
            chapter = [e for e in entries if e.release]
            kept = _ascending([version(e) for e in chapter])
            rest = _Chapter.of([chapter[n] for n in sorted(kept)])
            if len(kept) < len(chapter):
                whole = _Chapter.of(chapter)
                for n in (n for n in range(len(chapter)) if n not in kept):
                    yield _finding(document, n, whole, rest)


def version(entry: Listed) -> _Version:
    """Return the release of an entry that gives one, for comparing."""
    major, _, minor = (entry.release or "0.0").partition(".")
    return int(major), int(minor)


@dataclass(frozen=True)
class _Chapter:
    """Entries, their versions, and the highest version up to each of them."""

    entries: Sequence[Listed]
    versions: Sequence[_Version]
    highest: Sequence[_Version]
    #: For each entry, the place of the first with the lowest version from there on.
    lowest: Sequence[int]

    @classmethod
    def of(cls, entries: Sequence[Listed]) -> _Chapter:
        versions = [version(entry) for entry in entries]
        lowest = list(range(len(versions)))
        for n in reversed(range(len(versions) - 1)):
            if versions[lowest[n + 1]] < versions[n]:
                lowest[n] = lowest[n + 1]
        return cls(entries, versions, list(accumulate(versions, max)), lowest)


def _finding(document: Document, at: int, chapter: _Chapter, rest: _Chapter) -> Finding:
    entry = chapter.entries[at]
    later = bisect_right(chapter.highest, chapter.versions[at])
    if later < at:
        why = f"{entry.release} behind {chapter.entries[later].release}"
    else:
        why = f"{entry.release} before {chapter.entries[chapter.lowest[at]].release}"
    severity = "style" if entry.removed else "error"
    return RULE.finding(
        document.path, entry.line, called(entry),
        f"{why}: entries stand in the order of their releases", severity=severity,
        edits=_moved(document, entry, rest),
    )  # fmt: skip


def _moved(document: Document, entry: Listed, rest: _Chapter) -> tuple[Edit, ...]:
    """Return the edits that put the entry behind the last one of `rest` that is not younger."""
    source, path = document.source, document.path
    older = bisect_right(rest.versions, version(entry))
    (gone,) = rst_sections.remove(path, source, document.section(entry))
    end = rst_sections.content_end(source, entry.start, entry.end)
    text = source[entry.start : end].rstrip().replace(b"\r\n", b"\n") + b"\n"
    if older:
        last = rest.entries[older - 1]
        after = rst_sections.content_end(source, last.start, last.end)
    else:
        after = rst_sections.content_end(source, 0, rest.entries[0].start)
    if gone.start <= after <= gone.end:
        return ()
    moved = text.decode("utf-8", "surrogateescape")
    return (gone, *rst_sections.insert(path, source, after, moved))


def _ascending(versions: Sequence[_Version]) -> frozenset[int]:
    """Return the places of a longest run of versions that do not fall."""
    ends: list[_Version] = []
    lasts: list[int] = []
    before: list[int] = []
    for n, one in enumerate(versions):
        at = bisect_right(ends, one)
        before.append(lasts[at - 1] if at else -1)
        ends[at : at + 1] = [one]
        lasts[at : at + 1] = [n]
    found, n = set(), lasts[-1] if lasts else -1
    while n >= 0:
        found.add(n)
        n = before[n]
    return frozenset(found)


RULE = Rule("order", "error", "Entries of a chapter stand in the order of their releases.", run)
