"""Which chapter of deprecated.rst lists a thing of the schema.

Source: the entries of deprecated.rst through its history; for the members of
migration types 7b24d32634, 40101f320d, 8846b5bfca and c2fb6eaeb9.
"""

from __future__ import annotations

import re

from codemods.formats.rst import sections as rst_sections
from codemods.qemu.listing import chapters, entries, placement
from codemods.qemu.schema import definitions
from codemods.source.tree import Tree

Chapters = tuple[tuple[str, ...], ...]

#: Types that describe a command line option too, by how their names begin.
_OPTIONS = (
    ("Chardev", chapters.CHARACTER_DEVICES),
    ("Netdev", chapters.NET_DEVICES),
    ("BlockdevOptions", chapters.BLOCK_DEVICES),
)
_MIGRATION = "qapi/migration.json"
_MEMBER = re.compile(r"\b(arguments?|members?|fields?|command options?)\b")


def command(path: str) -> Chapters:
    """Return the chapter for a command, or anything else, of the schema file `path`."""
    return chapters.GUEST_AGENT if definitions.is_guest_agent(path) else chapters.QMP


def event(path: str) -> Chapters:
    """Return the chapter for an event of the schema file `path`."""
    return chapters.GUEST_AGENT if definitions.is_guest_agent(path) else chapters.EVENTS


def option(type_name: str) -> Chapters | None:
    """Return the chapter for a member of a type that describes a device option, or None."""
    return next((found for begin, found in _OPTIONS if type_name.startswith(begin)), None)


def member(tree: Tree, path: str, *, direct: bool) -> Chapters:
    """Return the chapter for a struct member or an argument of the schema file `path`.

    Arguments:
        direct: clients meet it as an argument or in a return value.
    """
    if path == _MIGRATION and (not direct or _migration_lists_members(tree)):
        return chapters.MIGRATION
    return command(path)


def _migration_lists_members(tree: Tree) -> bool:
    """Tell whether the tree itself has put arguments or members into the chapter "Migration"."""
    path = entries.document(tree)
    found = rst_sections.sections(tree.read(path))
    root = placement.root(path, found)
    chapter, depth = placement.descend(found, root, chapters.MIGRATION)
    if depth < len(chapters.MIGRATION):
        return False
    titles = (re.sub(r"``.*?``", "", s.title) for s in rst_sections.children(found, chapter))
    return any(_MEMBER.search(title) for title in titles)
