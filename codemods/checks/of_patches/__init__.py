"""The checks of one patch, one file each.

A file of this package that defines CHECK is a check; nothing else lists them.
"""

from __future__ import annotations

from functools import lru_cache

from codemods import registry
from codemods.model import Check


@lru_cache(maxsize=1)
def every() -> dict[str, Check]:
    """Return the checks by id, in the order of their ids."""
    found = [module.CHECK for module in registry.modules(__name__)]
    return {check.id: check for check in found}
