"""Move an entry to where its release belongs."""

from __future__ import annotations

from codemods.formats.rst import sections as rst_sections
from codemods.qemu.listing import placement
from codemods.review.facts.headings import Heading
from codemods.source.splice import Edit


def behind(entry: Heading, since: tuple[int, int]) -> tuple[Edit, ...]:
    """Return the edits that put the entry behind the last sibling not younger than `since`."""
    source, section = entry.source, entry.section
    rest = [s for s in entry.siblings if s != section]
    if entry.around is None or not rest:
        return ()
    after = placement.entry_slot(source, entry.around, rest, since)
    (gone,) = rst_sections.remove(entry.path, source, section)
    if gone.start <= after <= gone.end:
        return ()
    end = rst_sections.content_end(source, section.start, section.end)
    text = source[section.start : end].replace(b"\r\n", b"\n").rstrip() + b"\n"
    lines = text.decode("utf-8", "surrogateescape")
    return (gone, *rst_sections.insert(entry.path, source, after, lines))
