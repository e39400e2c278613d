"""From an entry of the lists back to the features that it means.

Forward, from every feature of every kind to its entry, takes half an hour on a QEMU tree.
Backward, the chapter says which kinds may have it, and the title which names to ask for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from codemods import kinds
from codemods.errors import CodemodError
from codemods.kind import Kind
from codemods.model import Feature, Listed, Named
from codemods.qemu.listing import chapters, listed, meaning, names
from codemods.source.searching import spelling
from codemods.source.tree import Tree

#: A word that is no everyday one.
_TELLING = re.compile(r"(?=.*[-_+.\d])[\w.+-]{5,}")
#: Strings this short, marks included, are found all over a tree.
_SHORT = 4
#: Words of titles for what has another name on the command line.
_OPTIONS = {"character": "chardev", "network": "netdev", "block": "blockdev"}


def of(tree: Tree, entry: Listed) -> tuple[Feature, ...]:
    """Return the features of the tree that `entry` means, of the first kind that has any."""
    said = [k for n in entry.names for noun in names.nouns(n) for k in kinds.BY_NOUN.get(noun, ())]
    # An entry that stands in the wrong chapter still says what it is.
    for kind_id in dict.fromkeys(
        [*kinds.BY_SUBJECT.get(chapters.subject(entry.chapters), ()), *said]
    ):
        kind = kinds.every()[kind_id]
        found = tuple(dict.fromkeys(_of_kind(tree, kind, entry)))
        if found:
            return found
    return tuple(dict.fromkeys(_values(tree, entry)))


def meant(tree: Tree, feature: Feature, entries: Iterable[Listed]) -> tuple[Listed, ...]:
    """Return those of `entries` that are about `feature`; none where it cannot be placed."""
    kind = kinds.every()[feature.kind]
    bare = feature.name.casefold().lstrip("-").rpartition("=")[2]
    # To place a feature may take a search: only where an entry has its name.
    named = [e for e in entries if any(f".{bare}".endswith(f".{_bare(n)}") for n in e.names)]
    try:
        wanted = kind.entry(tree, feature) if named else None
        found = [e for e in named if wanted and meaning.names_it(wanted, feature, e)]
        if kind.means is not None:
            found += [e for e in entries if e not in found and kind.means(tree, feature, e)]
    except CodemodError:
        return ()
    return tuple(found)


def words(tree: Tree) -> tuple[str, ...]:
    """Return the names of the list that are worth one search for all, for few lines have them."""
    try:
        entries = listed.deprecated(tree)
    except CodemodError:
        return ()
    found = [part for e in entries for n in e.names for part in (n.text, *_owners(n))]
    return telling(found)


def telling(words: Iterable[str]) -> tuple[str, ...]:
    """Return those of `words` that few lines of a tree have, each once."""
    return tuple(dict.fromkeys(word for word in words if _TELLING.fullmatch(word)))


def strings(entries: Iterable[Listed]) -> tuple[str, ...]:
    """Return what C has in quotes of the names in `entries`: all of one, or its end."""
    names = [n for e in entries for n in e.names]
    parts = [part for n in names for part in (n.text, *_owners(n))]
    # Of a name that has an owner, C may have a string for both.
    both = [f"{owner}.{n.text}" for n in names for owner in _owners(n)]
    plain = dict.fromkeys(part.lstrip("-") for part in (*parts, *both) if part.isprintable())
    found = [text for part in plain for text in spelling.strings(part)]
    return tuple(dict.fromkeys(text for text in found if len(text) > _SHORT))


def _owners(name: Named) -> Iterator[str]:
    for path in name.owners:
        yield path[-1]


def _bare(name: Named) -> str:
    return name.text.casefold().lstrip("-")


def named(tree: Tree, kind_id: str, qualified: str) -> Feature | None:
    """Return the feature of that kind and qualified name, or None."""
    kind = kinds.every().get(kind_id)
    try:
        found = list(kind.find(tree, qualified)) if kind else []
    except CodemodError:
        return None
    return next((f for f in found if f.qualified == qualified), found[0] if found else None)


def _of_kind(tree: Tree, kind: Kind, entry: Listed) -> Iterator[Feature]:
    plain = [n for n in entry.names if not n.literal]
    # One name of a CPU may stand for all of its versions.
    plain = plain or (list(entry.names) if kind.family else [])
    if plain and kind.means is not None and not kind.on_request:
        # Words may be anybody's name; what the kind itself says of them is quick to ask.
        every = list(_guarded(tree, kind))
        yield from (f for f in every if kind.means(tree, f, entry))
    subject = chapters.subject(entry.chapters)
    for name in entry.names:
        # A command has no owner, and a member always has; "``-chardev`` backend ``x``" is one.
        called = names.nouns(name) & set(kind.noun.split())
        if not (name.literal or kind.means is None):
            continue
        if name.owners and not (kind.owned or called):
            continue
        for asked_for in (*_spelled(name, subject), *([name.text] if called else [])):
            yield from _found(tree, kind, asked_for, entry)


def _values(tree: Tree, entry: Listed) -> Iterator[Feature]:
    """Yield the values of options that the entry names: "``-accel x``"."""
    option = kinds.every()[kinds.OF_VALUES]
    for name in entry.names:
        for path in name.owners if name.literal else ():
            yield from _found(tree, option, f"{path[-1]}={name.text}", entry)


def _found(tree: Tree, kind: Kind, asked_for: str, entry: Listed) -> Iterator[Feature]:
    try:
        found = list(kind.find(tree, asked_for))
    except CodemodError:
        return
    yield from (f for f in found if meant(tree, f, (entry,)))


def _guarded(tree: Tree, kind: Kind) -> Iterator[Feature]:
    try:
        yield from kind.every(tree)
    except CodemodError:
        return


def _spelled(name: Named, subject: str) -> Iterator[str]:
    """Yield the names by which kinds may know what a title names.

    Arguments:
        subject: what its chapter is about.  Among the options of a command line the words beside
            it may be its owner's: "``delay`` option for socket character devices", "Plugin
            argument ... ``arg``"; the chapter of a program does not say whose the options are.
    """
    options = subject == "command line"
    if not name.owners:
        yield name.text
        if program := chapters.PROGRAMS.get(subject):
            yield f"{program}.{name.text.lstrip('-')}"
            yield f"{program}.config.{name.text}"
        for word in f"{name.before} {name.after}".casefold().split() if options else ():
            yield f"{_OPTIONS.get(word, word)}.{name.text}"
    for path in name.owners:
        yield ".".join((*path, name.text))
        if len(path) > 1:
            yield f"{path[-1]}.{name.text}"
        if path == ("device",):
            yield name.text
    if any("*" in owner for path in name.owners for owner in path):
        yield name.text
