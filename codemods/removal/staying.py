"""What code that stays does with a type or a value that goes: needs it, or only speaks of it."""

from __future__ import annotations

import re

from codemods.formats.c import arguments
from codemods.formats.c.items import Item
from codemods.qemu.devices import needed
from codemods.syntax.parse import Node

#: Functions that are told a name, and only say what a user may create, or what it stands for.
_ALLOWS = re.compile(rb"machine_class_allow_\w{1,60}|\w{0,60}register\w{0,60}")
#: Functions that are told the name of a type, and find nothing of it when it is gone.
_ASKS = re.compile(
    rb"(?:module_)?object_(?:class_)?(?:dynamic_cast|by_name|resolve_\w{1,40})|\w{0,20}_has_\w{1,20}"
    rb"|strcmp|g_str_equal|g_strcmp0"
)
#: Tables that say something of types that are there, and make none: up to the braces.
_LISTS = re.compile(rb"\b(?:GlobalProperty|QDevAlias|valid_\w{1,40})\b[^{]{0,80}\{")
#: What the first of a row stands behind.
_OPENS = re.compile(rb"\{\s{0,40}\Z")
#: What another value is mapped to.
_MAPPED = re.compile(rb"\]\s{0,20}=\s{0,20}\Z")
#: The field of a type that says what it is called.
_CALLS_IT = re.compile(rb"\.name\s{0,20}=\s{0,20}\Z")
#: What the name of a type that a macro defines stands behind.
_FIRST = re.compile(rb"\b[A-Z]\w{1,60}\(\s{0,40}\Z")
_NEAR = 60
#: How the macros begin that name types of QOM.
_TYPE = b"TYPE_"


def only_lists(source: bytes, item: Item, at: int) -> bool:
    """Tell whether the variable around byte `at` only says something of what is named there.

    A type may be made from a table; a value may be what another one is mapped to.
    """
    before = source[max(0, at - _NEAR) : at]
    if _MAPPED.search(before):
        return False
    if not source.startswith(_TYPE, at) or before.endswith(b"[") or _CALLS_IT.search(before):
        return True
    if _LISTS.search(source, item.start, at):
        return True
    first = _FIRST.search(before)
    if first is not None and b"TypeInfo" in source[item.start : item.start + _NEAR]:
        return True
    return (first or _OPENS.search(before)) is not None and not needed.may_make(source)


def is_handed(node: Node) -> bool:
    """Tell whether `node` is called, or handed to a function that does more than ask for it."""
    around = node.parent
    if around is None or around.type not in ("call_expression", "argument_list"):
        return False
    return not _is_handed_to(node, _ASKS)


def only_allows(node: Node) -> bool:
    """Tell whether the type is handed to a function that says what a user may create."""
    return _is_handed_to(node, _ALLOWS)


def _is_handed_to(node: Node, functions: re.Pattern[bytes]) -> bool:
    """Tell whether `node` is an argument of a call of such a function."""
    call = arguments.call_with(node)
    called = call.child_by_field_name("function") if call is not None else None
    return called is not None and functions.fullmatch(called.text or b"") is not None
