"""The rules of an audit, one file each.

A file of this package that defines RULE is a rule; nothing else lists them.
"""

from __future__ import annotations

import pkgutil
from functools import lru_cache
from importlib import import_module

from codemods.audit.rule import Rule


@lru_cache(maxsize=1)
def every() -> dict[str, Rule]:
    """Return the rules by id, in the order of their ids."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    found = [import_module(f"{__name__}.{name}").RULE for name in names]
    return {rule.id: rule for rule in sorted(found, key=lambda rule: rule.id)}
