"""How deprecated.rst lists a machine.

Source: the chapter "System emulator machines" through its history.
"""

from __future__ import annotations

import re

from codemods.formats.rst import sections as rst_sections
from codemods.model import Entry
from codemods.qemu import targets
from codemods.qemu.listing import as_listed, chapters, entries, titles
from codemods.qemu.machines import machines
from codemods.qemu.machines.machines import Machine
from codemods.source.tree import Tree

_NOUNS = (("machine", "machines"), ("machine alias", "machine aliases"))
_RANGE = re.compile(r"``([^\s`]+)-(\d+)\.(\d+)`` up to ``\1-(\d+)\.(\d+)``")


def entry(tree: Tree, machine: Machine) -> Entry:
    """Return the entry "TARGET ``x`` machine"; a versioned machine is named by itself.

    Where the machine is listed already in other words, the entry has these.
    """
    name = f"``{machine.name}``"
    target = targets.title(machine.arch)
    short = titles.short(name, *_NOUNS[machine.type is None], target=target)
    if machines.is_versioned(machine.name):
        return _in_range(tree, machine.name) or Entry(chapters.MACHINES, name, short=short)
    own = Entry(
        chapters.MACHINES, name, target, after=short.after, afters=short.afters, short=short
    )
    return as_listed.as_listed(tree, own, r"\bmachines?\b")


def _in_range(tree: Tree, name: str) -> Entry | None:
    """Return the entry of the section that lists `name` between two versions, if one does."""
    family, wanted = machines.version(name) or ("", ())
    for section in rst_sections.sections(tree.read(entries.document(tree))):
        for found in _RANGE.finditer(section.title):
            first, last = (int(found[2]), int(found[3])), (int(found[4]), int(found[5]))
            if found[1] == family and first <= wanted[:2] <= last:
                return Entry(chapters.MACHINES, titles.undated(section.title))
    return None
