"""The checks of one patch, one file each.

A file of this package that defines CHECK is a check; nothing else lists them.
"""

from __future__ import annotations

import pkgutil
from functools import lru_cache
from importlib import import_module

from codemods.model import Check


@lru_cache(maxsize=1)
def every() -> dict[str, Check]:
    """Return the checks by id, in the order of their ids."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    found = [import_module(f"{__name__}.{name}").CHECK for name in names]
    return {check.id: check for check in found}
