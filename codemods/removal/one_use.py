"""Take out one use of a name that does not exist any more.

A row of a table goes, a statement that calls it or hands it on goes, a `case` goes with its
statements, a condition is decided.  What is none of that is for a person.
"""

from __future__ import annotations

import re

from codemods.errors import Refused
from codemods.formats.c import case_labels, cutting, folding, rows
from codemods.formats.c import functions as c_functions
from codemods.formats.c import items as c_items
from codemods.formats.c import names as c_names
from codemods.formats.c.items import Item
from codemods.qemu.code import headers
from codemods.qemu.code.pure import is_pure
from codemods.removal import staying
from codemods.removal.state import Removal
from codemods.source.splice import Edit, line_of
from codemods.syntax.parse import Node, parse

#: Of a structure, the fields that say what it is.
_NAMING = re.compile(rb"\.(?:name|typename|type_name)\s*=")


def edits(state: Removal, path: str, at: int, name: str, value: bytes) -> list[Edit]:
    """Return the edits that take out the use of `name` at the offset `at` of a file.

    Arguments:
        value: what an expression is worth that asks for it.

    Raises:
        Refused: no rule takes it out, or what stays needs it.
    """
    source = state.read(path)
    item = c_items.read(source).at(at)
    if item is None:
        raise refused(state, path, at, name)
    listing = item.kind in (c_items.CALL, c_items.PROTOTYPE)
    if listing and (edit := _listed(state, path, item, at)):
        return [edit]
    if item.kind == c_items.CALL and _made_is_used(source, item, name):
        raise refused(state, path, at, name)
    if item.kind == c_items.VARIABLE and name in item.names and len(item.names) > 1:
        # What is declared with it stays.
        raise refused(state, path, at, name)
    if name in item.names and (item.kind != c_items.CALL or len(item.names) < _FEW):
        return [cutting.cut(path, source, item.start, item.end)]
    if item.kind == c_items.CALL:
        return [cutting.cut(path, source, item.start, item.end)]
    row = rows.around(source, item.start, item.end, at)
    if (
        name in state.needed
        and item.kind == c_items.VARIABLE
        and not staying.only_lists(source, item, at)
    ):
        raise refused(state, path, at, name)
    if row is not None and (row.array or item.kind == c_items.VARIABLE):
        if not row.array and _NAMING.match(source, row.start):
            return [cutting.cut(path, source, item.start, item.end)]
        return [rows.cut(path, source, row)]
    if item.kind == c_items.FUNCTION:
        return [_in_function(state, path, item, at, name, value)]
    raise refused(state, path, at, name)


def _made_is_used(source: bytes, item: Item, name: str) -> bool:
    """Tell whether the use of a macro makes something that other code of the file needs."""
    made = item.names[1] if len(item.names) > 1 else name
    inside = c_items.uses(source, item.start, item.end, made)
    return made != name and c_items.words(source)[made] > inside


def _listed(state: Removal, path: str, item: Item, at: int) -> Edit | None:
    """Return the edit for one of the variable arguments of a macro, which makes a list of them."""
    source = state.read(path)
    name = item.names[0]
    used = re.compile(rb"\b" + name.encode() + rb"\s{0,20}\(").search(source, item.start, item.end)
    macro = headers.lookup(state.tree, path, ("include",))(name) if used else None
    if used is None or macro is None or not macro.rest:
        return None
    found = rows.argument(source, used.end() - 1, item.end, at)
    if found is None or found[0] < len(macro.parameters or ()):
        return None
    row = found[1]
    if not row.comma and row.before >= 0:
        return Edit(path, row.before, row.end, b"")
    return rows.cut(path, source, row)


#: A macro with more arguments than this is a table of many things.
_FEW = 6


def _in_function(state: Removal, path: str, item: Item, at: int, name: str, value: bytes) -> Edit:
    source = state.read(path)
    line = source[source.rfind(b"\n", 0, at) + 1 : at]
    if re.fullmatch(rb"[ \t]*case[ \t]+", line):
        return case_labels.cut(path, source, at)
    for function in c_functions.functions(path, source, item.names[0]):
        if function.span.start <= at < function.span.end:
            c_functions.require_clean(source, function, f"take {name} out by hand")
    root = parse("c", source).root_node
    node = root.descendant_for_byte_range(at, at + len(name))
    if node is None:
        raise refused(state, path, at, name)
    edit = _statement(state, path, node, name)
    if edit is None and (name not in state.needed or not staying.is_handed(node)):
        edit = _condition(path, source, node, value)
    if edit is None:
        raise refused(state, path, at, name)
    return edit


def _statement(state: Removal, path: str, node: Node, name: str) -> Edit | None:
    """Return the edit for the statement that calls `node`, hands it on or assigns what it gives."""
    source = state.read(path)
    here = node
    while here.parent is not None and here.parent.type in (
        "pointer_expression", "cast_expression", "argument_list", "call_expression",
        "subscript_expression", "field_expression",
    ):  # fmt: skip
        parent = here.parent
        if parent.type == "subscript_expression" and parent.children[0].id != here.id:
            return None
        here = parent
    around = here.parent
    if around is None:
        return None
    if name in state.needed and not staying.only_allows(node) and not _is_place(node):
        return None
    if around.type == "expression_statement" and here.type == "call_expression":
        return folding.gone(path, source, around, is_pure)
    outer = around.parent
    assigns = around.type == "assignment_expression"
    if assigns and outer is not None and outer.type == "expression_statement":
        return None if _is_read_behind(outer) else folding.gone(path, source, outer, is_pure)
    return None


def _is_place(node: Node) -> bool:
    """Tell whether `node` says which element of an array is set."""
    around = node.parent
    if around is None or around.type != "subscript_expression":
        return False
    return around.children[0].id != node.id and c_names.is_written(around)


def _is_read_behind(statement: Node) -> bool:
    """Tell whether code behind an assignment reads the variable that it sets."""
    target = statement.named_children[0].children[0]
    name = (target.text or b"").decode(errors="replace") if target.type == "identifier" else ""
    if not name or not c_names.is_local(c_names.function_around(statement), name):
        return False
    use = c_names.use_behind(statement, name)
    return use is not None and c_names.assignment(use) is None


def _condition(path: str, source: bytes, node: Node, value: bytes) -> Edit | None:
    """Return the edit that decides the condition that asks for `node`."""
    here = node
    while here.parent is not None and here.parent.type in (
        "call_expression", "argument_list", "subscript_expression", "field_expression",
    ):  # fmt: skip
        here = here.parent
    parent = here.parent
    if parent is None:
        return None
    if here.id == node.id and parent.type == "binary_expression":
        # Compared with what nothing is any more.
        operator = parent.children[1].type
        if operator in ("==", "!="):
            known = folding.FALSE if operator == "==" else folding.TRUE
            return folding.fold(path, source, parent, known, is_pure)
        return None
    if here.id == node.id:
        return None
    asked = parent
    while asked.type in ("unary_expression", "parenthesized_expression", "binary_expression"):
        if asked.parent is None:
            return None
        if asked.type == "binary_expression" and asked.children[1].type not in (
            "&&", "||", "==", "!=",
        ):  # fmt: skip
            return None
        asked = asked.parent
    decides = asked.type in ("if_statement", "conditional_expression", "while_statement")
    told = asked.type == "return_statement" and here.type == "subscript_expression"
    if not decides and not (told and _gives_truth(asked)):
        return None
    return folding.fold(path, source, here, value, is_pure)


def _gives_truth(node: Node) -> bool:
    """Tell whether the function around `node` gives a truth value."""
    function = c_names.function_around(node)
    given = function.child_by_field_name("type")
    declared = function.child_by_field_name("declarator")
    pointer = declared is not None and declared.type == "pointer_declarator"
    return given is not None and given.text == b"bool" and not pointer


def refused(state: Removal, path: str, at: int, name: str) -> Refused:
    """Return what is to be said of a use of `name` that is for a person."""
    needs = f"what stays needs {name} here" if name in state.needed else ""
    return Refused(
        needs or f"no rule takes out this use of {name}",
        path=path, line=line_of(state.read(path), at),
        hint="take it out by hand in a patch of its own, then run again",
    )  # fmt: skip
