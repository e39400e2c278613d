"""The tree's own users of a feature, and how they move to its replacement.

A file of this package defines `find(tree, move)` and AREA and looks at one
area of the tree; nothing else lists them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from types import ModuleType

from codemods import registry
from codemods.source.tree import Tree
from codemods.users import owners
from codemods.users.model import Move, Use
from codemods.users.spots import MAYBE_PARAMETER


@lru_cache(maxsize=1)
def every() -> dict[str, ModuleType]:
    """Return the modules that look at an area, by area, in the order of their names."""
    return {module.AREA: module for module in registry.modules(__name__)}


def find(tree: Tree, move: Move) -> Iterator[Use]:
    """Yield every user of the feature, area by area."""
    option = _option(tree, move)
    for module in every().values():
        for use in module.find(tree, move):
            if use.what != MAYBE_PARAMETER or option.search(tree.read(use.path)):
                yield use


def _option(tree: Tree, move: Move) -> re.Pattern[bytes]:
    """Return what finds the options that take the feature, where it is a parameter of some."""
    names = b"|".join(re.escape(name.encode()) for name in owners.keys(tree, move.feature).takers)
    return re.compile(rb"(?<![\w-])--?(?:" + names + rb")(?![\w-])")
