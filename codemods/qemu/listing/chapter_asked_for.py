"""The chapter of deprecated.rst that a user asks for by its heading."""

from __future__ import annotations

from codemods.errors import UsageError
from codemods.formats.rst import sections as rst_sections
from codemods.qemu.listing import chapters, entries, placement
from codemods.source.tree import Tree

Chapters = tuple[tuple[str, ...], ...]


def named(tree: Tree, heading: str) -> Chapters:
    """Return the chapter, and the one around it, whose heading is `heading` in any case.

    It is one that the tree's file has, or one that QEMU has had in some release.

    Raises:
        UsageError: there is no such chapter, all are listed; or it has groups.
        Refused: see entry.document().
    """
    known = [*_present(tree), *chapters.ORDER]
    wanted = " ".join(heading.split()).casefold()
    for chapter in known:
        if wanted in (name.casefold() for name in chapter[-1]):
            _require_no_groups(heading, chapter, known)
            return chapter
    listed = dict.fromkeys(chapter[-1][0] for chapter in known)
    raise UsageError(
        f"--chapter {heading}: no such chapter of {entries.document(tree)}",
        hint="one of: " + "; ".join(listed),
    )


def _require_no_groups(heading: str, chapter: Chapters, known: list[Chapters]) -> None:
    """Refuse a chapter whose entries stand in groups: which one is not said."""
    if len(chapter) > 1 or all(name.casefold() not in chapters.GROUPED for name in chapter[-1]):
        return
    groups = dict.fromkeys(c[-1][0] for c in known if len(c) > 1 and set(c[0]) & set(chapter[0]))
    raise UsageError(
        f"--chapter {heading}: its entries stand in groups", hint="one of: " + "; ".join(groups)
    )


def _present(tree: Tree) -> list[Chapters]:
    """Return the chapters of the tree's own file, and the groups of device options."""
    path = entries.document(tree)
    found = rst_sections.sections(tree.read(path))
    result: list[Chapters] = []
    for chapter in rst_sections.children(found, placement.root(path, found)):
        result.append(((chapter.title,),))
        if chapter.title.casefold() in chapters.GROUPED:
            inner = rst_sections.children(found, chapter)
            groups = [s for s in inner if placement.version(s.title) is None]
            result += [((chapter.title,), (group.title,)) for group in groups]
    return result
