"""The tree's own users of a feature, and how they move to its replacement.

A file of this package defines `find(tree, move)` and AREA and looks at one
area of the tree; nothing else lists them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from types import ModuleType

from codemods import registry
from codemods.source.tree import Tree
from codemods.users.model import Move, Use


@lru_cache(maxsize=1)
def every() -> dict[str, ModuleType]:
    """Return the modules that look at an area, by area, in the order of their names."""
    return {module.AREA: module for module in registry.modules(__name__)}


def find(tree: Tree, move: Move) -> Iterator[Use]:
    """Yield every user of the feature, area by area."""
    for module in every().values():
        yield from module.find(tree, move)
