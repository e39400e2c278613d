"""The rules of a review, one file each, in a folder for each subject.

A module of these folders that defines RULE is a rule; nothing else lists them.
The rule "entry/order" is in entry/order.py.
"""

from __future__ import annotations

import pkgutil
from functools import lru_cache
from importlib import import_module

from codemods.review.rule import Rule


@lru_cache(maxsize=1)
def every() -> dict[str, Rule]:
    """Return the rules by id, in the order of their ids."""
    names = sorted(m.name for m in pkgutil.walk_packages(__path__, f"{__name__}.") if not m.ispkg)
    found = [import_module(name).RULE for name in names]
    return {rule.id: rule for rule in found}
