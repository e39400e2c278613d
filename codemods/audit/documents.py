"""The two lists as documents: their text, their headings, and where lines stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from codemods.audit.model import called
from codemods.audit.scene import Scene
from codemods.formats.rst import sections as rst_sections
from codemods.formats.rst.sections import Section
from codemods.model import Listed
from codemods.source.splice import line_of


@dataclass(frozen=True)
class Document:
    """One of the lists: `entries` are those that it has."""

    path: str
    source: bytes
    sections: tuple[Section, ...]
    entries: tuple[Listed, ...]

    def line(self, offset: int) -> int:
        """Return the line of an offset."""
        return line_of(self.source, offset)

    def section(self, entry: Listed) -> Section:
        """Return the section of `entry`."""
        return self._sections[entry.start]

    def name(self, section: Section) -> str:
        """Return what a finding calls the entry or chapter."""
        entry = self._entries.get(section.start)
        return called(entry) if entry else section.title

    @cached_property
    def _sections(self) -> dict[int, Section]:
        return {section.start: section for section in self.sections}

    @cached_property
    def _entries(self) -> dict[int, Listed]:
        return {entry.start: entry for entry in self.entries}


def every(scene: Scene) -> Iterator[Document]:
    """Yield the list of what is deprecated, then that of what is removed."""
    entries = (*scene.deprecated, *scene.removed)
    for path in dict.fromkeys(e.path for e in entries):
        source = scene.tree.read(path)
        own = tuple(e for e in entries if e.path == path)
        yield Document(path, source, rst_sections.sections(source), own)
