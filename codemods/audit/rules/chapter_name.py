"""A chapter is spelled as in the other list, and as it always was."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.audit import documents
from codemods.audit.documents import Document
from codemods.audit.model import Finding
from codemods.audit.rule import Rule
from codemods.audit.scene import Scene
from codemods.formats.rst import sections as rst_sections
from codemods.qemu.listing import chapters


def run(scene: Scene) -> Iterator[Finding]:
    """Yield each heading that differs from a known one in capitals, or in a word from the other."""
    found = list(documents.every(scene))
    known = {name.casefold(): name for name in chapters.headings()}
    seen: set[str] = set()
    for document in found:
        for heading, line, start in _headings(document):
            spelled = known.get(heading.casefold(), heading)
            others = [h for d in found if d != document for h, _, _ in _headings(d)]
            near = next((h for h in others if _differ_in_a_word(h, heading)), None)
            if spelled != heading:
                section = next(s for s in document.sections if s.start == start)
                yield RULE.finding(
                    document.path, line, heading, f'the chapter is "{spelled}" elsewhere',
                    edits=rst_sections.retitle(document.path, document.source, section, spelled),
                )  # fmt: skip
            elif near is not None and near not in seen:
                yield RULE.finding(
                    document.path, line, heading, f'the other list has the chapter "{near}"'
                )
            seen.add(heading)


def _headings(document: Document) -> list[tuple[str, int, int]]:
    """Return the chapters and groups, each with its line and offset."""
    titles = {title for e in document.entries for title in e.chapters}
    return [
        (s.title, document.line(s.title_start), s.start)
        for s in document.sections
        if s.title in titles and s.level > 0
    ]


def _differ_in_a_word(a: str, b: str) -> bool:
    first, second = a.split(), b.split()
    pairs = zip(first, second, strict=False)
    different = sum(x.casefold() != y.casefold() for x, y in pairs)
    same = chapters.subject((a,)) == chapters.subject((b,))
    return same and len(first) == len(second) > 3 and different == 1


RULE = Rule("chapter-name", "style", "A chapter has one spelling.", run)
