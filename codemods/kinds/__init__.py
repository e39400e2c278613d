"""The kinds of features that QEMU deprecates, one file each.

A file of this package that defines KIND is a kind; nothing else lists them.
"""

from __future__ import annotations

from functools import lru_cache

from codemods import registry
from codemods.model import Kind


@lru_cache(maxsize=1)
def every() -> dict[str, Kind]:
    """Return the kinds by id, in the order of their ids."""
    found = [module.KIND for module in registry.modules(__name__)]
    return {kind.id: kind for kind in found}
