"""Where an entry stands in deprecated.rst: chapter order, and the order of entries in a chapter.

Source: docs/about/deprecated.rst through its history since 41fba1618b.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from codemods.errors import Refused
from codemods.formats.rst import sections as rst_sections
from codemods.formats.rst.sections import Section
from codemods.qemu.listing import chapters

Aliases = tuple[str, ...]

_CHARS = "=-'^"
_SPARE = '"~+*:'
_SINCE = re.compile(r"\bsince v?(\d+)\.(\d+)", re.IGNORECASE)

Version = tuple[int, int]


def version(text: str) -> Version | None:
    """Return the first release that follows "since" in `text`, as (major, minor)."""
    found = _SINCE.search(text)
    return (int(found[1]), int(found[2])) if found else None


def root(path: str, found: Sequence[Section]) -> Section:
    """Return the section that lists what is deprecated: the first one of the outermost level.

    Raises:
        Refused: there is none.
    """
    for section in found:
        if section.level == 0:
            return section
    raise Refused("looked for the document's title, found no section", path=path)


def descend(
    found: Sequence[Section], top: Section, chapters: Sequence[Aliases]
) -> tuple[Section, int]:
    """Follow `chapters` below `top`; return the innermost one there is, and how many there are."""
    for depth, aliases in enumerate(chapters):
        wanted = {name.casefold() for name in (*aliases, *_known(aliases))}
        inner = [s for s in rst_sections.children(found, top) if s.title.casefold() in wanted]
        if not inner:
            return top, depth
        top = inner[0]
    return top, len(chapters)


def entry_slot(source: bytes, parent: Section, siblings: Sequence[Section], since: Version) -> int:
    """Return the offset for a new entry: behind the last sibling not younger than `since`.

    Where all siblings are younger it stands behind the ones without a version
    that open the chapter, else behind the chapter's own text.
    """
    dated = [(s, version(s.title)) for s in siblings]
    older = [s for s, v in dated if v is not None and v <= since]
    if not older:
        first = next((i for i, (_, v) in enumerate(dated) if v is not None), len(dated))
        older = list(siblings[:first])
    return _behind(source, parent, siblings, older[-1] if older else None)


def in_order(section: Section, siblings: Sequence[Section], since: Version) -> bool:
    """Tell whether `section`, were it dated `since`, stands in the order of its siblings."""
    pairs = [(s.start, version(s.title)) for s in siblings if s != section]
    before = [v for start, v in pairs if start < section.start and v is not None]
    after = [v for start, v in pairs if start > section.start and v is not None]
    return all(v <= since for v in before) and all(v >= since for v in after)


def chapter_slot(
    source: bytes, parent: Section, siblings: Sequence[Section], aliases: Aliases
) -> int:
    """Return the offset at which the missing chapter `aliases` goes, by the order of chapters."""
    rank = _rank(aliases)
    ranks = [_rank((s.title,)) for s in siblings]
    earlier = [i for i, r in enumerate(ranks) if r is not None and rank is not None and r < rank]
    later = [i for i, r in enumerate(ranks) if r is not None and rank is not None and r > rank]
    if earlier:
        at = max(earlier, key=lambda i: ranks[i] or 0)
        # What follows a chapter and is none of the known ones belongs to it.
        while at + 1 < len(siblings) and ranks[at + 1] is None:
            at += 1
    else:
        at = later[0] - 1 if later else len(siblings) - 1
    return _behind(source, parent, siblings, siblings[at] if at >= 0 else None)


def style(found: Sequence[Section], level: int) -> tuple[str, bool]:
    """Return the underline character of `level` in this file, and whether it has an overline."""
    for section in found:
        if section.level == level:
            return section.char, section.overlined
    used = {s.char for s in found}
    return next(c for c in (_CHARS[level : level + 1] + _SPARE) if c not in used), False


def _behind(
    source: bytes, parent: Section, siblings: Sequence[Section], last: Section | None
) -> int:
    if last is not None:
        return rst_sections.content_end(source, last.start, last.end)
    end = siblings[0].start if siblings else parent.end
    return rst_sections.content_end(source, parent.start, end)


def _known(aliases: Aliases) -> Aliases:
    rank = _rank(aliases)
    return () if rank is None else chapters.ORDER[rank][-1]


def _rank(aliases: Aliases) -> int | None:
    wanted = {name.casefold() for name in aliases}
    known = (i for i, row in enumerate(chapters.ORDER) if wanted & {n.casefold() for n in row[-1]})
    return next(known, None)
