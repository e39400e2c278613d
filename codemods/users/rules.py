"""Whether a call of a command can become a call of its replacement, and how.

What the schema says of the arguments is in signature.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from codemods import kinds
from codemods.formats import qmp
from codemods.kind import Naming
from codemods.model import Feature
from codemods.qemu.schema import definitions
from codemods.source.splice import Edit
from codemods.source.tree import Tree
from codemods.users import owners
from codemods.users.keys import Keys
from codemods.users.model import Move
from codemods.users.signature import Correspondence, correspondence

_UNSTABLE = "x-"
_ERRORS = re.compile(rb"^# Errors:(.*?)(?=^# \S|\Z)", re.MULTILINE | re.DOTALL)
_CLASS = re.compile(rb"\b(?:[A-Z][a-z]+){2,}\b")
#: The answer to a call stands so many bytes behind it, and before the next call.
_ANSWER = 2000
#: The example shell shows the call that it makes of a line, and then what it gets.
_TYPED, _BEFORE = b"(QEMU)", 120
_ANSWERED = re.compile(rb"['\"](?:return|error)['\"]\s*:|^[ \t]*<-", re.MULTILINE)
_NEXT_CALL = re.compile(rb"['\"](?:execute|exec-oob)['\"]\s*:")
_PROSE = (".rst", ".txt", ".md", ".json", ".hx")
#: A parameter of an option may be replaced by "name=value".
_PLAIN = re.compile(r"[A-Za-z_][\w.+=,-]*")


@dataclass(frozen=True)
class Rules:
    """What is to become of the uses of one feature.

    `refusal` says why no use can be rewritten, "" when some can.  `arguments`
    tells what becomes of a command's arguments; `siblings` are the members that
    stand beside a member, `options` those of the command line that take it as a
    parameter.  `errors` are the classes of error that only the old
    command answers with, as far as its comment tells.
    """

    move: Move
    refusal: str = ""
    arguments: Correspondence | None = None
    siblings: frozenset[str] = frozenset()
    keys: Keys = field(default_factory=Keys)
    errors: frozenset[bytes] = frozenset()

    @property
    def name(self) -> str:
        """The name that is to go."""
        return self.keys.name or self.move.feature.name

    @property
    def new(self) -> str:
        """The name that replaces it, "" when users are only listed."""
        return self.move.replacement.removeprefix(f"{self.keys.owner}.")

    @property
    def listing(self) -> bool:
        """Whether users are only listed."""
        return not self.move.replacement

    @property
    def of_command(self) -> bool:
        """Whether the feature is a QMP command."""
        return self.naming.meta == "command"

    @property
    def of_user_mode(self) -> bool:
        """Whether the feature is an option of what emulates programs, not systems."""
        return self.move.feature.qualified == f"user.{self.name}"

    @property
    def naming(self) -> Naming:
        """How the feature is named."""
        return kinds.every()[self.move.feature.kind].naming


def rules(tree: Tree, move: Move) -> Rules:
    """Return the rules for `move`."""
    known = Rules(move, siblings=_siblings(tree, move), keys=owners.keys(tree, move.feature))
    if not move.replacement:
        return known
    if not _PLAIN.fullmatch(move.replacement):
        return replace(known, refusal="the replacement is not one name")
    if not known.of_command:
        return replace(known, refusal=differ(tree, move.feature, known.new))
    arguments = correspondence(tree, move)
    errors = _errors(tree, move.feature.name) - _errors(tree, move.replacement)
    return Rules(move, arguments.unknown, arguments, errors=errors - {b"GenericError"})


def differ(tree: Tree, feature: Feature, new: str) -> str:
    """Return why `new` may mean something else than `feature` where it is put in its place."""
    kind = kinds.every()[feature.kind]
    known = feature.name.removeprefix(_UNSTABLE) == new.removeprefix(_UNSTABLE)
    if kind.same is None or (known and not kind.naming.is_property):
        return ""
    return kind.same(tree, feature, new)


def renamed(rules: Rules, names: Sequence[str]) -> tuple[dict[str, str], str]:
    """Return the new name of each argument of a call, and why the call has to stay, or ""."""
    if rules.refusal or rules.arguments is None:
        return {}, rules.refusal
    if reason := rules.arguments.reason(names):
        return {}, reason
    return {name: rules.arguments.counterpart(name) for name in names}, ""


def unlike(rules: Rules) -> str:
    """Return why not even the shortest call can be moved, or ""."""
    old = rules.arguments.was.arguments if rules.arguments is not None else {}
    return renamed(rules, [a.name for a in old.values() if not a.optional])[1]


def rewrite(
    rules: Rules, path: str, text: qmp.Text, call: qmp.Value, command: qmp.Member
) -> tuple[tuple[Edit, ...], str]:
    """Return the edits that make the object `call` one of the replacement, or none and why.

    Arguments:
        command: the member of `call` that names the command.
    """
    if rules.listing:
        return (), ""
    members, reason = arguments_of(call)
    if reason:
        return (), reason
    mapping, reason = renamed(rules, [m.name for m in members])
    reason = reason or answered(rules, path, text, call.start, call.end)
    if reason:
        return (), reason
    spans = [(command.value.start + 1, command.value.end - 1, rules.new)]
    spans += [(m.start, m.end, mapping[m.name]) for m in members if mapping[m.name] != m.name]
    return replaced(path, text, spans)


def answered(rules: Rules, path: str, text: qmp.Text, start: int, end: int) -> str:
    """Return why a call in [start, end) has to stay for what answers it, or "".

    Only a text for people that shows no answer does without one.
    """
    if rules.arguments is None or not rules.arguments.returns_differ:
        return ""
    behind = _NEXT_CALL.split(text.data[end : end + _ANSWER], maxsplit=1)[0]
    typed = _TYPED in text.data[max(0, start - _BEFORE) : start]
    if path.endswith(_PROSE) and not typed and not _ANSWERED.search(behind):
        return ""
    return f"`{rules.new}` returns something else"


def arguments_of(call: qmp.Value) -> tuple[Sequence[qmp.Member], str]:
    """Return the arguments of a call, and why they are not known, or ""."""
    holder = call.member("arguments")
    if holder is None:
        return (), ""
    if holder.value.kind != "object":
        return (), "its arguments are put in while the test runs"
    return holder.value.members, ""


def replaced(
    path: str, text: qmp.Text, spans: Iterable[tuple[int, int, str]]
) -> tuple[tuple[Edit, ...], str]:
    """Return the edits that replace spans of `text`, or none and why."""
    edits = [text.edit(path, start, end, new.encode()) for start, end, new in spans]
    made = tuple(e for e in edits if e is not None)
    if len(made) < len(edits):
        return (), "a name is cut into pieces here"
    return made, ""


def _siblings(tree: Tree, move: Move) -> frozenset[str]:
    """Return the members that stand beside the member that is to go; none for another feature."""
    if kinds.every()[move.feature.kind].naming.key != "type":
        return frozenset()
    names: set[str] = set()
    todo: list[object] = [move.feature.qualified.rpartition(".")[0]]
    while todo:
        owner = todo.pop()
        found = definitions.definition(tree, owner) if isinstance(owner, str) and owner else None
        if found is not None:
            value = found[1].value
            names |= {m.name for m in found[1].members if m.role == "member"}
            parts = ("base", "data") if found[1].meta == "command" else ("base",)
            todo += [value.items[part].data for part in parts if part in value.items]
    return frozenset(names)


def _errors(tree: Tree, command: str) -> frozenset[bytes]:
    """Return the error classes that the command's comment names."""
    found = definitions.definition(tree, command)
    if found is None or found[1].doc is None:
        return frozenset()
    section = _ERRORS.search(b"".join(found[1].doc.lines))
    return frozenset(_CLASS.findall(section[1])) if section else frozenset()
