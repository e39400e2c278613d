"""Functions of the tree that do nothing but give a value, going by what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from codemods.formats.c import functions as c_functions
from codemods.formats.c import items as c_items
from codemods.formats.c import names as c_names
from codemods.qemu.code.pure import acts, is_pure
from codemods.removal.state import Removal, is_c
from codemods.syntax.parse import Node

#: So deep are functions looked into that call others.
_DEPTH = 3
#: A function that so many files define is something else in each.
_MANY = 4


def known(state: Removal, path: str) -> Callable[[str], bool]:
    """Return what tells of a function's name, as the file `path` knows it, that it only asks."""
    return lambda name: is_pure(name) or _asks(state, path, name, _DEPTH)


def _asks(state: Removal, path: str, name: str, depth: int) -> bool:
    if acts(name) or not depth:
        return False
    found = list(_definitions(state, path, name))
    return 0 < len(found) <= _MANY and all(_only_gives(state, one, depth) for one in found)


def _definitions(state: Removal, path: str, name: str) -> Iterator[c_functions.Function]:
    """Yield the functions that `name` may mean in the file `path`: its own, else all others'."""
    own = list(c_functions.functions(path, state.read(path), name)) if is_c(path) else []
    if own:
        yield from own
        return
    among = {
        hit.path: None for hit in state.tree.grep((f"{name}(",))
        if is_c(hit.path) and not hit.text[:1].isspace() and not hit.text.rstrip().endswith(b";")
    }  # fmt: skip
    for other in among:
        source = state.read(other)
        for item in c_items.read(source).defining(name):
            if item.kind == c_items.FUNCTION and not (item.static and other.endswith(".c")):
                yield from c_functions.functions(other, source, name)
                break


def _only_gives(state: Removal, function: c_functions.Function, depth: int) -> bool:
    """Tell whether a function sets nothing but its own variables, and calls nothing that does."""
    body = function.node.child_by_field_name("body")
    if body is None or function.node.has_error:
        return False
    return all(_is_quiet(state, function, node, depth) for node in c_names.walk(body))


def _is_quiet(state: Removal, function: c_functions.Function, node: Node, depth: int) -> bool:
    if node.type in ("assignment_expression", "update_expression"):
        target = node.child_by_field_name("left") or node.child_by_field_name("argument")
        if target is None or target.type != "identifier":
            return False
        one = c_names.local(function.node, (target.text or b"").decode(errors="replace"))
        return one is not None and b"static" not in (one.declaration.text or b"")
    if node.type == "call_expression":
        called = node.child_by_field_name("function")
        if called is None or called.type != "identifier":
            return False
        name = (called.text or b"").decode(errors="replace")
        return is_pure(name) or _asks(state, function.path, name, depth - 1)
    return node.type != "gnu_asm_expression"
