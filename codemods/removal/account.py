"""What became of every line that spells a feature that goes, or a name that went with it."""

from __future__ import annotations

from collections.abc import Sequence

from codemods.model import Accounted, Patch
from codemods.source.tree import Tree


def account(tree: Tree, patches: Sequence[Patch]) -> tuple[Accounted, ...]:
    """Return one row for each line of `tree` that spells a removed feature."""
    return ()
