"""Parameters that every call gives the same value, or that nothing reads any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codemods.formats.c import arguments, folding
from codemods.formats.c import functions as c_functions
from codemods.formats.c import names as c_names
from codemods.qemu.code.pure import is_pure
from codemods.removal import uses
from codemods.removal.dead import inside
from codemods.removal.state import Cut, Removal
from codemods.source.splice import Edit
from codemods.syntax.parse import Node, parse


@dataclass(frozen=True)
class Heads:
    """A function with all that names it: where its parameters stand, and the arguments of calls.

    Where the tree is not `all` that declares it, a file that a script makes does, too.
    """

    function: c_functions.Function
    parameters: tuple[tuple[str, Node], ...]
    calls: tuple[tuple[str, Node], ...]
    all: bool


def same(state: Removal, cut: Cut) -> bool:
    """Fold the parameter to which every call gives the literal that `cut` put there."""
    if not folding.is_literal(cut.text):
        return False
    found = _argument_at(state, cut)
    if found is None:
        return False
    name, index = found
    heads = of(state, name)
    if heads is None or not heads.all or not state.may_touch(_files(heads)):
        return False
    values = set()
    for _, call in heads.calls:
        given = arguments.elements(call)
        values.add((given[index].text or b"") if index < len(given) else b"")
    if len(values) != 1 or not folding.is_literal(value := values.pop()):
        return False
    one = parameter(heads.function, index)
    if one is None:
        return False
    reads = c_names.uses(heads.function.node, one)
    if any(map(c_names.is_written, reads)):
        return False
    path = heads.function.path
    if reads:
        return state.step([folding.fold(path, state.read(path), reads[0], value, is_pure)])
    return state.step(drop(state, heads, {index}))


def _files(heads: Heads) -> set[str]:
    return {heads.function.path, *(path for path, _ in (*heads.parameters, *heads.calls))}


def unused(state: Removal, cut: Cut) -> bool:
    """Drop a parameter that lost its last use in the function around `cut`."""
    function = inside.function_at(state, cut.path, cut.at)
    if function is None:
        return False
    for name in cut.lost:
        one = c_names.local(function.node, name)
        if one is None or not one.is_parameter or c_names.uses(function.node, one):
            continue
        heads = of(state, function.name)
        if heads is None or not heads.all or not state.may_touch(_files(heads)):
            continue
        declared = one.declaration.parent
        if declared is None:
            continue
        index = [n.id for n in arguments.elements(declared)].index(one.declaration.id)
        if state.step(drop(state, heads, {index})):
            return True
    return False


def drop(state: Removal, heads: Heads, places: set[int]) -> list[Edit]:
    """Return the edits that drop parameters in the definition, the prototypes and the calls."""
    edits = []
    for path, holder in (*heads.parameters, *heads.calls):
        edits += arguments.drop(path, state.read(path), holder, places)
    return edits


def of(state: Removal, name: str) -> Heads | None:
    """Return the function `name` where everything that names it is a head or a call, else None."""
    parameters: list[tuple[str, Node]] = []
    calls: list[tuple[str, Node]] = []
    functions: list[c_functions.Function] = []
    for path in uses.files(state.tree, name):
        source = state.read(path)
        root = parse("c", source).root_node
        for at in uses.offsets(source, name):
            node = root.descendant_for_byte_range(at, at + len(name))
            if node is None or node.parent is None:
                return None
            parent = node.parent
            if parent.type == "call_expression" and parent.children[0].id == node.id:
                holder = parent.child_by_field_name("arguments")
                if holder is None or holder.has_error:
                    return None
                calls.append((path, holder))
            elif parent.type == "function_declarator":
                holder = parent.child_by_field_name("parameters")
                if holder is None or holder.has_error:
                    return None
                parameters.append((path, holder))
            else:
                return None
        functions += c_functions.functions(path, source, name)
    if len(functions) != 1 or functions[0].node.has_error:
        return None
    known = len(parameters) > 1 or _is_static(functions[0].node)
    return Heads(functions[0], tuple(parameters), tuple(calls), known)


def _is_static(function: Node) -> bool:
    kinds = (n for n in function.children if n.type == "storage_class_specifier")
    return any(n.text == b"static" for n in kinds)


def _argument_at(state: Removal, cut: Cut) -> tuple[str, int] | None:
    """Return the function whose call has the argument at `cut`, and which argument that is."""
    root = parse("c", state.read(cut.path)).root_node
    node = root.descendant_for_byte_range(cut.at, cut.at + len(cut.text))
    while node is not None and node.parent is not None and node.parent.type != "argument_list":
        if node.type.endswith("statement"):
            return None
        node = node.parent
    if node is None or node.parent is None or node.parent.parent is None:
        return None
    called = node.parent.parent.child_by_field_name("function")
    given = [n.id for n in arguments.elements(node.parent)]
    if called is None or called.type != "identifier" or node.id not in given:
        return None
    if node.text != cut.text:
        # It went since, and another one stands there now.
        return None
    return (called.text or b"").decode(), given.index(node.id)


def parameter(function: c_functions.Function, index: int) -> c_names.Local | None:
    """Return the parameter of a function at the place `index`, or None."""
    for found in _lists(function.node):
        nodes = arguments.elements(found)
        if index >= len(nodes):
            return None
        for node in c_names.walk(nodes[index]):
            if node.type == "identifier":
                return c_names.local(function.node, (node.text or b"").decode())
        return None
    return None


def _lists(node: Node) -> Iterator[Node]:
    declarator = node.child_by_field_name("declarator")
    while declarator is not None:
        if declarator.type == "function_declarator":
            found = declarator.child_by_field_name("parameters")
            if found is not None:
                yield found
            return
        declarator = declarator.child_by_field_name("declarator")
