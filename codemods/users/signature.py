"""What the arguments of an old command mean for the new one.

Only the schema decides: an argument goes over when the replacement has one of
that name (or of the name that the user gives), of the same type and with the
same description, or when the user says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from codemods import kinds
from codemods.formats.qapi import schema as qapi_schema
from codemods.qemu.schema import definitions
from codemods.source.tree import Tree
from codemods.users.model import Move

_SINCE = re.compile(r"(?<! ) *\(since [^()]*\)", re.IGNORECASE)


@dataclass(frozen=True)
class Argument:
    """`origin` is the definition that has it, `told` its description as one line."""

    name: str
    optional: bool
    type: str
    origin: str
    told: str


@dataclass(frozen=True)
class Signature:
    """The arguments of a command, or the data of an event; `returns` as the schema writes it.

    `others` are the names of those that it takes only with some values of others.
    """

    arguments: Mapping[str, Argument]
    returns: object = None
    others: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Correspondence:
    """From the old command's arguments to the new one's.

    `unknown` says why nothing can be said about arguments, "" when it can.
    """

    old: str
    new: str
    unknown: str = ""
    was: Signature = field(default_factory=lambda: Signature({}))
    now: Signature = field(default_factory=lambda: Signature({}))
    renamed: Mapping[str, str] = field(default_factory=dict)

    def counterpart(self, name: str) -> str:
        """Return the new name of the argument `name`."""
        return self.renamed.get(key(name), name)

    def reason(self, given: Iterable[str]) -> str:
        """Return why a use with the arguments `given` cannot be rewritten, or ""."""
        names = [key(name) for name in given]
        for name in names:
            if why := self._mismatch(name):
                return why
        have = {key(self.counterpart(name)) for name in names}
        if len(have) < len(set(names)):
            return "two arguments would get the same name"
        missing = [
            a.name for n, a in self.now.arguments.items() if not a.optional and n not in have
        ]
        if missing:
            return f"`{self.new}` needs an argument '{missing[0]}'"
        return ""

    def unseen(self, given: Iterable[str] = ()) -> str:
        """Return why a use that may give any arguments cannot be rewritten, or "".

        Arguments:
            given: those that are seen, and that may have another name.
        """
        seen = {key(name) for name in given}
        for name, argument in self.was.arguments.items():
            if why := self._mismatch(name):
                return why
            if name not in seen and key(self.counterpart(name)) != name:
                return f"'{argument.name}' has another name for `{self.new}`"
        return self.reason(n for n, a in self.was.arguments.items() if not a.optional)

    @property
    def returns_differ(self) -> bool:
        """Whether the two commands return different things."""
        return self.was.returns != self.now.returns

    def _mismatch(self, name: str) -> str:
        target = key(self.counterpart(name))
        old, new = self.was.arguments.get(name), self.now.arguments.get(target)
        if new is None:
            if target in self.now.others:
                return f"whether `{self.new}` takes '{target}' depends on its other arguments"
            return f"`{self.new}` has no argument '{target}'"
        if name in self.renamed or old is None or old.origin == new.origin:
            return ""
        if old.type != new.type:
            return f"the argument '{name}' of `{self.new}` has another type"
        if self._plain(old.told) != self._plain(new.told):
            return (
                f"the argument '{name}' of `{self.new}` is described differently (if it means the "
                f"same: --argument {name}={name})"
            )
        return ""

    def _plain(self, told: str) -> str:
        return _SINCE.sub("", told).replace(self.old, self.new)


def correspondence(tree: Tree, move: Move) -> Correspondence:
    """Return what the schema says about the arguments of the old and the new command or event."""
    old, new = move.feature.name, move.replacement
    if not new:
        return Correspondence(old, new, "users are only listed")
    metas = (kinds.every()[move.feature.kind].naming.meta or "command",)
    agent = definitions.is_guest_agent(move.feature.path)
    was, now = (_signature(tree, name, metas, agent=agent) for name in (old, new))
    if was is None:
        return Correspondence(old, new, f"`{old}` is no {metas[0]} of the schema")
    if now is None:
        return Correspondence(old, new, f"the replacement `{new}` is no {metas[0]} of the schema")
    renamed = {key(argument): name for argument, name in move.arguments.items()}
    return Correspondence(old, new, "", was, now, renamed)


def key(name: str) -> str:
    """Return the spelling by which arguments are compared: Python writes "_" for "-"."""
    return name.replace("_", "-")


def _signature(tree: Tree, name: str, metas: tuple[str, ...], *, agent: bool) -> Signature | None:
    command = next(_definitions(tree, name, agent), None)
    if command is None or command.meta not in metas:
        return None
    arguments = {key(a.name): a for a in _own(command)}
    others: set[str] = set()
    for holder in _holders(tree, _part(command, "data"), agent):
        arguments |= {key(a.name): a for a in _own(holder)}
        others |= set(_of_branches(tree, holder, agent))
    data = command.value.data
    returns = data.get("returns") if isinstance(data, dict) else None
    return Signature(arguments, returns, frozenset(others))


def _holders(tree: Tree, name: str, agent: bool) -> Iterator[qapi_schema.Definition]:
    """Yield the type `name` and what it begins with."""
    seen: set[str] = set()
    while name not in seen:
        seen.add(name)
        holder = next(_definitions(tree, name, agent), None)
        if holder is None:
            return
        yield holder
        name = _part(holder, "base")


def _of_branches(tree: Tree, definition: qapi_schema.Definition, agent: bool) -> Iterator[str]:
    """Yield the names of the members that only the branches of a union have."""
    data = definition.value.data
    branches = data.get("data") if isinstance(data, dict) and definition.meta == "union" else None
    for branch in branches.values() if isinstance(branches, dict) else ():
        name = branch.get("type") if isinstance(branch, dict) else branch
        for holder in _holders(tree, name, agent) if isinstance(name, str) else ():
            yield from (key(a.name) for a in _own(holder))
            yield from _of_branches(tree, holder, agent)


def _definitions(tree: Tree, name: str, agent: bool) -> Iterator[qapi_schema.Definition]:
    """Yield the definition `name` of the emulator's schema, or of the guest agent's."""
    for schema in definitions.naming(tree, name) if name else ():
        found = schema.definition(name)
        if found is not None and definitions.is_guest_agent(schema.path) == agent:
            yield found


def _part(definition: qapi_schema.Definition, which: str) -> str:
    """Return the type that `definition` has as its "data" or "base", "" for none."""
    data = definition.value.data
    name = data.get(which) if isinstance(data, dict) else None
    return name if isinstance(name, str) else ""


def _own(definition: qapi_schema.Definition) -> Iterator[Argument]:
    doc = definition.doc
    told = {item.name: doc.text(item) for item in doc.members} if doc else {}
    for member in definition.members:
        if member.role == "member":
            data = member.value.data
            kind = data.get("type") if isinstance(data, dict) else data
            yield Argument(
                member.name, member.optional, str(kind), definition.name, told.get(member.name, "")
            )
