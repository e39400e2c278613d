"""Which entries of the lists are a feature's, whatever the words of their titles.

The title that the feature's kind would give is read as those of the lists are, and what it
names is compared: the name, what owns it, the nouns and the chapter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase

from codemods.kind import Kind
from codemods.model import Entry, Feature, Listed, Named
from codemods.qemu import targets
from codemods.qemu.listing import chapters, listed, names, titles
from codemods.source.tree import Tree

#: Nouns that say the same.
_SAME = {"board": "machine", "platform": "machine", "field": "member", "model": "cpu",
         "name": "cpu", "processor": "cpu", "chip": "cpu", "driver": "backend",
         "option": "parameter", "property": "parameter", "type": "object",
         "argument": "member"}  # fmt: skip
#: What titles write out.
_LONG = {"chardev": ("character",), "netdev": ("network", "net"), "blockdev": ("block",)}
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_DEVICE = (("device",),)


def of(tree: Tree, kind: Kind, feature: Feature) -> tuple[Listed, ...]:
    """Return the entries of both lists that mean `feature`, of the kind `kind`.

    Raises:
        Refused: see entries.document().
    """
    sought = _sought(kind.entry(tree, feature), feature)
    return tuple(
        e
        for e in listed.listed(tree)
        if _meant(sought, e) or (kind.means is not None and kind.means(tree, feature, e))
    )


def names_it(wanted: Entry, feature: Feature, entry: Listed) -> bool:
    """Tell whether `entry` names what an entry worded as `wanted` would.

    Only what the title says counts: neither a value of a parameter nor a part of a
    feature is the feature.
    """
    return _meant(_sought(wanted, feature), entry)


@dataclass(frozen=True)
class _Sought:
    """What an entry of a feature names, the words of its owner, and what its chapter is about."""

    names: tuple[Named, ...]
    tokens: frozenset[str]
    subject: str


def _sought(wanted: Entry, feature: Feature) -> _Sought:
    owner = feature.qualified.removesuffix(feature.name)
    return _Sought(
        names.of_title(titles.subject([wanted])),
        frozenset(w.casefold() for w in _WORD.findall(owner)),
        chapters.subject(tuple(aliases[0] for aliases in wanted.chapters)),
    )


def _meant(sought: _Sought, entry: Listed) -> bool:
    return any(
        _same(own, sought.tokens, sought.subject, other, entry)
        for own in sought.names
        for other in entry.names
    )


def _same(
    own: Named, tokens: frozenset[str], subject: str, other: Named, entry: Listed
) -> bool:  # fmt: skip
    if not _called_alike(own, other) or other.value not in ("", own.value):
        return False
    mine, theirs = _owners(own), _owners(other)
    here = subject == chapters.subject(entry.chapters)
    if mine and theirs:
        if any(_within(a, b) for a in mine for b in theirs):
            return True
        # "NumaNodeOptions" is what "-numa node" takes.
        return any(len(path) > 1 and set(path) <= tokens for path in theirs)
    if theirs:
        return False
    if mine:
        tokens |= {w.casefold() for path in mine for name in path for w in _WORD.findall(name)}
        tokens |= {word for token in tokens for word in _LONG.get(token, ())}
        # What names the owner by two of its words may stand in a chapter that sounds alike.
        certain = len({names.singular(w) for w in _beside(other)} & tokens) > 1
        return (here or certain) and _of_owner(tokens, other, subject)
    nouns, others = (frozenset(_SAME.get(n, n) for n in names.nouns(x)) for x in (own, other))
    narrowed = names.is_part(other) and (own.before, own.after) != (other.before, other.after)
    if narrowed or (nouns and others and not nouns & others):
        return False
    return bool(here or nouns & others) and not _of_other_target(own, other)


def _called_alike(own: Named, other: Named) -> bool:
    if own.literal and other.literal:
        # An emulator takes an option with two dashes as with one.
        return _one_dash(own.text) == _one_dash(other.text)
    return own.text.casefold() == other.text.casefold()


def _one_dash(text: str) -> str:
    return f"-{text.lstrip('-')}" if text.startswith("-") else text


def _owners(named: Named) -> tuple[tuple[str, ...], ...]:
    """Return the owners of `named`; "``x`` device" is what "``-device x``" is."""
    beside = [*named.before.split()[-1:], *named.after.split()[:1]]
    if not named.owners and named.literal and "device" in map(names.singular, beside):
        return _DEVICE
    return named.owners


def _within(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether one path to an owner is the end of the other, which may have wildcards."""
    short = min(len(a), len(b))
    ends = zip(a[len(a) - short :], b[len(b) - short :], strict=True)
    return all(fnmatchcase(x, y) or fnmatchcase(y, x) for x, y in ends)


def _of_owner(tokens: frozenset[str], other: Named, subject: str) -> bool:
    """Tell whether the words around `other`, whose owner has no literal, name one of `tokens`.

    Where there are no words, a chapter that is about one sort of owner does.
    """
    said = _beside(other)
    if any(names.singular(word) not in names.NOUNS for word in said):
        return bool(said & (tokens - names.NOUNS))
    return subject in chapters.GROUPS


def _beside(named: Named) -> set[str]:
    return {w.casefold() for t in (named.before, named.after) for w in _WORD.findall(t)}


def _of_other_target(own: Named, other: Named) -> bool:
    """Tell whether the titles name two targets that differ."""
    mine, theirs = _targets(own), _targets(other)
    return bool(mine and theirs and not mine & theirs)


def _targets(named: Named) -> set[str]:
    text = f"{named.before} {named.after}"
    return {
        title
        for title in targets.titles()
        if re.search(rf"\b{re.escape(title)}\b", text, re.IGNORECASE)
    }
