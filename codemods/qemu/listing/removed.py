"""The list of removed features: its file, and the chapter into which an entry moves.

Source: docs/about/removed-features.rst (docs/system/ before f347839258) and the
146 entries that removals since 2020 have added to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from codemods.errors import Refused
from codemods.formats.rst import sections as rst_sections
from codemods.formats.rst.sections import Section
from codemods.qemu.listing import chapters, placement
from codemods.source.splice import Edit
from codemods.source.tree import Tree, exists

#: Where the list of removed features stands, or stood.
DOCUMENTS = ("docs/about/removed-features.rst", "docs/system/removed-features.rst")
_DATED = re.compile(
    r"(?<! ) *\((?:removed|deprecated|since)(?=[^()]*\d\.\d)[^()]*\)$", re.IGNORECASE
)

_DEVICE_OPTIONS = "device options"

Aliases = tuple[str, ...]

#: The chapters of removed-features.rst in their order, each with its spellings.
_ORDER: tuple[Aliases, ...] = (
    ("System emulator command line arguments",),
    ("User-mode emulator command line arguments",),
    ("QEMU Machine Protocol (QMP) commands", "QEMU Machine Protocol (QMP)"),
    ("QEMU Machine Protocol (QMP) events", "QEMU API (QAPI) events"),
    ("Human Monitor Protocol (HMP) commands", "Human Machine Protocol (HMP) commands"),
    ("Host Architectures",),
    ("Guest Emulator ISAs",),
    ("System emulator CPUS", "System emulator CPUs"),
    ("System accelerators",),
    ("System emulator machines",),
    ("System emulator binaries",),
    ("linux-user mode CPUs",),
    ("TCG introspection features",),
    ("System emulator devices",),
    ("Related binaries",),
    ("Backend options",),
    ("Block devices",),
    ("VFIO devices",),
    ("Tools",),
    ("QEMU guest agent",),
    ("Device options",),
    ("Backwards compatibility",),
    ("Build options",),
)
#: Where the entries of a chapter of deprecated.rst go that has no namesake there.
_MOVES: dict[tuple[Aliases, ...], str] = {
    chapters.MIGRATION: "QEMU Machine Protocol (QMP) commands",
    chapters.EMULATED_DEVICES: "System emulator devices",
    chapters.BLOCK_DEVICES: "Block devices",
    chapters.VFIO_DEVICES: "VFIO devices",
    chapters.CHARACTER_DEVICES: "Device options",
    chapters.NET_DEVICES: "Device options",
    chapters.CPU_PROPERTIES: "System emulator CPUS",
}


def document(tree: Tree) -> str:
    """Return the path of the file that lists what was removed.

    Raises:
        Refused: the tree has none.
    """
    for path in DOCUMENTS:
        if exists(tree, path):
            return path
    raise Refused(
        f"looked for {' and '.join(DOCUMENTS)}, found neither",
        hint="use a tree of QEMU 5.2 or later, or write the entry by hand",
    )


def chapter(listed: Sequence[Aliases]) -> Aliases:
    """Return the spellings of the chapter for what deprecated.rst lists in the chapters `listed`.

    Raises:
        Refused: no entry of such a chapter has ever moved.
    """
    outer = tuple(listed)
    wanted = _MOVES.get(outer, outer[0][0])
    for aliases in _ORDER:
        if wanted.casefold() in {name.casefold() for name in aliases}:
            return aliases
    raise Refused(f"no chapter is known for what is listed under `{outer[0][0]}`")


def where(around: Sequence[str], listed: Sequence[Aliases]) -> Sequence[Aliases]:
    """Return the chapters of an entry that moves, the outermost first.

    Arguments:
        around: the titles in which it stands in deprecated.rst.
        listed: the chapters in which one looks for such an entry.
    """
    same = around and around[0].casefold() in {name.casefold() for name in listed[0]}
    if same or not around or _rank(around[0]) is None:
        return listed
    if around[0].casefold() == _DEVICE_OPTIONS:
        # Whatever has properties is listed there; what goes is listed with its like.
        return listed
    return tuple((name,) for name in around)


def title(text: str, release: str) -> str:
    """Return the title `text` of deprecated.rst as it reads once it is removed in `release`."""
    return f"{_DATED.sub('', text).strip()} (removed in {release})"


def add(tree: Tree, listed: Sequence[Aliases], heading: str, body: str) -> tuple[Edit, ...]:
    """Return the edits that append an entry to its chapter, which is made where it is missing.

    Arguments:
        listed: the chapters of deprecated.rst for such features.
        heading: the entry's title; `body` its text, lines that end with LF.

    Raises:
        Refused: see document() and chapter().
    """
    path = document(tree)
    source = tree.read(path)
    found = rst_sections.sections(source)
    top = placement.root(path, found)
    aliases = chapter(listed)
    names = {name.casefold() for name in aliases}
    inside = [s for s in rst_sections.children(found, top) if s.title.casefold() in names]
    groups = _groups(listed, aliases)
    if not inside:
        after = _slot(source, top, rst_sections.children(found, top), aliases)
        lines = [(aliases[0], 1), *((g, 2) for g in groups), (heading, 2 + len(groups))]
    else:
        parent, lines = inside[-1], [(heading, 2)]
        if groups:
            within = {s.title.casefold(): s for s in rst_sections.children(found, parent)}
            group = within.get(groups[0].casefold())
            parent, lines = group or parent, [(heading, 3)]
            lines = lines if group else [(groups[0], 2), *lines]
        after = _behind(source, parent, rst_sections.children(found, parent))
    above = [rst_sections.heading(t, *placement.style(found, level)) for t, level in lines]
    return rst_sections.insert(path, source, after, "\n".join([*above, body]))


def _groups(listed: Sequence[Aliases], aliases: Aliases) -> list[str]:
    """Return the group inside the chapter: what moves into a namesake keeps that."""
    outer, *inner = listed
    same = outer[0].casefold() in {name.casefold() for name in aliases}
    return [inner[0][0]] if inner and same else []


def _behind(source: bytes, parent: Section, siblings: Sequence[Section]) -> int:
    if siblings:
        return rst_sections.content_end(source, siblings[-1].start, siblings[-1].end)
    return rst_sections.content_end(source, parent.start, parent.end)


def _slot(source: bytes, top: Section, siblings: Sequence[Section], aliases: Aliases) -> int:
    rank = _ORDER.index(aliases)
    earlier = [s for s in siblings if (r := _rank(s.title)) is not None and r < rank]
    if earlier:
        return rst_sections.content_end(source, earlier[-1].start, earlier[-1].end)
    end = siblings[0].start if siblings else top.end
    return rst_sections.content_end(source, top.start, end)


def _rank(text: str) -> int | None:
    named = (n for n, row in enumerate(_ORDER) if text.casefold() in {a.casefold() for a in row})
    return next(named, None)
