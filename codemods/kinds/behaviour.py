"""A behaviour: what no name of the tree covers.  Documentation only.

It is found only when it is asked for, and its words are all the user's: title,
chapter and reason.  Source: aa5b969287 and c55deb860c in QEMU's history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codemods.kind import Kind
from codemods.model import Entry, Feature
from codemods.qemu.listing import chapters, entries
from codemods.source.tree import Tree

ID = "behaviour"


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the behaviour that the words `name` describe, whatever they are."""
    yield Feature(ID, name, name, entries.document(tree), 1)


def every(tree: Tree) -> Iterable[Feature]:
    """Nothing: no tree says which behaviours it has."""
    return ()


def entry(tree: Tree, feature: Feature) -> Entry:
    """List it under its own words; the title and the chapter that the user gives come before."""
    return Entry(chapters.BACKWARDS, feature.name)


KIND = Kind(
    id=ID,
    noun="behaviour",
    find=find,
    every=every,
    entry=entry,
    on_request=True,
    owned=True,
)
