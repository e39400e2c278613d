"""The kinds of evidence, one file each.

A file of this package that defines EVIDENCE is one; nothing else lists them.
"""

from __future__ import annotations

from functools import lru_cache

from codemods import registry
from codemods.related.scene import Evidence


@lru_cache(maxsize=1)
def every() -> dict[str, Evidence]:
    """Return the kinds of evidence by id, the derived ones last."""
    found = [module.EVIDENCE for module in registry.modules(__name__)]
    return {e.id: e for e in sorted(found, key=lambda e: e.derived)}
