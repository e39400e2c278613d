"""A title of the list in the middle of a sentence: "Guests without x" are "guests without x"."""

from __future__ import annotations

import re

from codemods.source.tree import Tree

_FIRST = re.compile(r"[A-Z][a-z]+(?=[ ,])")
_DOCUMENTS = ("docs",)


def in_a_sentence(tree: Tree, title: str) -> str:
    """Return `title` with a small letter, where its first word is one that documents write so.

    What stands with a capital in the middle of their sentences is a name and keeps it, and so
    does what no sentence has.
    """
    found = _FIRST.match(title)
    if found is None:
        return title
    name, word = found[0], found[0].lower()
    hits = [hit.text for hit in tree.grep((name, word), _DOCUMENTS)]
    small, capital = (_inside(text, hits) for text in (word, name))
    return word + title[found.end() :] if small > capital else title


def _inside(word: str, lines: list[bytes]) -> int:
    """Return how often the word stands behind another word of a sentence."""
    wanted = re.compile(rb"[a-z,] %s(?![\w`:/.=-]*[\w`=])" % re.escape(word.encode()))
    return sum(len(wanted.findall(line)) for line in lines)
