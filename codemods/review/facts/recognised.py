"""Which features a series deprecates: by the flags, entries and hooks that it brings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from codemods import kinds
from codemods.errors import CodemodError
from codemods.kind import Kind
from codemods.model import Feature, Listed, Named
from codemods.qemu.hooks.hook import Hook
from codemods.qemu.listing import meaning
from codemods.qemu.schema import definitions
from codemods.review.facts.headings import Heading
from codemods.review.facts.schema import Flagged
from codemods.source.part import Part
from codemods.source.searching import beforehand, spelling
from codemods.source.tree import Tree

T = TypeVar("T")

#: What a kind whose features are flagged reads.
_SCHEMA = (*definitions.FOLDERS, "scripts/qapi", "VERSION", "docs/about", "docs/system")
#: Titles that name more than so many things are about something else.
_MOST_NAMES = 16


@dataclass(frozen=True)
class Known:
    """A feature, and what the series brings that says it is deprecated."""

    feature: Feature
    flags: tuple[Flagged, ...] = ()
    entries: tuple[Heading, ...] = ()
    hooks: tuple[Hook, ...] = ()

    @property
    def kind(self) -> Kind:
        """Its kind."""
        return kinds.every()[self.feature.kind]

    @property
    def names(self) -> tuple[str, ...]:
        """What findings call it."""
        return tuple(dict.fromkeys((self.feature.qualified, self.feature.name)))


def known(
    after: Tree,
    flagged: Sequence[Flagged],
    entries: Sequence[tuple[Heading, Listed]],
    hooks: Sequence[Hook],
) -> tuple[Known, ...]:
    """Return the features that these are about, each once."""
    found: dict[tuple[str, str], Known] = {}

    def add(one: Known) -> None:
        key = (one.feature.kind, one.feature.qualified)
        old = found.get(key, Known(one.feature))
        found[key] = replace(
            old, flags=old.flags + one.flags, entries=old.entries + one.entries,
            hooks=old.hooks + one.hooks,
        )  # fmt: skip

    named = (n.text for _, entry in entries for n in entry.names[:_MOST_NAMES])
    beforehand.expect(after, *spelling.worth_asking(dict.fromkeys(named)))
    for place in flagged:
        for feature in of_flag(after, place)[:1]:
            add(Known(feature, flags=(place,)))
    for heading, entry in entries:
        for feature in of_entry(after, entry):
            add(Known(feature, entries=(heading,)))
    for hook in hooks:
        for feature in of_hook(after, hook):
            add(Known(feature, hooks=(hook,)))
    return tuple(found.values())


def of_flag(after: Tree, place: Flagged) -> list[Feature]:
    """Return the features whose place in the schema this is, the most special one first."""
    part = Part(after, _SCHEMA)
    found = []
    for feature in _called(part, place.qualified):
        places = attempt(kinds.every()[feature.kind].places, part, feature)
        if any((p.definition, p.member) == _key(place) for p in places or ()):
            found.append(feature)
    refined = {r for f in found for r in kinds.every()[f.kind].refines}
    return sorted(found, key=lambda f: f.kind in refined)


def of_entry(after: Tree, entry: Listed) -> list[Feature]:
    """Return the features that an entry means."""
    found: dict[tuple[str, str], Feature] = {}
    for named in entry.names[:_MOST_NAMES]:
        for asked in _forms(named):
            alike = [f for f in _called(after, asked) if means(after, f, entry)]
            found |= {(f.kind, f.qualified): f for f in alike}
            # The most telling form that finds something says enough: a search takes its time.
            if alike:
                break
    refined = {r for f in found.values() for r in kinds.every()[f.kind].refines}
    return [f for f in found.values() if f.kind not in refined]


def of_hook(after: Tree, hook: Hook) -> Iterator[Feature]:
    """Yield the features that the code around a hook shows it to be about."""
    for kind_id, qualified in hook.ties:
        kind = kinds.every().get(kind_id)
        if kind is not None:
            found = attempt(_found, kind, after, qualified) or ()
            yield from (f for f in found if f.qualified == qualified)


def candidates(after: Tree, named: Named) -> Iterator[Feature]:
    """Yield the features that are called as a title names something, of any kind."""
    for asked in _forms(named):
        found = list(_called(after, asked))
        yield from found
        if found:
            return


def _forms(named: Named) -> Iterator[str]:
    """Yield the names by which a kind may know what a title names, the most telling first."""
    for owner in named.owners:
        yield f"{owner[-1]}.{named.text}"
        if len(owner) > 1:
            yield ".".join((*owner, named.text))
    yield named.text


def means(after: Tree, feature: Feature, entry: Listed) -> bool:
    """Tell whether an entry is about a feature."""
    kind = kinds.every()[feature.kind]
    wanted = attempt(kind.entry, after, feature)
    if wanted is not None and meaning.names_it(wanted, feature, entry):
        return True
    return kind.means is not None and bool(attempt(kind.means, after, feature, entry))


def _called(tree: Tree, name: str) -> Iterator[Feature]:
    for kind in kinds.every().values():
        if not kind.on_request and name.isprintable() and name.strip():
            yield from attempt(_found, kind, tree, name) or ()


def _found(kind: Kind, tree: Tree, name: str) -> list[Feature]:
    return list(kind.find(tree, name))


def _key(place: Flagged) -> tuple[str, str]:
    return place.pair.now.name, place.member.name if place.member else ""


def kind_of(feature: Feature) -> Kind:
    """Return the kind of a feature."""
    return kinds.every()[feature.kind]


def attempt(ask: Callable[..., T], *arguments: object) -> T | None:
    """Return the answer to a question to a kind, None where the tree does not allow one."""
    try:
        return ask(*arguments)
    except CodemodError:
        return None
