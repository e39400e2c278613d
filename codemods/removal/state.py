"""The tree while a feature goes: what was cut so far, and which names lost a use by it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from codemods.errors import Refused
from codemods.formats.c import cutting
from codemods.formats.c import items as c_items
from codemods.kind import Part
from codemods.model import Feature
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree
from codemods.source.work import Work

#: No feature is in more places; the largest removals of QEMU's history change some hundred.
_MOST = 2000
_C = re.compile(r".*\.(?:c|h|(?<!\.rst\.)inc|cc|cpp|m|hx)$")
_MEMBER = re.compile(rb"(?:->|\.)\s{0,20}([A-Za-z_]\w*)")
#: What a function declares, each line's first name.
_LOCAL = re.compile(
    rb"(?m)^[ \t]{1,80}(?:const[ \t])?(?:struct[ \t]|enum[ \t]|unsigned[ \t])?"
    rb"(?!(?:return|goto|case|else)\b)[A-Za-z_]\w*[ \t]{1,20}\*{0,3}([A-Za-z_]\w*)[ \t]?[=;,)\[]"
)
_DIRECTIVE = re.compile(rb"(?m)^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else|endif)\b")


@dataclass
class Cut:
    """One edit: the offset at which it stands now, what it took out and what it put in."""

    path: str
    at: int
    gone: bytes
    text: bytes
    lost: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        """Count the names that occur less often than before."""
        if not is_c(self.path):
            self.lost = Counter()
            return
        self.lost = c_items.words(self.gone) - c_items.words(self.text)

    def known_elsewhere(self) -> set[str]:
        """Return those of the lost names that are no locals or members of what went alone."""
        every = c_items.words(self.gone)
        members = Counter(m.decode() for m in _MEMBER.findall(self.gone))
        locals_ = {m.decode() for m in _LOCAL.findall(self.gone)}
        return {n for n in self.lost if n not in locals_ and members[n] < every[n]}


@dataclass(frozen=True)
class Left:
    """A place that a person has to look at: why, and whether the tree builds without."""

    path: str
    line: int
    why: str


class Removal:
    """A patch in the making.

    `local` keeps the rules from touching files in which nothing was cut for the feature
    itself: what only it used elsewhere is another patch's.  `gone_files` are the files that
    were taken away, with their last bytes, `along` the features that went along with it.
    `called` are the names of what is removed, as C code has them.
    """

    def __init__(self, tree: Tree, *, local: bool = False) -> None:
        self.work = Work(tree)
        self.before = tree
        self.local = local
        self.cuts: list[Cut] = []
        self.left: list[Left] = []
        self.along: list[Feature] = []
        self.called: set[str] = set()
        #: The headers by which others know a name whose file went; no other file means that.
        self.known_by: dict[str, frozenset[str]] = {}
        #: Names of what code that stays may make or ask to do something: it goes on needing that.
        self.needed: set[str] = set()
        #: Branches that went: the name of the union, and the branch's.
        self.branches: list[tuple[str, str]] = []
        self.gone_files: dict[str, bytes] = {}
        #: What the macros of a file make, by its path and bytes.
        self.made: dict[tuple[str, bytes], frozenset[str]] = {}
        self._taken = 0

    @property
    def tree(self) -> Tree:
        """The tree as it is now."""
        return self.work.tree

    def read(self, path: str) -> bytes:
        """Return the bytes of a file as it is now."""
        return self.work.tree.read(path)

    def step(self, edits: Iterable[Edit]) -> bool:
        """Apply edits that refer to the tree as it is now; tell whether there were any.

        Raises:
            Refused: they are more than any feature has, or take half a preprocessor block.
        """
        by_path: dict[str, list[Edit]] = {}
        for edit in dict.fromkeys(edits):
            by_path.setdefault(edit.path, []).append(edit)
        for path, its_edits in by_path.items():
            if len(self.cuts) + len(its_edits) > _MOST:
                raise Refused(f"more than {_MOST} places would change", path=path,
                              hint="nothing in QEMU is so large: look at the file")  # fmt: skip
            source = self.read(path)
            ordered = _joined(source, sorted(its_edits, key=lambda e: (e.start, e.end)))
            if is_c(path):
                _require_whole_blocks(path, source, ordered)
            self.work.step(ordered)
            self._shift(path, ordered)
            moved = 0
            for edit in ordered:
                gone = source[edit.start : edit.end]
                self.cuts.append(Cut(path, edit.start + moved, gone, edit.text))
                moved += len(edit.text) - len(gone)
        return bool(by_path)

    def cut_out(self, parts: Iterable[Part]) -> None:
        """Apply the edits of the parts, and note what they leave; see step()."""
        known = tuple(parts)
        self.step(edit for part in known for edit in part.edits)
        for part in known:
            if part.left:
                self.leave(part.path, part.line, part.left)

    def drop(self, path: str) -> None:
        """Take away a file."""
        self.gone_files[path] = self.read(path)
        self.work.remove(path)

    def take(self) -> list[Cut]:
        """Return the cuts made since the last call; their offsets stay right from now on, too."""
        fresh = [c for c in self.cuts[self._taken :] if c.path not in self.gone_files]
        self._taken = len(self.cuts)
        return fresh

    def alive(self, path: str) -> bool:
        """Tell whether the file was not taken away."""
        return path not in self.gone_files

    def may_touch(self, paths: Iterable[str]) -> bool:
        """Tell whether a rule may change the files: not others, where the removal is `local`."""
        return not self.local or set(paths) <= {cut.path for cut in self.cuts}

    def leave(self, path: str, line: int, why: str) -> None:
        """Note a place for a person to look at."""
        if (one := Left(path, line, why)) not in self.left:
            self.left.append(one)

    def _shift(self, path: str, edits: list[Edit]) -> None:
        for cut in self.cuts:
            if cut.path != path:
                continue
            at = cut.at
            for edit in edits:
                if edit.end <= cut.at:
                    at += len(edit.text) - (edit.end - edit.start)
                elif edit.start < cut.at:
                    at -= cut.at - edit.start
            cut.at = max(at, 0)


def _joined(source: bytes, edits: list[Edit]) -> list[Edit]:
    """Return the edits with deletions that touch made one, and no gap left where they were."""
    found: list[Edit] = []
    for edit in edits:
        last = found[-1] if found else None
        if last is not None and edit.start <= last.end and not (edit.text or last.text):
            both = _both(source, last, edit)
            free = len(found) < 2 or found[-2].end <= both.start
            found[-1] = both if free else Edit(edit.path, last.start, both.end, b"")
        else:
            found.append(edit)
    return found


def _both(source: bytes, one: Edit, other: Edit) -> Edit:
    """Return the deletion of what both delete; of whole lines a blank one beside it, too."""
    start, end = one.start, max(one.end, other.end)
    whole = (start == 0 or source[start - 1 : start] == b"\n") and source[end - 1 : end] == b"\n"
    if one.end != other.start or not whole:
        return Edit(one.path, start, end, b"")
    return cutting.without_gap(one.path, source, start, end)


def _require_whole_blocks(path: str, source: bytes, edits: list[Edit]) -> None:
    depth = 0
    for edit in edits:
        (gone, lowest), (come, low) = _depth(source[edit.start : edit.end]), _depth(edit.text)
        depth += come - gone
        if (gone == come and lowest != low) or (edit is edits[-1] and depth):
            raise Refused(
                "what goes takes an #if, #else or #endif with it, and leaves the rest of the block",
                path=path, line=line_of(source, edit.start), hint="remove it by hand",
            )  # fmt: skip


def _depth(text: bytes) -> tuple[int, int]:
    """Return how many preprocessor blocks `text` opens more than it ends; the lowest before."""
    depth = lowest = 0
    for found in _DIRECTIVE.finditer(text):
        word = found[1]
        lowest = min(lowest, depth - 1) if word.startswith(b"e") else lowest
        depth += word.startswith(b"if") - (word == b"endif")
    return depth, lowest


def is_c(path: str) -> bool:
    """Tell whether the file holds C code."""
    return _C.match(path) is not None
