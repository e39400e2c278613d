"""Within a chapter, entries stand in the order of their releases."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

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
        for path in dict.fromkeys(e.chapters for e in document.entries):
            chapter = [e for e in document.entries if e.chapters == path and e.release]
            versions = [version(e) for e in chapter]
            kept = _ascending(versions)
            rest = [chapter[n] for n in kept]
            for n in (n for n in range(len(chapter)) if n not in kept):
                yield _finding(document, chapter[n], chapter, rest)


def version(entry: Listed) -> _Version:
    """Return the release of an entry that gives one, for comparing."""
    major, _, minor = (entry.release or "0.0").partition(".")
    return int(major), int(minor)


def _finding(
    document: Document, entry: Listed, chapter: Sequence[Listed], rest: Sequence[Listed]
) -> Finding:
    at = chapter.index(entry)
    later = [e for e in chapter[:at] if version(e) > version(entry)]
    if later:
        why = f"{entry.release} behind {later[0].release}"
    else:
        why = f"{entry.release} before {min(chapter[at:], key=version).release}"
    severity = "style" if entry.removed else "error"
    return RULE.finding(
        document.path, entry.line, called(entry),
        f"{why}: entries stand in the order of their releases", severity=severity,
        edits=_moved(document, entry, rest),
    )  # fmt: skip


def _moved(document: Document, entry: Listed, rest: Sequence[Listed]) -> tuple[Edit, ...]:
    """Return the edits that put the entry behind the last one of `rest` that is not younger."""
    source, path = document.source, document.path
    older = [e for e in rest if version(e) <= version(entry)]
    (gone,) = rst_sections.remove(path, source, document.section(entry))
    end = rst_sections.content_end(source, entry.start, entry.end)
    text = source[entry.start : end].rstrip().replace(b"\r\n", b"\n") + b"\n"
    if older:
        after = rst_sections.content_end(source, older[-1].start, older[-1].end)
    else:
        after = rst_sections.content_end(source, 0, rest[0].start)
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
