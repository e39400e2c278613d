"""Series on the bundled example tree, made of texts that are replaced, for the tests of rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from codemods.review.model import Mail, Series, Step
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay
from codemods.source.tree import Tree, exists

TREES = {
    "": Path(__file__).parent.parent / "examples/tree",
    "machines": Path(__file__).parent / "trees/machines",
    "devices": Path(__file__).parent / "trees/devices",
}
LISTED = "docs/about/deprecated.rst"
REMOVED = "docs/about/removed-features.rst"
#: A file of the tree, and what becomes of its text: "" for a file that goes.
Change = tuple[str, Callable[[str], str]]


@dataclass(frozen=True)
class Case:
    """A series, patch by patch, and what the rule says of it: nothing in a silent case."""

    rule: str
    name: str
    patches: tuple[tuple[Change, ...], ...]
    said: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    mail: Mail | None = None
    links: tuple[str, ...] = ()
    tree: str = ""


def case(rule: str, name: str, *changes: Change, said: Sequence[str] | str = (), **more) -> Case:
    """A case of one patch."""
    lines = (said,) if isinstance(said, str) else tuple(said)
    return Case(rule, name, (tuple(changes),), lines, **more)


def series(of: Case) -> Series:
    """The series of a case."""
    tree = FolderTree(TREES[of.tree])
    before: Tree = tree
    steps = []
    for number, changes in enumerate(of.patches):
        files: dict[str, bytes | None] = {}
        for path, edit in changes:
            old = files.get(path)
            if old is None:
                old = before.read(path) if exists(before, path) else b""
            files[path] = edit(old.decode()).encode() or None
        after = Overlay(before, files)
        subject = of.subjects[number] if of.subjects else f"wren: Patch {number + 1}"
        gone = tuple(p for p, data in files.items() if data is None)
        steps.append(
            Step(f"patch-{number + 1}", subject, subject, "A <a@example.org>", before, after,
                 tuple(sorted(files)), gone, of.links, of.mail)
        )  # fmt: skip
        before = after
    return Series(tree, "", tree, before, tuple(steps))


def put(path: str, old: str, new: str) -> Change:
    """Replace the text `old`, which the file holds once."""

    def edit(text: str) -> str:
        assert text.count(old) == 1, f"{path} holds {text.count(old)} times {old!r}"
        return text.replace(old, new)

    return path, edit


def before(path: str, anchor: str, new: str) -> Change:
    """Put text in front of `anchor`."""
    return put(path, anchor, new + anchor)


def behind(path: str, new: str) -> Change:
    """Put text at the end of a file."""
    return path, lambda text: text + new


def gone(path: str) -> Change:
    """Take a file away."""
    return path, lambda text: ""


def made(path: str, text: str) -> Change:
    """Make a file."""
    return path, lambda old: text


def entry(title: str, body: str, char: str = "'", more: int = 0) -> str:
    """An entry as it stands at the end of a chapter."""
    return f"\n{title}\n{char * (len(title) + more)}\n\n{body}\n"
