"""All that the rules look at, read once when it is first asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from codemods import kinds
from codemods.audit import features as audit_features
from codemods.audit import flags, history, marks, speaking
from codemods.audit.flags import Flag
from codemods.audit.model import Record, Spot, called
from codemods.errors import CodemodError
from codemods.model import Feature, Listed, Mark, Place
from codemods.qemu import releases
from codemods.qemu.hooks import search
from codemods.qemu.hooks.hook import Hook
from codemods.qemu.listing import listed
from codemods.qemu.machines import machines
from codemods.qemu.machines.machines import Machine
from codemods.qemu.schema import definitions
from codemods.source.commit import GitTree
from codemods.source.kept import Kept
from codemods.source.tree import Tree

_WARNS = ("warning", "reason", "note", "help", "description", "meson", "comment")
#: Files whose strings stand in single quotes.
_SINGLE = (".json", "meson.build", "meson_options.txt")
#: A machine that is called by its version, or made by a macro of it.
_VERSIONED = re.compile(
    rb'"[a-z][\w-]*-\d+\.\d+(?:-machine)?"|^DEFINE_\w*MACHINE\w*\(.*\b\d+\s*,\s*\d+\s*\)',
    re.MULTILINE,
)
_T = TypeVar("_T")
_MARKS = ("hx-help", "hx-manual")


class Scene:
    """One state of a tree.  What is read of it is kept as long as this object."""

    def __init__(self, tree: Tree, coming: str | None = None) -> None:
        self._own = tree
        self._marks: dict[Feature, tuple[Mark, ...]] = {}
        # The schema is asked for a name hundreds of times, and the tree for what is listed.
        self.tree: Tree = Kept(tree, definitions.FOLDERS, audit_features.words(tree))
        self._coming = coming

    @cached_property
    def coming(self) -> releases.Release:
        """The release that the tree leads to, or the one that the user says."""
        if self._coming is not None:
            major, _, minor = self._coming.partition(".")
            return int(major), int(minor)
        return releases.next_release(releases.tree_release(self.tree))

    @cached_property
    def release(self) -> releases.Release:
        """The release that the tree's VERSION belongs to."""
        return releases.tree_release(self.tree)

    @cached_property
    def versioned(self) -> tuple[Machine, ...]:
        """The versioned machines of a tree that knows of their age."""
        return tuple(self._versioned())

    @cached_property
    def deprecated(self) -> tuple[Listed, ...]:
        """The entries of deprecated.rst."""
        return listed.deprecated(self.tree)

    @cached_property
    def removed(self) -> tuple[Listed, ...]:
        """The entries of removed-features.rst."""
        return listed.removed(self.tree)

    @cached_property
    def flags(self) -> tuple[Flag, ...]:
        """The places of the schema that are flagged."""
        return tuple(flags.every(self.tree))

    @cached_property
    def hooks(self) -> tuple[Hook, ...]:
        """Every other place that says that something is deprecated."""
        return search.hooks(self.tree)

    @cached_property
    def releases(self) -> tuple[history.Release, ...]:
        """The releases behind the tree's commit, oldest first; none without a history."""
        return history.releases(self._own) if isinstance(self._own, GitTree) else ()

    @cached_property
    def written(self) -> dict[str, str]:
        """The commit that listed each entry, by history.line_key() of its title."""
        return history.written(self._own) if isinstance(self._own, GitTree) else {}

    @cached_property
    def features(self) -> dict[Listed, tuple[Feature, ...]]:
        """What each entry of deprecated.rst means."""
        # One search answers what the kinds ask for each name.
        self.tree.grep(audit_features.strings(self.deprecated))
        found = {entry: audit_features.of(self.tree, entry) for entry in self.deprecated}
        self.tree.grep(audit_features.telling(f.name for fs in found.values() for f in fs))
        return found

    @cached_property
    def flagged(self) -> dict[Flag, tuple[Listed, ...]]:
        """The entries of deprecated.rst that a flagged place belongs to."""
        places: dict[tuple[str, str], dict[Listed, None]] = {}
        for entry, found in self.features.items():
            for place in (p for feature in found for p in self.places(feature)):
                places.setdefault((place.definition, place.member), {})[entry] = None
        result: dict[Flag, tuple[Listed, ...]] = {}
        for flag in self.flags:
            known = tuple(places.get((flag.definition, flag.member), ()))
            result[flag] = known or self.meant_by(self.of_flag(flag), self.deprecated)
        return result

    @cached_property
    def hooked(self) -> dict[Hook, tuple[Listed, ...]]:
        """The entries of deprecated.rst that a hook speaks of."""
        return {hook: self.about(hook, self.deprecated) for hook in self.hooks}

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """The entries of deprecated.rst with all that the tree has of each."""
        return tuple(self._record(entry) for entry in self.deprecated)

    def of_flag(self, flag: Flag) -> tuple[Feature, ...]:
        """Return the features that the flagged place is of: those of the kinds that have it."""
        found = []
        for kind in kinds.every().values():
            if kind.on_request or not _has_places(kind.id):
                continue
            feature = audit_features.named(self.tree, kind.id, flag.name)
            if feature is not None and feature.qualified == flag.name:
                found.append(feature)
        return tuple(found)

    def of_hook(self, hook: Hook) -> tuple[Feature, ...]:
        """Return the features that the hook is tied to and that the tree has."""
        found = (audit_features.named(self.tree, kind, name) for kind, name in hook.ties)
        return tuple(f for f in found if f is not None)

    def about(self, hook: Hook, entries: tuple[Listed, ...]) -> tuple[Listed, ...]:
        """Return those of `entries` that `hook` speaks of: by its ties, else by its words."""
        if hook.generic:
            # The macro that deprecates by age is what the entry without names is about.
            of_age = hook.idiom == "reason"
            return tuple(e for e in entries if of_age and "ersioned machine" in e.title)
        tied = self.of_hook(hook)
        found = self.meant_by(tied, entries)
        if found:
            return found
        if tied:
            # A message may be about one of the uses that the entry of a part is about.
            return tuple(e for e in entries if any(speaking.is_part_of(f, e) for f in tied))
        return speaking.spoken_of(hook, entries)

    @cached_property
    def _gone(self) -> dict[Hook, tuple[Listed, ...]]:
        return {h: self.about(h, self.removed) for h, es in self.hooked.items() if not es}

    def gone_as(self, hook: Hook) -> tuple[Listed, ...]:
        """Return the entries of what is removed that a hook without another one speaks of."""
        return self._gone.get(hook, ())

    def is_gone(self, hook: Hook) -> bool:
        """Tell whether the hook speaks of what is removed, and the tree has no such thing."""
        return bool(self.gone_as(hook)) and not hook.generic and not self.of_hook(hook)

    def shown(self, entry: Listed) -> str:
        """Return what a finding calls `entry`: its features, else what its title names."""
        found = self.features.get(entry, ())
        return ", ".join(f.qualified for f in found[:4]) or called(entry)

    def in_code(self, names: tuple[str, ...]) -> bool:
        """Tell whether one of `names` is a whole string somewhere but in documents and tests."""
        if not names:
            return False
        double, single = [f'"{n}"' for n in names], [f"'{n}'" for n in names]
        hits = self.tree.grep([*double, *single])
        return any(
            _is_code(h.path)
            and (h.path.endswith(_SINGLE) or any(word.encode() in h.text for word in double))
            for h in hits
        )

    def meant_by(
        self, found: tuple[Feature, ...], entries: tuple[Listed, ...]
    ) -> tuple[Listed, ...]:
        """Return those of `entries` that mean one of the features."""
        own = {e for f in found for e in audit_features.meant(self.tree, f, entries)}
        return tuple(e for e in entries if e in own)

    def marks(self, feature: Feature) -> tuple[Mark, ...]:
        """Return the marks of code and help that the feature's kind asks for."""
        if feature not in self._marks:
            self._marks[feature] = marks.of(self.tree, feature)
        return self._marks[feature]

    def places(self, feature: Feature) -> tuple[Place, ...]:
        """Return the places of the schema that flag the feature when it is deprecated."""
        try:
            return tuple(kinds.every()[feature.kind].places(self.tree, feature))
        except CodemodError:
            return ()

    def _versioned(self) -> Iterator[Machine]:
        if not self.tree.naming("MACHINE_VER_DEPRECATION", ("include", "hw")):
            return
        hits = self.tree.grep(("_MACHINE", "MACHINE_TYPE_NAME"), ("hw",))
        for path in sorted({h.path for h in hits if h.path.endswith(".c")}):
            for machine in machines.of_file(self.tree, path) if self._may_have(path) else ():
                if machine.type and machines.is_versioned(machine.name):
                    yield machine

    def _may_have(self, path: str) -> bool:
        """Tell whether the file may define versioned machines: by a name, or by two numbers."""
        return _VERSIONED.search(self.tree.read(path)) is not None

    @cached_property
    def _flags_of(self) -> dict[Listed, list[Flag]]:
        return _turned(self.flagged)

    @cached_property
    def _hooks_of(self) -> dict[Listed, list[Hook]]:
        return _turned(self.hooked)

    def _record(self, entry: Listed) -> Record:
        found = self.features[entry]
        flagged = [Spot(f.path, f.line, f.name) for f in self._flags_of.get(entry, ())]
        have = {spot.text for spot in flagged}
        unflagged = [
            spot
            for feature in found
            for place in self.places(feature)
            if (spot := flags.spot(self.tree, place)).text not in have
        ]
        hooks = self._hooks_of.get(entry, [])
        return Record(
            entry=entry,
            kind=found[0].kind if found else kinds.OTHER,
            features=found,
            flagged=tuple(flagged),
            unflagged=tuple(unflagged),
            warned=_spots(hooks, _WARNS),
            marked=_spots(hooks, _MARKS),
            said=_spots(hooks, ("sentence", "manual")),
        )


def _turned(found: Mapping[_T, Iterable[Listed]]) -> dict[Listed, list[_T]]:
    """Return for each entry what belongs to it, in the order of `found`."""
    result: dict[Listed, list[_T]] = {}
    for one, entries in found.items():
        for entry in dict.fromkeys(entries):
            result.setdefault(entry, []).append(one)
    return result


def _spots(hooks: list[Hook], idioms: tuple[str, ...]) -> tuple[Spot, ...]:
    return tuple(Spot(h.path, h.line, h.message) for h in hooks if h.idiom in idioms)


def _is_code(path: str) -> bool:
    return not path.startswith(("docs/", "tests/", "po/")) and not path.endswith((".rst", ".md"))


def _has_places(kind_id: str) -> bool:
    return kind_id.startswith(("q", "migration-", "chardev-", "block-", "object-", "audio-"))
