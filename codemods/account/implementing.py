"""The files that implement a feature, for asking whom its patches go to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from codemods.account import senses as word_senses
from codemods.model import Feature
from codemods.source.tree import Hit, Tree

#: What belongs to few; the schema and the tables belong to many.
_SOURCES = (".c", ".h", ".mak")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def implementing(tree: Tree, feature: Feature) -> tuple[str, ...]:
    """Return the C files that spell the feature's name in C, and those named after it.

    A file is named after the feature when the words of its name hold all words
    of the feature's, and it stands in a folder that spells the feature too; a
    folder when it has the feature's name.
    Many types have a member of the same name: its files name its owner as well.
    Of what is called by an everyday word only the definition counts.
    """
    if not feature.spellings:
        return ()
    hits = tree.grep(feature.spellings)
    code = list(_code(hits, feature))
    found = {h.path for h in code} & _of_owner(tree, feature)
    if not found:
        everyday = word_senses.senses(tree, [feature], hits)[-1].everyday
        found = set() if everyday else {h.path for h in code}
    found.add(feature.path)
    folders = {path.rpartition("/")[0] for path in found}
    folders |= {f"include/{folder}" for folder in folders}
    words = _words(feature.name) - {"x"}
    for path in tree.files():
        folder, _, name = path.rpartition("/")
        stem, _, ending = name.partition(".")
        named = folder in folders and words and words <= _words(stem)
        if ending in ("c", "h") and (named or folder.endswith(f"/{feature.name}")):
            found.add(path)
    return tuple(sorted(p for p in found if p.endswith(_SOURCES)))


def _of_owner(tree: Tree, feature: Feature) -> set[str]:
    """Return the files that name in C what has the feature: a command, an event, a type."""
    owner = feature.qualified.removesuffix(f".{feature.name}")
    if owner == feature.qualified or feature.spellings[-1].isupper():
        return set()
    if feature.path.endswith(".c"):
        return {feature.path}
    name = re.sub(r"\W", "_", owner)
    for spelling in (f"qmp_{name}", f"qapi_event_send_{name.lower()}", name):
        found = set(tree.naming(spelling))
        if found:
            return found
    return set()


def _code(hits: Sequence[Hit], feature: Feature) -> Iterator[Hit]:
    constant = feature.spellings[-1].encode()
    for hit in hits:
        code = hit.path.endswith((".c", ".h")) and not hit.path.startswith("tests/")
        if code and constant in hit.text:
            yield hit


def _words(name: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(name)}
