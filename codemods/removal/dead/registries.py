"""Lists that are only written to: what fills them is as dead as what read them.

Source: 5433af7697 and 7686f2c5d7 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from codemods.errors import Refused
from codemods.formats.c import folding
from codemods.formats.c import functions as c_functions
from codemods.formats.c import items as c_items
from codemods.formats.c import names as c_names
from codemods.formats.c.functions import Function
from codemods.removal import files, gone, uses
from codemods.removal.state import Removal
from codemods.syntax.parse import Node, parse

_LIST = re.compile(rb"\bQ(?:LIST|TAILQ|SIMPLEQ|SLIST|STAILQ)_HEAD\b|\bGS?List\b|\bGQueue\b")
#: What keeps a list, and nothing else.
_KEEPS = re.compile(
    r"Q(?:LIST|TAILQ|SIMPLEQ|SLIST|STAILQ)_(?:INSERT\w*|REMOVE\w*|INIT)"
    r"|(?:WITH_)?QEMU_(?:MAKE_)?LOCK(?:ABLE)?_GUARD|qemu_(?:rec_)?mutex_(?:init|lock|unlock|destroy)"
    r"|g_(?:new0?|malloc0?|free|strdup|s?list_(?:append|prepend|remove|insert\w*))|g?_?assert"
)
_GETS = ("assignment_expression", "update_expression")


def written(state: Removal, lost: dict[str, set[str]]) -> bool:
    """Take out the functions that only fill a list which nothing reads any more.

    Arguments:
        lost: the names that lost a use, each with the files in which.
    """
    done = False
    for name, paths in lost.items():
        for path in paths:
            if state.alive(path) and path.endswith(".c"):
                done |= _registry(state, path, name)
    return done


def _registry(state: Removal, path: str, name: str) -> bool:
    source = state.read(path)
    items = c_items.read(source).defining(name)
    if len(items) != 1 or items[0].kind != c_items.VARIABLE or not items[0].static:
        return False
    if not _LIST.search(source[items[0].start : items[0].end]):
        return False
    keepers = _keepers(path, source, name, items[0].end)
    if not keepers:
        return False
    own = {n for i in c_items.read(source).items if i.kind == c_items.VARIABLE for n in i.names}
    if not all(_only_keeps(f.node, own) for f in keepers):
        return False
    every = list(c_functions.functions(path, source))
    if all(_only_keeps(f.node, own) for f in every):
        files.drop(state, [path])
        return True
    try:
        gone.remove_all(state, [(function.name, folding.FALSE) for function in keepers])
    except Refused as err:
        state.leave(err.path or path, err.line, err.message)
        return False
    return True


def _keepers(path: str, source: bytes, name: str, declared: int) -> Sequence[Function]:
    """Return the functions that fill the list; none if something reads it."""
    root = parse("c", source).root_node
    found: dict[str, Function] = {}
    functions = list(c_functions.functions(path, source))
    for at in uses.offsets(source, name):
        if at < declared:
            continue
        node = root.descendant_for_byte_range(at, at + len(name))
        around = next((f for f in functions if f.span.start <= at < f.span.end), None)
        if node is None or around is None or around.node.has_error or not _is_kept(node):
            return ()
        found[around.name] = around
    return tuple(found.values())


def _is_kept(node: Node) -> bool:
    """Tell whether `node` is the list in a call that fills it."""
    here = node.parent
    while here is not None and here.type in ("pointer_expression", "argument_list"):
        here = here.parent
    called = here.child_by_field_name("function") if here is not None else None
    return called is not None and _KEEPS.fullmatch((called.text or b"").decode()) is not None


def _only_keeps(function: Node, own: set[str]) -> bool:
    """Tell whether the function does nothing but keep lists: no other call, no other variable."""
    if function.has_error:
        return False
    for node in c_names.walk(function):
        if node.type == "call_expression":
            called = node.child_by_field_name("function")
            if called is None or not _KEEPS.fullmatch((called.text or b"").decode()):
                return False
        elif node.type in _GETS:
            target = node.children[0]
            while target.type in ("field_expression", "subscript_expression"):
                target = target.children[0]
            name = (target.text or b"").decode()
            if name not in own and not c_names.is_local(function, name):
                return False
    return True
