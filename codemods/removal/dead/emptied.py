"""Tables that lost their last row: the loops over them never run.

Source: 455c0fa9ee and 6f9f630836 in QEMU's history.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from codemods.formats.c import arguments, folding
from codemods.formats.c import functions as c_functions
from codemods.formats.c import items as c_items
from codemods.formats.c import names as c_names
from codemods.formats.c.functions import Function
from codemods.formats.c.tokens import text_of
from codemods.qemu.code.pure import is_pure
from codemods.removal import uses
from codemods.removal.dead import functions, parameters
from codemods.removal.state import Cut, Removal
from codemods.source.splice import Edit, line_of
from codemods.syntax.parse import Node, parse

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|//[^\n]*", re.DOTALL)
_DIRECTIVE = re.compile(r"(?m)^[ \t]*#[^\n]*$")
#: The row that ends a table.
_END = re.compile(
    r"\{\s{0,80}(?:(?:\.\w{1,80}\s{0,80}=\s{0,80})?(?:0|NULL)\s{0,80}(?:,\s{0,80})?)?\}|NULL"
)
_ARRAY = re.compile(
    r"\b(\w{1,100})\s{0,80}\[[^\]\n]{0,80}\](?:\s{1,80}\w{1,80})?\s{0,80}=\s{0,80}\{"
)


@dataclass(frozen=True)
class _Table:
    """An array without a row but the one that may end it."""

    path: str
    name: str
    ended: bool


def table(state: Removal, cut: Cut) -> bool:
    """Take out the loops over the table around `cut`, and the calls that do no more than loop.

    Where anything else asks for the table it stays, and is named.
    """
    found = _around(state, cut)
    if found is None or _shares(state, found):
        return False
    edits: list[Edit] = []
    among = [p for p in uses.files(state.tree, found.name) if state.alive(p)]
    if not state.may_touch(p for p in among if not p.endswith(".h")):
        return False
    for path in among:
        source = state.read(path)
        root = parse("c", source).root_node
        behind = 0
        for at in uses.offsets(source, found.name):
            item = c_items.read(source).at(at)
            if at < behind or (item is not None and found.name in item.names):
                continue
            node = root.descendant_for_byte_range(at, at + len(found.name))
            statement = _idle(state, path, node, found) if node is not None else None
            if statement is None:
                _keep(state, found, path, at)
                return False
            behind = statement.end_byte
            edits.append(folding.gone(path, source, statement, is_pure))
    return state.step(edits)


def _around(state: Removal, cut: Cut) -> _Table | None:
    if not cut.path.endswith(".c") or b'"' not in cut.gone:
        return None
    source = state.read(cut.path)
    item = c_items.read(source).at(cut.at) or c_items.read(source).at(max(cut.at - 1, 0))
    if item is None or item.kind not in (c_items.VARIABLE, c_items.TYPE):
        return None
    text = text_of(source)[item.start : item.end]
    opened = _ARRAY.search(text)
    if opened is None or item.start + opened.end() > cut.at:
        return None
    rows = _DIRECTIVE.sub("", _COMMENT.sub("", text[opened.end() : text.rfind("}")]))
    rows = rows.strip().rstrip(",").strip()
    if rows and not _END.fullmatch(rows):
        return None
    return _Table(cut.path, opened[1], bool(rows))


def _shares(state: Removal, of: _Table) -> bool:
    """Tell whether the definition of the table is one of what others need, too: its type."""
    for item in c_items.read(state.read(of.path)).defining(of.name):
        for name in (n for n in item.names if n != of.name):
            among = uses.files(state.tree, name)
            if uses.is_used(state.tree, name, among, [uses.Site(of.path, item)]):
                _keep(state, of, of.path, item.start)
                return True
    return False


def _keep(state: Removal, of: _Table, path: str, at: int) -> None:
    """Note that the table stays without rows, for what stands at `at`."""
    state.leave(path, line_of(state.read(path), at), f"{of.name} has no rows any more")


def _idle(state: Removal, path: str, node: Node, of: _Table) -> Node | None:
    """Return the statement around `node` that does nothing for an empty table, or None."""
    loop = _loop(node, of.name, ended=of.ended)
    if loop is not None:
        return loop
    call = arguments.call_with(node)
    statement = call.parent if call is not None else None
    if node.parent is None or call is None or statement is None or not of.ended:
        return None
    called = call.child_by_field_name("function")
    if statement.type != "expression_statement" or called is None or called.type != "identifier":
        return None
    given = arguments.elements(node.parent)
    if not all(folding.is_pure(one, is_pure) for one in given if one.id != node.id):
        return None
    index = [one.id for one in given].index(node.id)
    known = list(c_functions.functions(path, state.read(path), (called.text or b"").decode()))
    if len(known) == 1 and _only_loops(known[0], index):
        return statement
    return None


def _only_loops(function: Function, index: int) -> bool:
    """Tell whether a function does nothing but loop over the table in the parameter `index`."""
    table = parameters.parameter(function, index)
    if table is None or function.node.has_error:
        return False
    rest = [
        one for one in functions.statements(function)
        if not (_declares(one) or _asserts(one, table.name))
    ]  # fmt: skip
    if len(rest) != 1 or rest[0].type != "for_statement":
        return False
    inside = c_names.identifiers(rest[0], table.name)
    return bool(inside) and _loop(inside[0], table.name, ended=True) is not None


def _declares(statement: Node) -> bool:
    return statement.type == "declaration" and folding.is_pure(statement, is_pure)


def _asserts(statement: Node, name: str) -> bool:
    return re.fullmatch(
        rb"(?:g_)?assert\(%s\);" % name.encode(), (statement.text or b"").strip()
    ) is not None  # fmt: skip


def _loop(node: Node, name: str, *, ended: bool) -> Node | None:
    """Return the loop around `node` that an empty table keeps from running, or None.

    Its variable is not asked for behind it.
    """
    loop: Node | None = node
    while loop is not None and loop.type != "for_statement":
        loop = loop.parent
    body = loop.child_by_field_name("body") if loop is not None else None
    if loop is None or loop.has_error or (body is not None and body.start_byte <= node.start_byte):
        return None
    begins = _text(loop.child_by_field_name("initializer"))
    while_ = _text(loop.child_by_field_name("condition"))
    table = re.escape(name)
    if ended:
        each = re.search(rf"\b(\w+)=(?:{table}|&{table}\[0\]);?$", begins)
        one = each[1] if each else ""
        pointer = one and re.fullmatch(rf"(?:{one}&&)?{one}->\w+(?:!=NULL)?", while_)
        counted = re.fullmatch(rf"{table}\[(\w+)\]\.\w+(?:!=NULL)?", while_)
        variable = one if pointer else counted[1] if counted else ""
    else:
        sized = re.fullmatch(rf"(\w+)<(?:\(\w+\))?ARRAY_SIZE\({table}\)", while_)
        variable = sized[1] if sized else ""
    return loop if variable and not _asked_behind(loop, variable) else None


def _text(node: Node | None) -> str:
    return re.sub(r"\s+", "", (node.text or b"").decode(errors="replace")) if node else ""


def _asked_behind(loop: Node, variable: str) -> bool:
    """Tell whether code behind the loop reads its variable as the loop leaves it."""
    use = c_names.use_behind(loop, variable)
    return use is not None and c_names.assignment(use) is None and not _begins(use)


def _begins(node: Node) -> bool:
    """Tell whether `node` is set where another loop begins."""
    setting = node.parent
    around = setting.parent if setting is not None else None
    return (
        setting is not None and setting.type == "assignment_expression"
        and setting.children[0].id == node.id
        and around is not None and around.type == "for_statement"
    )  # fmt: skip
