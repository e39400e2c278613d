"""The rules of an audit, one file each.

A file of this package that defines RULE is a rule; nothing else lists them.
"""

from __future__ import annotations

from functools import lru_cache

from codemods import registry
from codemods.audit.rule import Rule


@lru_cache(maxsize=1)
def every() -> dict[str, Rule]:
    """Return the rules by id, in the order of their ids."""
    found = [module.RULE for module in registry.modules(__name__)]
    return {rule.id: rule for rule in sorted(found, key=lambda rule: rule.id)}
