"""Entries in the words of the section that lists their feature already."""

from __future__ import annotations

import re

from codemods.model import Entry
from codemods.qemu import targets
from codemods.qemu.listing import entries, titles
from codemods.source.tree import Tree


def as_listed(tree: Tree, wanted: Entry, noun: str) -> Entry:
    """Return `wanted` worded as the section that lists its name, if one does.

    Titles have named the vendor or the CPU in place of the target, or put the
    noun before the names.

    Arguments:
        noun: a regular expression that the words around the names have to match.
    """
    if entries.find(tree, [wanted]) is not None:
        return wanted
    for section in entries.mentions(tree, [wanted]):
        before, _, rest = titles.undated(section.title).partition("``")
        after = rest.rpartition("``")[2].strip()
        elsewhere = targets.are_others(section.title, titles.subject([wanted]))
        if re.search(noun, f"{before} {after}") and not elsewhere:
            return Entry(
                wanted.chapters, wanted.name, before.strip(), after=after, short=wanted.short
            )
    return wanted
