"""A tree that edits go into, one step after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from codemods.source.overlay import Overlay
from codemods.source.splice import Edit, line_of, splice
from codemods.source.tree import Tree

#: What blanks at the end of a line mean nothing to.
_TIDIED = (".c", ".h", ".hx", ".inc", ".json", ".rst")
#: All that are blanks in bytes.
_BLANKS = b" \t\r\x0b\x0c"


def tidied(path: str, source: bytes, edits: Sequence[Edit]) -> list[Edit]:
    """Return `edits`, with those that take away blanks at the end of the lines that they change.

    A line with blanks at its end that stood there before is none of ours, until it is in a patch.
    """
    found = list(edits)
    if not path.endswith(_TIDIED):
        return found
    for edit in edits:
        end = source.find(b"\n", edit.end)
        rest = source[edit.end : end if end >= 0 else len(source)].removesuffix(b"\r")
        kept = edit.end + len(rest.rstrip(_BLANKS))
        last = edit.end + len(rest)
        whole = edit.text.endswith(b"\n") or (not edit.text and source[: edit.end].endswith(b"\n"))
        apart = all(other.end < kept or other.start > last for other in found if other is not edit)
        if kept < last and not whole and apart:
            found.append(Edit(path, kept, last, b""))
    return found


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
            its_edits = tidied(path, source, its_edits)
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
