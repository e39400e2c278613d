"""What is dead inside a function once something in it went: locals, labels, empty blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from codemods.formats.c import case_labels, cutting, folding
from codemods.formats.c import functions as c_functions
from codemods.formats.c import items as c_items
from codemods.formats.c import names as c_names
from codemods.formats.c.directives import empty
from codemods.qemu.code.pure import is_pure
from codemods.removal.dead import variables
from codemods.removal.state import Cut, Removal
from codemods.source.splice import Edit
from codemods.syntax.parse import Node, parse


def tidy(state: Removal, cut: Cut) -> bool:
    """Take out the conditional or the braces that `cut` left empty; tell whether there were any."""
    source = state.read(cut.path)
    if (gap := _gap(source, cut)) is not None:
        return state.step([gap])
    if cut.path.endswith((".c", ".h", ".inc", ".hx")):
        edit = empty.emptied(cut.path, source, cut.at)
        if edit is not None:
            return state.step([edit])
    node = _block(source, cut.at)
    if node is None:
        return False
    switch = node.parent
    if switch is not None and switch.type == "switch_statement" and case_labels.is_idle(switch):
        asked = switch.child_by_field_name("condition")
        if asked is not None and folding.is_pure(asked, is_pure):
            return state.step([folding.gone(cut.path, source, switch, is_pure)])
    edit = folding.emptied(cut.path, source, node, is_pure)
    return edit is not None and state.step([edit])


def _gap(source: bytes, cut: Cut) -> Edit | None:
    """Return the edit for a blank line too many where whole lines went."""
    at = cut.at
    if cut.text or not cut.gone.endswith(b"\n") or not cut.gone.strip():
        return None
    if source[:at].endswith(b"\n\n") and source[at : at + 1] == b"\n":
        return Edit(cut.path, at, at + 1, b"")
    return None


def function_at(state: Removal, path: str, at: int) -> c_functions.Function | None:
    """Return the function around byte `at`, None where there is none or it cannot be parsed."""
    source = state.read(path)
    item = c_items.read(source).at(at)
    if item is None or item.kind != c_items.FUNCTION:
        return None
    for function in c_functions.functions(path, source, item.names[0]):
        # What ended right before it, or began right behind it, was not inside.
        inside = function.span.start < at < function.span.end
        if inside and not function.node.has_error:
            return function
    return None


def dead(state: Removal, cut: Cut) -> bool:
    """Take out what lost its last use in the function around `cut`; tell whether there was any."""
    function = function_at(state, cut.path, cut.at)
    if function is None:
        return False
    for name in cut.lost:
        if edits := _label(state, function, name) or variables.unused(state, function, name):
            state.step(edits)
            return True
    return False


def assigned(state: Removal, cut: Cut) -> bool:
    """Fold the `if` right behind `x = LITERAL;` that asks for x, and drop what nothing reads then.

    Tell whether there was one.
    """
    if (found := _literal(state, cut, "assignment_expression")) is None:
        return False
    function, node, assigns = found
    target, statement = assigns.children[0], assigns.parent
    name = (target.text or b"").decode()
    one = c_names.meant(target) if target.type == "identifier" else None
    if statement is None or statement.type != "expression_statement" or one is None:
        return False
    source = state.read(cut.path)
    behind = statement.next_named_sibling
    if behind is not None and behind.type == "if_statement":
        asked = behind.child_by_field_name("condition")
        reads = c_names.identifiers(asked, name) if asked is not None else []
        if reads and not any(map(c_names.is_written, reads)):
            value = (node.text or b"").strip()
            return state.step([folding.fold(cut.path, source, reads[0], value, is_pure)])
    if one.value is not None and (same := variables.repeated(function.node, one)):
        return state.step(folding.gone(cut.path, source, n, is_pure) for n in same)
    reads = [n for n in c_names.uses(function.node, one) if n.id != target.id]
    if one.value is None and reads and not one.is_parameter and variables.keeps(one, reads):
        # Nothing else sets it: what reads it stands behind.
        value = (node.text or b"").strip()
        return state.step([folding.fold(cut.path, source, reads[0], value, is_pure)])
    if _is_dead(function.node, statement, name):
        return state.step([folding.gone(cut.path, source, statement, is_pure)])
    return False


def _literal(
    state: Removal, cut: Cut, within: str
) -> tuple[c_functions.Function, Node, Node] | None:
    """Return the literal that `cut` put there, and the node of the type `within` right around it.

    The function in which they stand comes first.
    """
    function = function_at(state, cut.path, cut.at) if folding.is_literal(cut.text) else None
    if function is None:
        return None
    node = function.node.descendant_for_byte_range(cut.at, cut.at + len(cut.text))
    while node is not None and node.parent is not None and _same_span(node, node.parent):
        node = node.parent
    around = node.parent if node is not None else None
    if node is None or around is None or around.type != within:
        return None
    return function, node, around


def _same_span(one: Node, other: Node) -> bool:
    return (one.start_byte, one.end_byte) == (other.start_byte, other.end_byte)


def _is_dead(function: Node, statement: Node, name: str) -> bool:
    """Tell whether nothing reads what `statement` assigns: the next use assigns anew."""
    around, loops = [], False
    here = statement.parent
    while here is not None and here.id != function.id:
        around.append(here.id)
        loops = loops or here.type in ("for_statement", "while_statement", "do_statement")
        here = here.parent
    later = [n for n in c_names.identifiers(function, name) if n.start_byte > statement.end_byte]
    if loops or b"goto" in (function.text or b""):
        return False
    if not later:
        return True
    again = c_names.assignment(later[0])
    return again is not None and again.parent is not None and again.parent.id in around


def constant(state: Removal, cut: Cut) -> bool:
    """Fold a local that lost an assignment and has none left; tell whether there was one.

    What gives it again the value that it has does not count.
    """
    function = function_at(state, cut.path, cut.at)
    if function is None:
        return False
    for name in cut.lost:
        if not lost_write(cut, name):
            continue
        one = c_names.local(function.node, name)
        if one is None or one.is_parameter or one.value is None:
            continue
        value = (one.value.text or b"").strip()
        uses = c_names.uses(function.node, one)
        source = state.read(cut.path)
        if same := variables.repeated(function.node, one):
            return state.step(folding.gone(cut.path, source, n, is_pure) for n in same)
        if not uses or not folding.is_literal(value) or not variables.keeps(one, uses):
            continue
        return state.step([folding.fold(cut.path, source, uses[0], value, is_pure)])
    return False


def begun(state: Removal, cut: Cut) -> bool:
    """Fold a local that begins with the literal that `cut` put there and is never assigned to.

    Tell whether there was one.
    """
    if (found := _literal(state, cut, "init_declarator")) is None:
        return False
    function, node, around = found
    named = around.child_by_field_name("declarator")
    while named is not None and named.type == "pointer_declarator":
        named = named.child_by_field_name("declarator")
    one = c_names.meant(named) if named is not None else None
    if one is None or one.value is None or one.value.id != node.id:
        return False
    uses = c_names.uses(function.node, one)
    if not variables.keeps(one, uses):
        return False
    source = state.read(cut.path)
    if uses:
        return state.step([folding.fold(cut.path, source, uses[0], cut.text, is_pure)])
    return state.step(variables.undeclare(cut.path, source, one, is_pure))


def lost_write(cut: Cut, name: str) -> bool:
    """Tell whether the text that went assigned to `name`."""
    return re.search(rb"\b" + name.encode() + rb"\s*=[^=]", cut.gone) is not None


def _block(source: bytes, at: int) -> Node | None:
    """Return the innermost braces around byte `at` of a function."""
    root = parse("c", source).root_node
    node = root.descendant_for_byte_range(at, at)
    while node is not None and node.type != "compound_statement":
        node = node.parent
    if node is None or node.has_error or not node.start_byte < at <= node.end_byte:
        return None
    return node


def _label(state: Removal, function: c_functions.Function, name: str) -> Iterable[Edit]:
    """Return the edit for the label `name` that no goto names any more."""
    wanted = name.encode()
    label = None
    for node in c_names.walk(function.node):
        if node.type == "statement_identifier" and node.text == wanted and node.parent is not None:
            if node.parent.type == "goto_statement":
                return ()
            label = node if node.parent.type == "labeled_statement" else label
    if label is None:
        return ()
    source = state.read(function.path)
    colon = source.index(b":", label.end_byte) + 1
    lines = cutting.whole_lines(source, label.start_byte, colon)
    if lines is None:
        return ()
    return (Edit(function.path, *lines, b""),)
