"""How deprecated.rst lists a machine.

Source: the chapter "System emulator machines" through its history.
"""

from __future__ import annotations

import re

from codemods.formats import rst
from codemods.idioms import chapters, listed, machines, targets
from codemods.idioms import entry as entries
from codemods.idioms import entrytitle as titles
from codemods.idioms.machines import Machine
from codemods.model import Entry
from codemods.tree import Tree

_NOUNS = (("machine", "machines"), ("machine alias", "machine aliases"))
_RANGE = re.compile(r"``(\S+)-(\d+)\.(\d+)`` up to ``\1-(\d+)\.(\d+)``")


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
    return listed.as_listed(tree, own, r"\bmachines?\b")


def _in_range(tree: Tree, name: str) -> Entry | None:
    """Return the entry of the section that lists `name` between two versions, if one does."""
    family, wanted = machines.version(name) or ("", ())
    for section in rst.sections(tree.read(entries.document(tree))):
        for found in _RANGE.finditer(section.title):
            first, last = (int(found[2]), int(found[3])), (int(found[4]), int(found[5]))
            if found[1] == family and first <= wanted[:2] <= last:
                return Entry(chapters.MACHINES, titles.undated(section.title))
    return None
