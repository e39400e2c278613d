"""A tree that edits go into, one step after the other."""

from __future__ import annotations

from collections.abc import Iterable

from codemods.source.overlay import Overlay
from codemods.source.splice import Edit, line_of, splice
from codemods.source.tree import Tree


class Work:
    """The tree as the steps of one patch leave it."""

    def __init__(self, tree: Tree) -> None:
        self.tree: Tree = tree
        self.files: dict[str, bytes | None] = {}
        self.edits: list[tuple[Edit, int]] = []

    def step(self, edits: Iterable[Edit]) -> None:
        """Apply edits which all refer to the tree as it is now."""
        by_path: dict[str, list[Edit]] = {}
        for edit in edits:
            by_path.setdefault(edit.path, []).append(edit)
        for path, its_edits in by_path.items():
            source = self.tree.read(path)
            self.files[path] = splice(source, its_edits)
            self.edits += [(e, line_of(source, e.start)) for e in its_edits]
        if by_path:
            self.tree = Overlay(self.tree, {p: self.files[p] for p in by_path})

    def remove(self, path: str) -> None:
        """Take away the file `path`."""
        size = len(self.tree.read(path))
        self.edits.append((Edit(path, 0, size, b""), 1))
        self.files[path] = None
        self.tree = Overlay(self.tree, {path: None})
