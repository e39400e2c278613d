"""No edit may add text that the grammar cannot read."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.errors import Problem
from codemods.formats import unread
from codemods.model import Check, Patch
from codemods.source.tree import Tree


def run(before: Tree, after: Tree, patch: Patch) -> Iterator[Problem]:
    """Yield a problem for each file that the grammar reads worse than before; see unread.py."""
    for path in sorted(p for p, data in patch.files.items() if data is not None):
        found = unread.fresh(path, before.read(path), after.read(path))
        if found is not None:
            yield Problem(CHECK.id, path, found[0], "the edit cannot be parsed")


CHECK = Check(id="syntax", run=run)
