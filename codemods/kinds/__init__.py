"""The kinds of features that QEMU deprecates, one file each.

A file of this package that defines KIND is a kind; nothing else lists them.
"""

from __future__ import annotations

import pkgutil
from functools import lru_cache
from importlib import import_module

from codemods.model import Kind


@lru_cache(maxsize=1)
def every() -> dict[str, Kind]:
    """Return the kinds by id, in the order of their ids."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__))
    found = [import_module(f"{__name__}.{name}").KIND for name in names]
    return {kind.id: kind for kind in found}
