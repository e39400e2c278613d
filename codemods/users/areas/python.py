"""Users in Python: the functional tests, the iotests, python/ and scripts/.

A command counts where it is sent or named as one.  In comments and other texts
it is listed and left to a person; only what certainly becomes a call of the
replacement is rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from codemods.errors import Refused
from codemods.formats import python, qmp
from codemods.formats.python import Node, Source, called, literal
from codemods.source.splice import line_of
from codemods.source.tree import Tree
from codemods.users import command_lines, spots
from codemods.users import rules as move_rules
from codemods.users.in_python import calls as py_calls
from codemods.users.in_python import lists as py_lists
from codemods.users.in_python import names as py_names
from codemods.users.in_python.senders import (
    MESSAGES,
    Given,
    entry,
    is_command,
    logs_variables,
    of_call,
    of_dict,
    sender_of,
)
from codemods.users.model import Move, Use
from codemods.users.rules import Rules

AREA = "python"
_TEXTS = ("comment", "docstring", "text")
_LOGGED = "logged "
#: What takes a short option stands at most so many bytes before it.
_NEAR = 200
_TEXT = "a text, not a call"
_FILE = re.compile(rb"[.][a-z0-9]{1,5}\b(?![.])")


def find(tree: Tree, move: Move) -> Iterator[Use]:
    """Yield the users in Python files, in the order of the files."""
    rules = move_rules.rules(tree, move)
    for path in _paths(tree, rules):
        data = tree.read(path)
        try:
            source = python.read(path, data)
        except Refused as err:
            yield from _unread(path, data, rules, err)
            continue
        yield from _in_file(tree, rules, source)


def logged(tree: Tree, move: Move, script: str) -> Iterator[Use]:
    """Yield the users in the test `script` that put the command into its log, or may do so."""
    rules = move_rules.rules(tree, move)
    try:
        source = python.read(script, tree.read(script))
    except Refused as err:
        yield Use(script, err.line, AREA, "not parsed", err.message)
        return
    doubtful = logs_variables(source)
    for use in _in_file(tree, rules, source):
        quiet = use.what in _TEXTS or use.what.startswith(("call", "message"))
        if use.what.startswith(_LOGGED) or (doubtful and not quiet):
            yield use


def _paths(tree: Tree, rules: Rules) -> list[str]:
    words = {rules.name, *py_names.spellings(rules)}
    every = {path for word in words for path in tree.naming(word)}
    return sorted(p for p in every if not p.endswith(".out") and python.is_python(tree, p))


def _unread(path: str, data: bytes, rules: Rules, err: Refused) -> Iterator[Use]:
    for at in spots.named(rules, qmp.plain(data)):
        yield Use(path, line_of(data, at), AREA, "not parsed", err.message)


def _in_file(tree: Tree, rules: Rules, source: Source) -> Iterator[Use]:
    for node in source.nodes("SimpleString", "FormattedStringText", "Comment"):
        if rules.name not in node.value:
            continue
        for at in source.occurrences(node, rules.name, dashed=spots.is_dashed(rules)):
            use = _use(tree, rules, source, node, at)
            if use is None:
                continue
            if py_calls.wide(source, use.edits):
                use = replace(use, edits=(), by_hand="a line would get longer than 80 columns")
            # Nothing is said against a move where none is asked for.
            use = replace(use, by_hand="") if rules.listing else use
            yield replace(use, edits=()) if use.by_hand else use
    yield from py_names.keywords(rules, source, AREA)


def _use(tree: Tree, rules: Rules, source: Source, node: Node, at: int) -> Use | None:
    """Return the occurrence of the name at byte `at`, in `node`, as a use; None if it is none."""
    line = line_of(source.source, at)
    if type(node).__name__ == "Comment":
        return _mention(rules, source, line, at, "comment")
    if type(node).__name__ == "SimpleString" and literal(node) == rules.name:
        what, (edits, by_hand) = _exact(tree, rules, source, node)
        return Use(source.path, line, AREA, what, by_hand, edits) if what else None
    if (tag := py_names.tag(rules, source, at)) is not None:
        return Use(source.path, line, AREA, *tag)
    docstring = python.is_docstring(source, node)
    spot = None if docstring else _spot(rules, source, node, at)
    if spot is not None:
        found = Use(source.path, line, AREA, spot.what, spot.by_hand, spot.edits)
        return found if spot.what else None
    return _mention(rules, source, line, at, "docstring" if docstring else "text")


def _mention(rules: Rules, source: Source, line: int, at: int, what: str) -> Use | None:
    after = source.source[at + len(rules.name) :][:6]
    around = source.source[at - 1 : at] == b"/" or _FILE.match(after) is not None
    if around or not spots.distinctive(rules.name) or spots.is_property(rules):
        return None
    return Use(source.path, line, AREA, what, "" if rules.listing else _TEXT)


def _spot(rules: Rules, source: Source, node: Node, at: int) -> spots.Spot | None:
    """Return what the name means in a longer string: an object, or words of a command line."""
    text, offset = py_names.text(source, node, at)
    spot = spots.read(rules, source.path, text, offset)
    if spot is None or not spot.what or not spots.is_short(rules):
        return spot
    near = source.source[max(0, at - _NEAR) : at]
    return spot if command_lines.is_of_emulator(near) else spots.Spot(offset)


def _exact(tree: Tree, rules: Rules, source: Source, node: Node) -> tuple[str, py_calls.Verdict]:
    """Return what a string that is just the name is used for, "" for another thing."""
    if not rules.of_command:
        return py_names.exact(rules, source, node)
    holder = source.parents[node]
    kind = type(holder).__name__
    if kind == "Arg":
        return _argument(tree, rules, source, node, holder)
    if kind == "DictElement" and holder.value is node:
        return _message(tree, rules, source, node, holder)
    return py_lists.named(tree, rules, source, node)


def _argument(
    tree: Tree, rules: Rules, source: Source, node: Node, arg: Node
) -> tuple[str, py_calls.Verdict]:
    call = source.parents[arg]
    function = called(call)
    sender = sender_of(source, call)
    if sender is not None and is_command(arg, call, sender):
        given = of_call(source, call, sender)
        if sender.key == "type":
            return py_lists.action(tree, rules, source, node, given)
        reason = py_calls.answered(tree, rules, source, call, sender)
        verdict = ((), reason) if reason else py_calls.moved(rules, source, node, given)
        return f"{_LOGGED if sender.logs else ''}call of {function}()", verdict
    if function in ("log", "print"):
        return "text", ((), _TEXT)
    return f"given to {function}()", ((), f"what {function}() does with the name is not known")


def _message(
    tree: Tree, rules: Rules, source: Source, node: Node, pair: Node
) -> tuple[str, py_calls.Verdict]:
    key = literal(pair.key) or ""
    if key not in MESSAGES:
        return py_lists.named(tree, rules, source, node)
    arguments = entry(source, pair, MESSAGES[key])
    named, unknown = ((), "") if arguments is None else of_dict(source, arguments)
    given = Given(named, unknown, raw=True)
    if key == "type":
        return py_lists.action(tree, rules, source, node, given) if arguments else ("", ((), ""))
    return "message", py_calls.moved(rules, source, node, given)
