"""Other names than commands in Python: machines, devices, capabilities, events, arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from codemods.formats import qmp
from codemods.formats.python import Node, Source, called, literal
from codemods.qemu.schema.definitions import c_name
from codemods.source.splice import Edit
from codemods.users import keys, spots
from codemods.users.in_python import calls as py_calls
from codemods.users.in_python.senders import entry, is_command, of_call, sender_of
from codemods.users.model import Use
from codemods.users.rules import Rules

_SETTER, _MACHINE_OPTIONS = "set_machine", ("machine", "M")
_PARAMETERS = ("migrate-set-parameters",)
_JOINED = ("FormattedString", "ConcatenatedString")
_DEVICE_ADD = "device_add"


def spellings(rules: Rules) -> tuple[str, ...]:
    """Return the other ways in which Python spells the name, as the name of an argument."""
    given = rules.naming.keyword or rules.naming.key == "device"
    is_argument = given and "-" in rules.name
    return (c_name(rules.name),) if is_argument else ()


def exact(rules: Rules, source: Source, node: Node) -> tuple[str, py_calls.Verdict]:
    """Return what the string `node`, which is just the name, is used for."""
    noun = rules.naming.what
    holder = source.parents[node]
    around = type(holder).__name__
    if around == "DictElement" and holder.value is node:
        key = literal(holder.key) or ""
        return _exchanged(rules, source, node, f"{noun} in an object", key)
    if around == "DictElement" and holder.key is node and _is_of_owner(rules, source, holder):
        return _moved(rules, source, node, f"{noun} in an object")
    if around == "Arg":
        call = source.parents[holder]
        if holder.keyword is not None and holder.keyword.value.replace("_", "-") in _keys(rules):
            return _moved(rules, source, node, f"{noun} given to {called(call)}()")
        if called(call) in rules.naming.helpers or _is_function(rules, called(call)):
            return _moved(rules, source, node, f"{noun} given to {called(call)}()")
    if around == "Assign":
        name = source.text(holder.targets[0].target).decode().rpartition(".")[2]
        if name in rules.naming.variables:
            return _moved(rules, source, node, f"{noun} kept in '{name}'")
    words, at = text(source, node, source.occurrences(node, rules.name)[0])
    spot = spots.read(rules, source.path, words, at)
    if spot is not None and spot.what:
        return spot.what, (spot.edits, spot.by_hand)
    if rules.naming.meta == "event":
        return "event", ((), "" if rules.listing else "what is read from the event is not known")
    return "", ((), "")


def tag(rules: Rules, source: Source, at: int) -> tuple[str, str, tuple[Edit, ...]] | None:
    """Return the name in an avocado tag of a docstring as (what, by hand, edits), or None."""
    word = rules.naming.tag
    start = source.source.rfind(b"\n", 0, at) + 1
    before = source.source[start:at].strip()
    if not word or not re.fullmatch(rb":avocado: tags=(.*,)?" + word.encode() + rb":", before):
        return None
    if rules.listing or rules.refusal:
        return "avocado tag", rules.refusal, ()
    new = Edit(source.path, at, at + len(rules.name.encode()), rules.new.encode())
    return "avocado tag", "", (new,)


def keywords(rules: Rules, source: Source, area: str) -> Iterator[Use]:
    """Yield the uses of a member or parameter as a keyword or key of a call that sends it."""
    if rules.naming.key == "device":
        yield from _of_device(rules, source, area)
    if not rules.naming.keyword:
        return
    owner = rules.move.feature.qualified.rpartition(".")[0]
    for call in source.nodes("Call"):
        sender = sender_of(source, call)
        if sender is None or c_name(rules.name) not in c_name(source.text(call).decode()):
            continue
        command = next((a for a in call.args if is_command(a, call, sender)), None)
        name = literal(command.value) if command is not None else None
        if name != owner and name not in _PARAMETERS:
            continue
        for spelled, node in of_call(source, call, sender).named:
            if c_name(spelled) == c_name(rules.name):
                doubt = f"whether the value means the same for `{rules.new}` has to be looked at"
                yield Use(
                    source.path, source.line(node), area, f"argument of {name}",
                    "" if rules.listing else rules.refusal or doubt,
                )  # fmt: skip


def _of_device(rules: Rules, source: Source, area: str) -> Iterator[Use]:
    """Yield where a device is added by a call that has the property as a keyword."""
    spelled = rules.name if "_" in rules.name else c_name(rules.name)
    for call in source.nodes("Call"):
        given = {a.keyword.value: a for a in call.args if a.keyword is not None}
        sender = sender_of(source, call) if spelled in given and "driver" in given else None
        command = (
            next((a for a in call.args if is_command(a, call, sender)), None) if sender else None
        )
        if command is None or literal(command.value) != _DEVICE_ADD:
            continue
        if keys.is_named(rules.keys, literal(given["driver"].value)):
            node = given[spelled].keyword
            what, (edits, by_hand) = _moved(rules, source, node, f"argument of {_DEVICE_ADD}")
            yield Use(source.path, source.line(node), area, what, by_hand, edits)


def _is_of_owner(rules: Rules, source: Source, pair: Node) -> bool:
    """Tell whether a dictionary is of the driver that has the key as a property."""
    heads = (entry(source, pair, selector) for selector in keys.SELECTORS)
    told = any(keys.is_named(rules.keys, literal(head)) for head in heads if head is not None)
    return rules.keys.in_objects and told and entry(source, pair, keys.BLOCK_NODE) is None


def text(source: Source, node: Node, at: int) -> tuple[qmp.Text, int]:
    """Return the text that a string adds to a command line, and where byte `at` is in it.

    A literal that begins with "-" and stands before it in a list is part of it.
    """
    while _is_joined(source.parents[node]):
        node = source.parents[node]
    own = qmp.join(list(_pieces(source, node)))
    before = _before(source, node)
    offsets = [own.at[0]] * len(before) + list(own.at)
    return qmp.Text(before + own.data, offsets), own.at.index(at) + len(before)


def _pieces(source: Source, node: Node) -> Iterator[qmp.Text]:
    """Yield what a string is put together from; what the program puts in is not known."""
    kind = type(node).__name__
    start, end = source.span(node)
    if kind == "SimpleString":
        opening = len(node.prefix) + len(node.quote)
        yield qmp.plain(source.source, start + opening, end - len(node.quote))
    elif kind == "FormattedStringText":
        yield qmp.plain(source.source, start, end)
    elif _is_joined(node):
        parts = node.parts if kind == "FormattedString" else (node.left, node.right)
        for part in parts:
            yield from _pieces(source, part)
    else:
        yield qmp.Text(qmp.UNKNOWN, (start, end))


def _is_joined(node: Node) -> bool:
    kind = type(node).__name__
    return kind in _JOINED or (kind == "BinaryOperation" and type(node.operator).__name__ == "Add")


def _before(source: Source, node: Node) -> bytes:
    holder = source.parents[node]
    if type(holder).__name__ not in ("Arg", "Element"):
        return b""
    parent = source.parents[holder]
    siblings = getattr(parent, "elements", getattr(parent, "args", ()))
    index = next((n for n, s in enumerate(siblings) if s is holder), 0)
    option = literal(siblings[index - 1].value) if index else None
    if not option or not option.startswith("-"):
        return b""
    machine = _machine(source) if option.lstrip("-") in _MACHINE_OPTIONS else ""
    return f"{machine}{option} ".encode()


@lru_cache(maxsize=128)
def _machine(source: Source) -> str:
    """Return the option for the machine that a test sets by its helper, "" if not just one."""
    given = [c.args[0].value for c in source.nodes("Call") if called(c) == _SETTER and c.args]
    names = {literal(node) for node in given}
    name = names.pop() if len(names) == 1 else None
    return f"-machine {name} " if name else ""


def _keys(rules: Rules) -> tuple[str, ...]:
    return rules.naming.keys


def _is_function(rules: Rules, name: str) -> bool:
    pattern = rules.naming.functions
    return bool(pattern and name and re.fullmatch(pattern, name))


def _exchanged(
    rules: Rules, source: Source, node: Node, what: str, key: str
) -> tuple[str, py_calls.Verdict]:
    if key not in _keys(rules):
        return "", ((), "")
    return _moved(rules, source, node, what)


def _moved(rules: Rules, source: Source, node: Node, what: str) -> tuple[str, py_calls.Verdict]:
    if rules.listing or rules.refusal:
        return what, ((), rules.refusal)
    if not rules.naming.certain:
        doubt = f"whether `{rules.new}` means the same here has to be looked at"
        return what, ((), doubt)
    return what, (source.replace(node, rules.name, rules.new), "")
