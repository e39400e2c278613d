"""Which functions and macros of QEMU's only give a value, going by their names.

Casts of QOM objects are macros in capitals; what asks begins or ends alike everywhere.
"""

from __future__ import annotations

import re

#: No name is longer: what is, is not looked through again from each of its parts.
_NAME = r"(?=\w{1,100}\Z)"
_ASKS = re.compile(
    _NAME + r"(?:[A-Z][A-Z0-9_]*"
    r"|(?:\w+_)?(?:get|current|is|has|use|uses|supports|enabled|find|lookup|offset|size|len|type|name|mode|id)"
    r"(?:_\w+)?"
    r"|str(?:n?cmp|n?casecmp|str|len|chr|rchr)|memcmp|g_str_(?:equal|has_prefix|has_suffix)"
    r"|g_strcmp0|(?:g_)?strerror|object_dynamic_cast|object_class_dynamic_cast|migrate_\w+|ARRAY_SIZE"
    r"|isupper|islower|isdigit|isspace|isalpha|sizeof|qobject_to|container_of)"
)
_ACTS = re.compile(
    _NAME + r"(?:(?:\w+_)?(?:set|init|new|add|del|free|remove|create|alloc|put|ref|unref)\w*"
    r"|[A-Z]+_(?:FOREACH|INSERT|REMOVE|INIT)\w*|g_new0?|FIELD_EX\w*_SET)"
)


def acts(name: str) -> bool:
    """Tell whether a function of this name does something, going by its name."""
    return _ACTS.fullmatch(name) is not None


def is_pure(name: str) -> bool:
    """Tell whether a call of `name` can be left out without a trace."""
    return _ASKS.fullmatch(name) is not None and _ACTS.fullmatch(name) is None
