"""The kinds of evidence, one file each.

A file of this package that defines EVIDENCE is one; nothing else lists them.
"""

from __future__ import annotations

import pkgutil
from functools import lru_cache
from importlib import import_module

from codemods.related.scene import Evidence


@lru_cache(maxsize=1)
def every() -> dict[str, Evidence]:
    """Return the kinds of evidence by id, the derived ones last."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__))
    found = [import_module(f"{__name__}.{name}").EVIDENCE for name in names]
    return {e.id: e for e in sorted(found, key=lambda e: e.derived)}
