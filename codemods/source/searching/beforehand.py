"""Tell a tree what it will be asked for, so that fewer searches answer more questions."""

from __future__ import annotations

from collections.abc import Iterable

from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay
from codemods.source.searching import spelling
from codemods.source.tree import Tree


def expect(tree: Tree, words: Iterable[str], everyday: Iterable[str] = ()) -> None:
    """Begin one search for all words, where the tree can; see GitTree."""
    if (base := _searched(tree)) is not None:
        base.expect(words, everyday)


def suggest(tree: Tree, words: Iterable[str]) -> None:
    """Look for the words, too, when all files are searched for something else."""
    if (base := _searched(tree)) is not None:
        base.suggest(words)


def each(tree: Tree, words: Iterable[str]) -> None:
    """Search the tree once for words of which the files are asked for one by one.

    An everyday word has too many lines, and is left to its own search.
    """
    if told := [word for word in words if not spelling.everyday(word)]:
        tree.grep(told)


def _searched(tree: Tree) -> GitTree | FolderTree | None:
    while isinstance(tree, Overlay):
        tree = tree.base
    return tree if isinstance(tree, (GitTree, FolderTree)) else None
