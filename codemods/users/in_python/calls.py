"""A QMP command where Python sends it: in a call, in a message, in a list of commands."""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence
from itertools import pairwise

from codemods.formats.python import Node, Source, called, literal
from codemods.source.splice import Edit, splice
from codemods.source.tree import Tree, exists
from codemods.users.in_python.senders import Given, Sender, function_of
from codemods.users.rules import Rules
from codemods.users.signature import key

#: checkpatch.pl complains of longer lines.
_WIDTH = 80
_WRITERS = ("log", "print")
_COMPARED = "the file compares names of commands with it"
_ERROR = re.compile(r"['\"]error")

#: Edits, and why there are none: "" when there are, or when users are only listed.
Verdict = tuple[tuple[Edit, ...], str]


def moved(rules: Rules, source: Source, name_node: Node, given: Given) -> Verdict:
    """Return the edits that make the use the replacement's, with its arguments.

    Arguments:
        name_node: the string that names the command.
        given: the arguments that go with it.
    """
    if rules.listing or rules.refusal:
        return (), rules.refusal
    spelled = [name for name, _ in given.named] + list(given.fixed)
    table = rules.arguments
    if table is None:
        return (), "its arguments are not known"
    reason = table.unseen(spelled) if given.unknown else table.reason(spelled)
    if reason:
        return (), f"{given.unknown}, and {reason}" if given.unknown else reason
    for name in given.fixed:
        if key(table.counterpart(name)) != key(name):
            return (), f"the function in between gives the argument '{name}' itself"
    edits = list(source.replace(name_node, rules.name, rules.new))
    for name, node in given.named:
        more, reason = _renamed(source, node, table.counterpart(name), name, raw=given.raw)
        if reason:
            return (), reason
        edits += more
    return tuple(edits), ""


def named_only(rules: Rules, source: Source, name: Node, doubt: str) -> Verdict:
    """Return the edits for a use that names the command where its arguments are not seen.

    Arguments:
        doubt: what is not known about them, "" when nothing hangs on it.
    """
    if rules.listing or rules.refusal:
        return (), rules.refusal
    if doubt and rules.arguments and (reason := rules.arguments.unseen()):
        return (), f"{doubt}, and {reason}"
    if _compared(source, rules.name):
        return (), _COMPARED
    return source.replace(name, rules.name, rules.new), ""


def wide(source: Source, edits: Sequence[Edit]) -> bool:
    """Tell whether a line would get too long by `edits`."""
    if not edits:
        return False
    text = source.source
    start = text.rfind(b"\n", 0, min(e.start for e in edits)) + 1
    end = text.find(b"\n", max(e.end for e in edits))
    end = len(text) if end < 0 else end
    part = [Edit(e.path, e.start - start, e.end - start, e.text) for e in edits]
    old = text[start:end].decode(errors="replace").splitlines()
    new = splice(text[start:end], part).decode(errors="replace").splitlines()
    return any(len(n) > max(_WIDTH, len(o)) for o, n in zip(old, new, strict=False))


def answered(tree: Tree, rules: Rules, source: Source, call: Node, sender: Sender) -> str:
    """Return why the answer to `call` keeps it from being moved, or ""."""
    parents = list(source.around(call))
    statement = type(parents[0]).__name__ == "Expr"
    table = rules.arguments
    if table is not None and table.returns_differ and not statement:
        return f"`{rules.new}` returns something else"
    if sender.local and _compared(source, rules.name):
        return _COMPARED
    if sender.fails:
        return f"{sender.name}() looks at an error, and the replacement's may differ"
    if any(b"assertRaises" in source.text(i.item) for p in parents for i in _items(p)):
        return "it is expected to fail, and the replacement may fail in another way"
    if _fails(source, call, parents):
        return "the error that it answers with is checked, and the replacement's may differ"
    return _logged(tree, rules, source, parents, sender)


def _renamed(source: Source, node: Node, new: str, old: str, *, raw: bool) -> Verdict:
    if key(new) == key(old):
        return (), ""
    if type(node).__name__ == "Name":
        if raw and "-" in new:
            return (), f"'{new}' cannot be a keyword here"
        spelled = new.replace("-", "_")
        if keyword.iskeyword(spelled):
            return (), f"'{spelled}' is a keyword of Python"
        start, end = source.span(node)
        return (Edit(source.path, start, end, spelled.encode()),), ""
    value = literal(node) or ""
    edits = source.replace(node, value, new)
    return (edits, "") if len(edits) == 1 else ((), "an argument's name is written in pieces")


def _compared(source: Source, name: str) -> bool:
    """Tell whether the file does something else with the command of this name than with others."""
    same = (n for n in source.nodes("SimpleString") if literal(n) == name)
    holders = ((n, source.parents[n]) for n in same)
    return any(
        type(holder).__name__ in ("Comparison", "ComparisonTarget")
        or (type(holder).__name__ == "DictElement" and holder.key is node)
        for node, holder in holders
    )


def _items(node: Node) -> Sequence[Node]:
    return node.items if type(node).__name__ == "With" else ()


def _fails(source: Source, call: Node, parents: Sequence[Node]) -> bool:
    """Tell whether an error in the answer of `call` is looked at."""
    for around in parents:
        if type(around).__name__ == "SimpleStatementLine":
            break
        if type(around).__name__ == "Subscript" and b"error" in source.text(around):
            return True
    assign = next((p for p in parents if type(p).__name__ == "Assign"), None)
    if assign is None or len(assign.targets) != 1:
        return False
    name = source.text(assign.targets[0].target).decode()
    if not name.isidentifier():
        return False
    rest = source.source[source.span(call)[1] : source.span(function_of(source, call))[1]].decode()
    again = re.search(rf"^\s*{name}\s*=[^=]", rest, re.MULTILINE)
    seen = rest[: again.start()] if again else rest
    named = re.compile(rf"\b{name}\b")
    return any(named.search(line) and _ERROR.search(line) for line in seen.split("\n"))


def _logged(
    tree: Tree, rules: Rules, source: Source, parents: Sequence[Node], sender: Sender
) -> str:
    """Return why a logged answer may change, judged by the errors in the expected output."""
    expected = f"{source.path}.out"
    around = [called(p) for p in parents if type(p).__name__ == "Call"]
    if sender.name != "qmp_log" and not set(_WRITERS) & set(around):
        return ""
    lines = tree.read(expected).splitlines() if exists(tree, expected) else []
    if sender.name == "qmp_log":
        sent = re.compile(rb'"execute": "' + re.escape(rules.name.encode()) + rb'"')
        lines = [b for a, b in pairwise(lines) if sent.search(a)]
    if any(b'"error"' in line for line in lines):
        return "its answer is logged, errors stand in the .out file, and their words may change"
    return ""
