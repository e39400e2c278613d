"""Every mark of a feature: what the tree says of it already, and what is missing.

A kind knows what QEMU's convention asks for outside of the schema and the list; the flag,
the entry and what other places of the tree say of the feature are the same for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from codemods import kinds
from codemods.model import (
    AT_RUN_TIME,
    ENTRY,
    HELP,
    MANUAL,
    NOTE,
    REASON,
    SENTENCE,
    WARNING,
    Feature,
    Listed,
    Mark,
    Request,
)
from codemods.qemu.hooks import search
from codemods.qemu.hooks.hook import Hook
from codemods.qemu.listing import bodies, entries, meaning, titles
from codemods.qemu.listing import listed as listing
from codemods.qemu.schema import flag
from codemods.source.splice import Edit
from codemods.source.tree import Tree

#: What a mark that was found by its idiom says.
_SAYS = {
    "reason": REASON, "note": NOTE, "warning": WARNING, "meson": WARNING, "help": HELP,
    "description": HELP, "hx-help": HELP, "hx-manual": MANUAL, "manual": MANUAL,
    "sentence": SENTENCE,
}  # fmt: skip
#: At run time a user learns it once, in whatever way; the other texts stand for themselves.
_INSTEAD = {**dict.fromkeys(AT_RUN_TIME, AT_RUN_TIME), HELP: (HELP,), MANUAL: (MANUAL,)}


def of(tree: Tree, feature: Feature) -> tuple[Mark, ...]:
    """Return all marks of `feature`: flags, those of the code and the texts, the entry.

    Raises:
        NothingToDo: the tree deprecates it in a way of its own, such as by its age.
        Refused: it cannot be told.
    """
    return (*flags(tree, feature), *outside(tree, feature), entry(tree, feature))


def flags(tree: Tree, feature: Feature) -> tuple[Mark, ...]:
    """Return the flag of each place of the schema that carries one, there or missing."""
    return tuple(
        flag.mark(tree, place) for place in kinds.every()[feature.kind].places(tree, feature)
    )


def outside(
    tree: Tree, feature: Feature, reading: search.Reading | None = None
) -> tuple[Mark, ...]:
    """Return the marks outside of the schema and the list, those of unusual places with them.

    A mark that the kind would add is left out where another place says the same already.

    Arguments:
        reading: the hooks of `tree`, for a caller that asks about several features.
    """
    kind = kinds.every()[feature.kind]
    own = tuple(kind.marks(tree, feature))
    if all(mark.there for mark in own) and own:
        return own
    known = {(m.path, m.line) for m in own}
    found = [
        Mark(_SAYS[hook.idiom], hook.path, hook.line, hook.message)
        for hook in (reading or search.Reading(tree)).about(kind.hooked_by(feature))
        if _tied(hook, feature) and (hook.path, hook.line) not in known
    ]
    said = {mark.says for mark in found}
    kept = [m for m in own if m.there or said.isdisjoint(_INSTEAD.get(m.says, (m.says,)))]
    return (*kept, *found)


def _tied(hook: Hook, feature: Feature) -> bool:
    tied = (feature.kind, feature.qualified) in hook.ties
    return tied and not hook.generic and hook.idiom in _SAYS


def entry(tree: Tree, feature: Feature) -> Mark:
    """Return the mark that deprecated.rst lists the feature, in whatever words, or does not.

    Raises:
        Refused: the tree has no such list.
    """
    for found in listed(tree, feature):
        return Mark(ENTRY, found.path, found.line, found.title, since=found.release or "")
    return Mark(ENTRY, entries.document(tree), 1, add=partial(_list, feature))


def _list(feature: Feature, tree: Tree, request: Request) -> tuple[Edit, ...]:
    wanted = kinds.every()[feature.kind].entry(tree, feature)
    body = bodies.body([wanted], "", [request])
    if wanted.joins:
        return entries.join(tree, wanted, body)
    return entries.add(tree, [wanted], request.since, body)


def listed(tree: Tree, feature: Feature) -> tuple[Listed, ...]:
    """Return the entries of deprecated.rst that mean the feature; none of one that has no name."""
    kind = kinds.every()[feature.kind]
    if kind.on_request:
        return ()
    found = tuple(e for e in meaning.of(tree, kind, feature) if not e.removed)
    return found or tuple(in_its_words(tree, feature))


def in_its_words(tree: Tree, feature: Feature) -> Iterator[Listed]:
    """Yield the entries that name nothing, but call the feature as its warning does.

    "block migration" of "block migration is deprecated; use ...", where the schema flags it.
    """
    prose = [e for e in listing.deprecated(tree) if not e.names]
    if not prose or not any(mark.there for mark in flags(tree, feature)):
        return
    said = [m.text.casefold() for m in kinds.every()[feature.kind].marks(tree, feature) if m.there]
    for entry in prose:
        called = titles.undated(entry.title).casefold()
        if any(re.match(rf"{re.escape(called)} (?:is|are) deprecated", text) for text in said):
            yield entry
