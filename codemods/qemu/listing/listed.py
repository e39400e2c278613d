"""The entries of docs/about: what a tree says is deprecated, and what it says is removed.

Source: docs/about/deprecated.rst and removed-features.rst (docs/system/ before 6.1; before
5.1 what was removed stood in a second part of deprecated.rst).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from codemods.errors import Refused
from codemods.formats.rst import sections as rst_sections
from codemods.formats.rst.sections import Section
from codemods.model import Listed
from codemods.qemu.listing import chapters, entries, names, placement
from codemods.source.splice import line_of
from codemods.source.tree import Tree, exists

_REMOVED = ("docs/about/removed-features.rst", "docs/system/removed-features.rst")
_GROUPS = frozenset(chapters.GROUPED)
_RELEASE = re.compile(r"\b(?:since|removed in)\s+v?(\d+)\.(\d+)", re.IGNORECASE)


def listed(tree: Tree) -> tuple[Listed, ...]:
    """Return the entries of both lists, those of what is deprecated first.

    Raises:
        Refused: see entries.document().
    """
    return (*deprecated(tree), *removed(tree))


def deprecated(tree: Tree) -> tuple[Listed, ...]:
    """Return the entries of deprecated.rst in their order.

    Raises:
        Refused: see entries.document().
    """
    path = entries.document(tree)
    return tuple(e for e in _read(path, tree.read(path)) if not e.removed)


def removed(tree: Tree) -> tuple[Listed, ...]:
    """Return the entries of removed-features.rst in their order; none in a tree without it."""
    for path in _REMOVED:
        if exists(tree, path):
            return _read(path, tree.read(path))
    path = entries.document(tree)
    return tuple(e for e in _read(path, tree.read(path)) if e.removed)


def section(tree: Tree, entry: Listed) -> Section:
    """Return the section of `entry`."""
    found = rst_sections.sections(tree.read(entry.path))
    return next(s for s in found if s.start == entry.start)


def release_of(title: str) -> str | None:
    """Return the first "X.Y" that follows "since" or "removed in" in `title`, or None."""
    found = _RELEASE.search(title)
    return f"{found[1]}.{found[2]}" if found else None


@lru_cache(maxsize=64)
def _read(path: str, source: bytes) -> tuple[Listed, ...]:
    found = rst_sections.sections(source)
    roots = [s for s in found if s.level == 0]
    if not roots:
        raise Refused("looked for the document's title, found no section", path=path)
    result: list[Listed] = []
    for n, root in enumerate(roots):
        gone = path in _REMOVED or n > 0
        result += [_entry(path, source, s, root, gone) for s in _leaves(found, root)]
    return tuple(result)


def _leaves(found: tuple[Section, ...], root: Section) -> Iterator[Section]:
    """Yield the sections of `root` that are entries, not chapters or groups of them."""
    for chapter in rst_sections.children(found, root):
        for one in rst_sections.children(found, chapter):
            inner = rst_sections.children(found, one)
            grouped = chapter.title.casefold() in _GROUPS and placement.version(one.title) is None
            if inner:
                yield from inner
            elif not (grouped and chapters.subject((chapter.title, one.title)) in chapters.GROUPS):
                yield one


def _entry(path: str, source: bytes, one: Section, root: Section, gone: bool) -> Listed:
    body = source[one.body : one.end].decode("utf-8", "replace").strip()
    return Listed(
        path=path,
        line=line_of(source, one.title_start),
        chapters=tuple(t for t in one.parents if t != root.title),
        title=one.title,
        release=release_of(one.title),
        names=names.of_title(one.title),
        body=body,
        removed=gone,
        start=one.start,
        end=one.end,
    )
