"""A QMP command that Python names without sending it there: lists, defaults, actions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.formats.python import Node, Source, literal
from codemods.qemu.schema import definitions
from codemods.source.tree import Tree
from codemods.users.in_python import calls as py_calls
from codemods.users.in_python.senders import Given, function_of, variables
from codemods.users.rules import Rules

_ACTIONS = "TransactionActionKind"
_LISTS = ("List", "Tuple", "Set")
_COMMAND = re.compile(rb"'command':\s*'([^']+)'")


def named(tree: Tree, rules: Rules, source: Source, node: Node) -> tuple[str, py_calls.Verdict]:
    """Return what the string `node` is used for, and how it is moved."""
    holder = _chosen(source, node)
    kind = type(holder).__name__
    if kind == "Element" and type(source.parents[holder]).__name__ in _LISTS:
        return _listed(tree, rules, source, node)
    if kind == "Param":
        name = holder.name.value
        doubt = f"callers of the function give the arguments of '{name}'"
        return "default of a parameter", _if_sent(rules, source, node, name, doubt)
    if kind == "Assign":
        target = holder.targets[0].target
        name = source.text(target).decode()
        return "variable", _if_sent(rules, source, node, name, "its arguments are not given here")
    if kind in ("ComparisonTarget", "Comparison"):
        return "compared", ((), "the name is compared, not sent")
    return "named", ((), "what the name is used for is not certain")


def action(
    tree: Tree, rules: Rules, source: Source, node: Node, given: Given
) -> tuple[str, py_calls.Verdict]:
    """Return a transaction action of the command's name, "" where there is no such action."""
    found = definitions.definition(tree, _ACTIONS)
    if found is None or found[1].member(rules.name) is None:
        return "", ((), "")
    if not rules.listing and found[1].member(rules.new) is None:
        return "transaction action", ((), f"`{rules.new}` is no transaction action")
    return "transaction action", py_calls.moved(rules, source, node, given)


def _chosen(source: Source, node: Node) -> Node:
    """Return what holds `node`, or the `x if a else b` that it is one of the two values of."""
    holder = source.parents[node]
    while type(holder).__name__ == "IfExp" and holder.test is not node:
        node, holder = holder, source.parents[holder]
    return holder


def _if_sent(rules: Rules, source: Source, node: Node, name: str, doubt: str) -> py_calls.Verdict:
    function = function_of(source, node)
    if (function, name) not in variables(source):
        return (), "what the name is used for is not certain"
    return py_calls.named_only(rules, source, node, doubt)


def _listed(tree: Tree, rules: Rules, source: Source, node: Node) -> tuple[str, py_calls.Verdict]:
    holder = source.parents[source.parents[node]]
    names = [literal(e.value) for e in holder.elements]
    what = f"element of a {type(holder).__name__.lower()}"
    if not {n for n in names if n is not None} <= _commands(tree) or None in names:
        return what, ((), "a table of other things than commands")
    if rules.new in names:
        return what, ((), f"`{rules.new}` is in it already")
    sent = next(_sent_from(source, holder), "")
    doubt = f"'{sent}' is sent with arguments" if sent else ""
    return what, py_calls.named_only(rules, source, node, doubt)


def _sent_from(source: Source, holder: Node) -> Iterator[str]:
    """Yield the variables that take their value from the list `holder` and are sent."""
    parent = source.parents[holder]
    iterated = [parent] if type(parent).__name__ in ("For", "CompFor") else []
    if type(parent).__name__ == "Assign":
        name = source.text(parent.targets[0].target).decode().rpartition(".")[2]
        uses = [n for n in source.nodes("Name") if n.value == name]
        around = [a for use in uses for a in source.around(use)]
        iterated += [a for a in around if type(a).__name__ in ("For", "CompFor")]
    known = {name for _, name in variables(source)}
    for loop in iterated:
        yield from (n for n in re.findall(r"\w+", source.text(loop.target).decode()) if n in known)


def _commands(tree: Tree) -> frozenset[str]:
    """Return the names of all commands of the schema, without reading it whole."""
    hits = tree.grep(("'command':",), definitions.FOLDERS)
    return frozenset(m[1].decode() for hit in hits for m in _COMMAND.finditer(hit.text))
