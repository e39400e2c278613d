"""Which functions of a Python file send a QMP command, and which arguments a call gives it.

QEMU's own classes have senders of fixed names (python/qemu/machine,
python/qemu/qmp, tests/qemu-iotests/iotests.py).  A function of the file that
hands one of its parameters on to a sender is a sender too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from codemods.formats.python import Node, Source, called, literal

#: Arguments of the senders themselves.
_OWN = ("conv_keys", "filters", "indent", "args_dict", "arguments", "oob", "fds")
_DICTS = ("args_dict", "arguments")
_ERROR = re.compile(rb"['\"]error|assertRaises")
#: The key of a message that names the command, and the one that holds its arguments.
MESSAGES = {"execute": "arguments", "exec-oob": "arguments", "type": "data"}


@dataclass(frozen=True)
class Sender:
    """A function that sends the command which it is given as argument number `index`.

    `own` are its parameters, `fixed` the arguments that it gives the command
    itself.  `forwards` tells that further keywords become arguments;
    `opaque` that there are some which cannot be told.  `raw` tells that
    keywords are sent as they are spelled.  `key` is "type" for a transaction
    action.  `scope` is the class that it belongs to; `fails` tells that
    it looks at an error, `logs` that it writes the command to the log.
    """

    name: str
    index: int
    parameter: str
    own: tuple[str, ...] = _OWN
    fixed: tuple[str, ...] = ()
    forwards: bool = True
    opaque: bool = False
    raw: bool = False
    local: bool = False
    key: str = "execute"
    scope: Node | None = None
    fails: bool = False
    logs: bool = False


_BASE = {
    name: Sender(name, 0, "cmd", logs=name == "qmp_log")
    for name in ("cmd", "qmp", "qmp_log", "command", "execute", "cmd_raw")
}


@dataclass(frozen=True)
class Given:
    """The arguments that one use gives: name, and the node that spells it.

    `unknown` says why there may be more, "" when there are not.  `fixed` are
    those that a function between the use and the command adds.
    """

    named: tuple[tuple[str, Node], ...] = ()
    unknown: str = ""
    fixed: tuple[str, ...] = ()
    raw: bool = False


def sender_of(source: Source, call: Node) -> Sender | None:
    """Return the sender that `call` calls, or None.

    Of several functions of one name the one of the same class counts.
    """
    return _choose(source, call, _senders(source))


def _choose(source: Source, call: Node, known: _Known) -> Sender | None:
    name = called(call)
    if name in _BASE:
        return _BASE[name]
    found = known.get(name, ())
    own = [s for s in found if s.scope is _class_of(source, call)]
    chosen = own or found
    if len(chosen) > 1:
        return replace(chosen[-1], opaque=True)
    return chosen[0] if chosen else None


#: The senders of a file itself, by name.
_Known = dict[str, tuple[Sender, ...]]


@lru_cache(maxsize=128)
def _senders(source: Source) -> _Known:
    found: _Known = {}
    for _ in range(3):  # a wrapper of a wrapper of a wrapper
        fresh: dict[Sender, None] = {}
        for function, variable, sent in _sent(source, found):
            if type(function).__name__ == "FunctionDef" and function.name.value not in _BASE:
                scope = _class_of(source, function)
                fresh |= dict.fromkeys(_wrapper(source, function, variable, sent, scope))
        names = dict.fromkeys(s.name for s in fresh)
        now = {name: tuple(s for s in fresh if s.name == name) for name in names}
        if now == found:
            break
        found = now
    return found


def _class_of(source: Source, node: Node) -> Node | None:
    return next((n for n in source.around(node) if type(n).__name__ == "ClassDef"), None)


def logs_variables(source: Source) -> bool:
    """Tell whether the file logs commands whose names stand in variables."""
    return any(sent.logs for _, _, sent in _sent(source, _senders(source)))


@lru_cache(maxsize=128)
def variables(source: Source) -> frozenset[tuple[Node, str]]:
    """Return each function and variable of it that holds a command which is sent."""
    return frozenset((function, name) for function, name, _ in _sent(source, _senders(source)))


def of_call(source: Source, call: Node, sender: Sender) -> Given:
    """Return the arguments of the command that `call` gives through `sender`."""
    named: list[tuple[str, Node]] = []
    unknown = "a function in between adds arguments" if sender.opaque else ""
    for n, arg in enumerate(call.args):
        if arg.star == "**" or (arg.keyword is not None and arg.keyword.value in _DICTS):
            more, why = of_dict(source, arg.value)
            named += more
            unknown = unknown or why
        elif arg.star == "*":
            unknown = unknown or "it is called with *arguments"
        elif arg.keyword is not None:
            if arg.keyword.value not in (*sender.own, sender.parameter):
                named.append((arg.keyword.value, arg.keyword))
        elif n == sender.index + 1 and not sender.local:
            more, why = of_dict(source, arg.value)
            named += more
            unknown = unknown or why
    if named and not sender.forwards:
        unknown = unknown or f"what {sender.name}() does with its keywords is not known"
    return Given(tuple(named), unknown, sender.fixed, sender.raw)


def of_dict(source: Source, node: Node) -> tuple[tuple[tuple[str, Node], ...], str]:
    """Return the keys of the dictionary `node`, and why there may be others."""
    if type(node).__name__ == "Name":
        held = _held(source, node)
        if held is None:
            return (), f"its arguments come from the variable {node.value}"
        node = held
    if type(node).__name__ != "Dict":
        return (), "its arguments are computed"
    named: list[tuple[str, Node]] = []
    for element in node.elements:
        key = getattr(element, "key", None)
        if key is None or literal(key) is None:
            return tuple(named), "the name of an argument is computed"
        named.append((literal(key) or "", key))
    return tuple(named), ""


def function_of(source: Source, node: Node) -> Node:
    """Return the function around `node`, or the module."""
    around = source.around(node)
    return next((n for n in around if type(n).__name__ == "FunctionDef"), source.module)


def entry(source: Source, pair: Node, name: str) -> Node | None:
    """Return the value of key `name` in the dictionary that `pair` belongs to."""
    for element in source.parents[pair].elements:
        key = getattr(element, "key", None)
        if key is not None and literal(key) == name:
            return element.value
    return None


def _held(source: Source, name: Node) -> Node | None:
    """Return the dictionary that a local variable holds, when nothing else touches it."""
    function = function_of(source, name)
    uses = [n for n in source.nodes("Name") if n.value == name.value]
    inside = [n for n in uses if n is not name and function_of(source, n) is function]
    if len(inside) != 1 or len(uses) != 2:
        return None
    target = source.parents[inside[0]]
    assign = source.parents.get(target)
    alone = type(target).__name__ == "AssignTarget" and len(getattr(assign, "targets", ())) == 1
    return assign.value if assign is not None and alone else None


def _wrapper(
    source: Source, function: Node, parameter: str, sent: _Sent, scope: Node | None
) -> Iterator[Sender]:
    """Yield the sender that `function` is because it sends its `parameter`."""
    names = [p.name.value for p in (*function.params.posonly_params, *function.params.params)]
    if parameter not in names:
        return
    method = names[0] in ("self", "cls")
    extra = function.params.star_kwarg
    kwargs = extra.name.value if extra is not None else ""
    others = tuple(n for n in names if n != parameter)
    yield Sender(
        function.name.value, names.index(parameter) - method, parameter, others, sent.fixed,
        forwards=bool(kwargs) and kwargs in sent.passed,
        opaque=sent.opaque or bool(set(sent.passed) - {kwargs}),
        raw=sent.raw, local=True, key=sent.key, scope=scope,
        logs=sent.logs, fails=_ERROR.search(source.text(function)) is not None,
    )  # fmt: skip


@dataclass(frozen=True)
class _Sent:
    """What goes with a command: `fixed` arguments, and variables that are `passed` on whole."""

    fixed: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    opaque: bool = False
    raw: bool = False
    key: str = "execute"
    logs: bool = False


def _sent(source: Source, known: _Known) -> Iterator[tuple[Node, str, _Sent]]:
    """Yield each function and variable of it that is sent as a command."""
    for call in source.nodes("Call"):
        sender = _choose(source, call, known)
        command = next(iter(_commands(call, sender)), None) if sender else None
        if sender is None or command is None or type(command).__name__ != "Name":
            continue
        keywords = [a.keyword.value for a in call.args if a.keyword is not None]
        fixed = [k for k in keywords if k not in sender.own and k != sender.parameter]
        whole = [a.value for a in call.args if a.star == "**"]
        passed = [v.value if type(v).__name__ == "Name" else "?" for v in whole]
        sent = _Sent(
            (*sender.fixed, *fixed),
            tuple(passed),
            sender.opaque,
            sender.raw,
            sender.key,
            sender.logs,
        )
        yield function_of(source, call), command.value, sent
    for pair in source.nodes("DictElement"):
        key = literal(pair.key)
        if key in MESSAGES and type(pair.value).__name__ == "Name":
            value = entry(source, pair, MESSAGES[key])
            if key != "type" or value is not None:
                yield function_of(source, pair), pair.value.value, _message(source, key, value)


def _message(source: Source, key: str, value: Node | None) -> _Sent:
    """Return what goes with the command in a message with the arguments `value`."""
    if value is not None and type(value).__name__ == "Name":
        return _Sent(passed=(value.value,), raw=True, key=key)
    # A comprehension over one variable that puts "-" for "_" in the names.
    text = source.text(value) if value is not None else b""
    items = set(re.findall(rb"in (\w+)\.items\(\)", text))
    if len(items) == 1 and b".replace('_', '-')" in text.replace(b'"', b"'"):
        return _Sent(passed=(items.pop().decode(),), key=key)
    return _Sent(opaque=True, raw=True, key=key)


def _commands(call: Node, sender: Sender) -> Iterator[Node]:
    positional = [a for a in call.args if a.keyword is None and not a.star]
    if len(positional) > sender.index:
        yield positional[sender.index].value
    yield from (
        a.value for a in call.args if a.keyword is not None and a.keyword.value == sender.parameter
    )


def is_command(arg: Node, call: Node, sender: Sender) -> bool:
    """Tell whether the Arg `arg` of `call` is the command that `sender` sends."""
    base = sender.name in _BASE and not sender.local
    if base and type(call.func).__name__ != "Attribute":
        return False
    return any(value is arg.value for value in _commands(call, sender))
