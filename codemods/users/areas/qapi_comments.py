"""Users in the comments of the QAPI schema: examples, and references in other definitions' text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.formats import qmp
from codemods.formats.qapi import comments as qapi_comments
from codemods.formats.qapi import schema as qapi_schema
from codemods.formats.qapi.values import type_name
from codemods.formats.qmp import Text
from codemods.qemu.schema import definitions
from codemods.source.tree import Tree
from codemods.users import rules as move_rules
from codemods.users import spots
from codemods.users.model import Move, Use
from codemods.users.rules import Rules
from codemods.users.spots import Spot

AREA = "QAPI comments"
_COMMENT = re.compile(rb"(?m)(?:^#[^\n]*\n?)+")
_LINE = re.compile(rb"(?m)^# ?([^\n]*\n?)")
_DECLARES = re.compile(rb"(?m)^ *@\Z")
#: Words by which a text sets the command apart from others, or tells of the past.
_APART = re.compile(
    rb"\b(legacy|deprecated|old|older|obsolete|unlike|instead|than|formerly|replaces?)\b|\(since",
    re.IGNORECASE,
)


def find(tree: Tree, move: Move) -> Iterator[Use]:
    """Yield the users in comments other than the feature's own."""
    rules = move_rules.rules(tree, move)
    if rules.naming.typed and definitions.definition(tree, move.feature.name):
        # The schema speaks of its own command of that name, not of the monitor's.
        return
    agent = definitions.is_guest_agent(move.feature.path)
    alone = rules.of_command and _means_nothing_else(tree, move.feature.name)
    for path, source in spots.files(tree, rules, definitions.is_schema):
        if definitions.is_guest_agent(path) != agent:
            continue
        own = _own(tree, rules, path)
        for start, text in _comments(source):
            if start not in own:
                yield from _uses(rules, path, source, text, alone=alone)


def _own(tree: Tree, rules: Rules, path: str) -> set[int]:
    """Return where the comments begin that are about the feature itself.

    Those are its own definition's, the replacement's, those of types that
    describe nothing but its arguments, and those with a member of that name.
    """
    feature = rules.move.feature
    names = {feature.qualified.partition(".")[0], feature.name, rules.new}
    schema = definitions.load(tree, path)
    if rules.of_command:
        names |= _private(tree, feature.name)
    about = (d for d in schema.definitions if d.name in names or d.member(feature.name))
    return {d.doc.start for d in about if d.doc is not None}


def _private(tree: Tree, command: str) -> set[str]:
    """Return the type of the command's arguments if nothing else names it."""
    found = definitions.definition(tree, command)
    value = found[1].value.items.get("data") if found else None
    name = value.data if value is not None and isinstance(value.data, str) else ""
    if not name:
        return set()
    users = [d for s in definitions.naming(tree, name) for d in s.definitions if _names(d, name)]
    return {name} if len(users) == 1 else set()


def _names(definition: qapi_schema.Definition, name: str) -> bool:
    """Tell whether the code of a definition, not its comment, names the type."""
    code = str(definition.value.data)
    return definition.name != name and f"'{name}'" in code


def _comments(source: bytes) -> Iterator[tuple[int, Text]]:
    """Yield where each comment begins and its text without the marks."""
    for block in _COMMENT.finditer(source):
        lines = [qmp.plain(source, *line.span(1)) for line in _LINE.finditer(source, *block.span())]
        yield block.start(), qmp.join(lines)


def _means_nothing_else(tree: Tree, command: str) -> bool:
    """Tell whether no member of the schema is called as the command is."""
    found = (d for s in definitions.naming(tree, command) for d in s.definitions)
    return not any(d.member(command) for d in found)


def _uses(rules: Rules, path: str, source: bytes, text: Text, *, alone: bool) -> Iterator[Use]:
    for at in spots.named(rules, text):
        spot = spots.read(rules, path, text, at)
        if spot is None and not spots.is_property(rules) and not _declares(rules, text, at):
            spot = _mention(rules, path, source, text, at, alone=alone)
        if spot is not None and spot.what:
            yield spots.use(path, source, AREA, text, spot, rules)


def _declares(rules: Rules, text: Text, at: int) -> bool:
    """Tell whether a description of a member of that name begins here."""
    opened = _DECLARES.search(text.data, max(0, at - 80), at) is not None
    return opened and text.data[at + len(rules.name) :].startswith(b":")


def _mention(
    rules: Rules, path: str, source: bytes, text: Text, at: int, *, alone: bool
) -> Spot | None:
    """Return a reference in a text; one that could be meant otherwise is left to a person."""
    end = at + len(rules.name)
    before, after = text.data[at - 1 : at], text.data[end : end + 1]
    marked = before == b"@" or before == after == b"`"
    if not marked and (not rules.of_command or not spots.distinctive(rules.name)):
        return None
    what = "mentioned in a comment"
    if not rules.of_command:
        return Spot(at, what, "what the text says of it has to be looked at")
    if rules.listing:
        return Spot(at, what)
    if reason := move_rules.unlike(rules):
        return Spot(at, what, f"the commands are not alike: {reason}")
    reason = _doubt(rules, source, text, at, marked or alone)
    return Spot(at, what, reason) if reason else spots.exchanged(rules, path, text, at, what)


def _doubt(rules: Rules, source: bytes, text: Text, at: int, meant: bool) -> str:
    """Say why the name cannot just be exchanged, or return ""."""
    end = at + len(rules.name)
    if not meant and not re.match(rb"\s+commands?\b", text.data[end : end + 12]):
        return "whether the command is meant is not certain"
    first = text.data.rfind(b"\n\n", 0, at) + 1
    last = text.data.find(b"\n\n", at)
    paragraph = text.data[first : len(text.data) if last < 0 else last]
    if qmp.whole(rules.new).search(paragraph):
        return "the same paragraph speaks of the replacement"
    if rules.arguments is not None and rules.arguments.returns_differ:
        returned = type_name(rules.arguments.was.returns).encode()
        if returned and qmp.whole(returned.decode()).search(paragraph):
            return "the same paragraph speaks of what it returns"
    if _APART.search(_sentence(paragraph, at - first)):
        return "the sentence tells the command from others"
    line = source[source.rfind(b"\n", 0, text.at[at]) + 1 :].partition(b"\n")[0]
    if len(line) + len(rules.new) - len(rules.name) > qapi_comments.WIDTH:
        return f"the line would be longer than {qapi_comments.WIDTH} columns"
    return ""


def _sentence(paragraph: bytes, at: int) -> bytes:
    """Return the sentence around `at`."""
    start = max((m.end() for m in re.finditer(rb"[.!?]\s", paragraph[:at])), default=0)
    end = re.search(rb"[.!?](?:\s|\Z)", paragraph[at:])
    return paragraph[start : at + end.end() if end else len(paragraph)]
