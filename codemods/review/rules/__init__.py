"""The rules of a review, one file each, in a folder for each subject.

A module of these folders that defines RULE is a rule; nothing else lists them.
The rule "entry/order" is in entry/order.py.
"""

from __future__ import annotations

from functools import lru_cache

from codemods import registry
from codemods.review.rule import Rule


@lru_cache(maxsize=1)
def every() -> dict[str, Rule]:
    """Return the rules by id, in the order of their ids."""
    found = [module.RULE for module in registry.modules(__name__)]
    return {rule.id: rule for rule in found}
