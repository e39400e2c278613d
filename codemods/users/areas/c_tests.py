"""Users in the C tests: QMP objects and command lines in strings, names given to helpers.

A call whose test expects an error class that the replacement does not have is
left to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from codemods.formats import qmp
from codemods.formats.c import strings as c_strings
from codemods.formats.c import tokens as c_tokens
from codemods.source.splice import line_of
from codemods.source.tree import Tree
from codemods.users import keys, spots
from codemods.users import rules as move_rules
from codemods.users.areas import manual
from codemods.users.model import Move, Use
from codemods.users.rules import Rules
from codemods.users.spots import Spot

AREA = "C tests"
_FOLDERS = ("tests/qtest/", "tests/unit/", "tests/migration/", "tests/bench/", "tests/test-")
_EXECUTE = re.compile(rb"['\"]execute['\"]")
_ADDER = re.compile(r"(?=\w*device_add)\w+")
_CONSTANT = re.compile(r"[A-Z]+_[A-Z\d_]+")


def find(tree: Tree, move: Move) -> Iterator[Use]:
    """Yield the users in strings of C tests."""
    rules = move_rules.rules(tree, move)
    for path, source in spots.files(tree, rules, _is_test):
        every = list(c_strings.strings(source))
        for string in every:
            for at in spots.named(rules, string.text):
                spot = _spot(rules, path, string, at, every)
                if spot is not None and spot.what:
                    yield spots.use(path, source, AREA, string.text, spot, rules)
        yield from _in_comments(rules, path, source)
    yield from _by_constant(tree, rules)


def _in_comments(rules: Rules, path: str, source: bytes) -> Iterator[Use]:
    """Yield where a comment names the feature in quotes."""
    for text in c_strings.comments(source):
        for at in spots.named(rules, text):
            spot = manual.spot_of(rules, path, text, at)
            marked = manual.quoted(rules, text, at) or (spot is not None and spot.edits)
            if spot is not None and spot.what and marked:
                yield spots.use(path, source, AREA, text, spot, rules)


def _by_constant(tree: Tree, rules: Rules) -> Iterator[Use]:
    """Yield where the code of a test names the feature by its C constant."""
    what = f"constant of the {rules.naming.what}"
    by_hand = "" if rules.listing else rules.refusal or "the code names it by its constant"
    spelled = (s for s in rules.move.feature.spellings if s != rules.name)
    for constant in filter(_CONSTANT.fullmatch, spelled):
        for path in filter(_is_test, tree.naming(constant, ("tests",))):
            source = tree.read(path)
            for token in c_tokens.tokens(c_tokens.text_of(source), directives=False):
                if token.kind == "name" and token.text == constant:
                    yield Use(path, line_of(source, token.start), AREA, what, by_hand)


def _is_test(path: str) -> bool:
    return path.startswith(_FOLDERS) and path.endswith((".c", ".h"))


def _spot(
    rules: Rules, path: str, string: c_strings.String, at: int, every: Sequence[c_strings.String]
) -> Spot | None:
    spot = spots.read(rules, path, string.text, at)
    if spot is not None and spot.what and spots.is_short(rules) and not _starts(string):
        return Spot(at)
    if (given := _beside(rules, path, string, at, every)) is not None:
        return given
    if spot is None:
        return _name(rules, path, string, at)
    if spot.edits and (expected := _expected_error(rules, string, every)):
        return replace(spot, by_hand=f"the test names the error class {expected}", edits=())
    return spot


def _beside(
    rules: Rules, path: str, string: c_strings.String, at: int, every: Sequence[c_strings.String]
) -> Spot | None:
    """Return a key that is given to a function, alone or in an object, behind its owner."""
    here = next(n for n, s in enumerate(every) if s is string)
    before = [s for s in every[max(0, here - 2) : here] if string.call and s.call == string.call]
    named = (keys.is_named(rules.keys, s.text.data.decode(errors="replace")) for s in before)
    if not spots.is_property(rules) or not any(named):
        return None
    what = f"{rules.naming.what} given to {string.call}()"
    if string.text.data == rules.name.encode():
        return Spot(at, what, f"what {string.call}() does with the name is not known")
    found = qmp.holder(string.text, at)
    taken = found is not None and found[1].start == at and _ADDER.fullmatch(string.call)
    return spots.exchanged(rules, path, string.text, at, what) if taken else None


def _starts(string: c_strings.String) -> bool:
    """Tell whether the call that is given the string starts an emulator."""
    return re.search(r"qtest|qos|qemu", string.call) is not None


def _name(rules: Rules, path: str, string: c_strings.String, at: int) -> Spot | None:
    """Return a string that is just the name, or begins with it, as a use."""
    shape = rules.naming
    data, end = string.text.data, at + len(rules.name)
    taken = shape.functions and re.fullmatch(shape.functions, string.call)
    if spots.is_node(rules, string.text, at):
        return spots.exchanged(rules, path, string.text, at, "machine of a test graph")
    if shape.typed:
        first = at == 0 and taken and data[end : end + 1] in (b"", b" ")
        return spots.exchanged(rules, path, string.text, at, "HMP command sent") if first else None
    if data != rules.name.encode():
        return None
    if taken and shape.certain:
        what = f"{shape.what} given to {string.call}()"
        return spots.exchanged(rules, path, string.text, at, what)
    if taken or (rules.naming.bare and spots.distinctive(rules.name)):
        return Spot(at, f"name of the {shape.what}", "what the name is used for is not certain")
    return None


def _expected_error(
    rules: Rules, string: c_strings.String, every: Sequence[c_strings.String]
) -> str:
    """Return the class of error that is named before the next command is sent, if only
    the old command answers with it; "" if there is none."""
    start = string.text.at[0]
    later = (s.text.data for s in every if start < s.text.at[0] < string.last)
    for data in later:
        if _EXECUTE.search(data):
            return ""
        if data in rules.errors:
            return data.decode()
    return ""
