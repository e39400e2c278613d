"""The lists of earlier releases, from the commits that made them.

A release is the commit that writes X.Y.0 into VERSION; no tag is needed.  To compare the
lists of those commits costs seconds, and has fewer false alarms than `git blame`, which takes
minutes and cannot tell a belated entry from a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from codemods.audit import speaking
from codemods.errors import CodemodError
from codemods.model import Listed
from codemods.qemu.listing import entries, listed
from codemods.qemu.listing.names import undated
from codemods.source import git
from codemods.source.commit import GitTree

Version = tuple[int, int]

_VERSION = re.compile(r"\+(\d+)\.(\d+)\.0\s*$", re.MULTILINE)
_ADDED = re.compile(r"^\+(?!\+\+ )(.*\S.*)$", re.MULTILINE)
#: What came before has another document.
_FIRST = (5, 0)


@dataclass(frozen=True)
class Release:
    """A release, the commit that made it, and its lists."""

    version: Version
    tree: GitTree
    deprecated: tuple[Listed, ...]
    removed: tuple[Listed, ...]


def releases(tree: GitTree) -> tuple[Release, ...]:
    """Return the releases behind the commit of `tree`, oldest first, that have lists."""
    found: list[Release] = []
    for version, commit in _commits(tree):
        then = GitTree(tree.where, commit)
        try:
            found.append(Release(version, then, listed.deprecated(then), listed.removed(then)))
        except CodemodError:
            continue
    return tuple(found)


def _commits(tree: GitTree) -> Iterator[tuple[Version, str]]:
    """Yield each release with its commit, oldest first."""
    out = git.run(
        tree.where, "log", "--first-parent", "--no-ext-diff", "--no-textconv", "--format=%x00%H",
        "-p", "-U0", tree.commit, "--", "VERSION",
    ).decode(errors="replace")  # fmt: skip
    newest: dict[Version, str] = {}
    for entry in out.split("\0")[1:]:
        written = _VERSION.search(entry)
        if written:
            version = int(written[1]), int(written[2])
            if version >= _FIRST:
                newest.setdefault(version, entry[:40])
    yield from sorted(newest.items())


def same(one: Listed, other: Listed) -> bool:
    """Tell whether two entries, of two states of a list, are about the same."""
    if undated(one.title).casefold() == undated(other.title).casefold():
        return True
    mine, theirs = ({(n.owners, n.text, n.value) for n in e.names} for e in (one, other))
    return bool(mine & theirs) and one.chapters[-1:] == other.chapters[-1:]


def akin(one: Listed, other: Listed) -> bool:
    """Tell whether an entry of the one list may be about what one of the other list has.

    The two lists word and place their entries differently: a name is enough, or half the words.
    """
    if same(one, other):
        return True
    mine, theirs = ({n.text.lstrip("-") for n in e.names if n.literal} for e in (one, other))
    if mine & theirs:
        return True
    a, b = (speaking.words(undated(e.title)) for e in (one, other))
    return len(a & b) > 1 and 2 * len(a & b) >= min(len(a), len(b))


def first_with(entry: Listed, found: Sequence[Release]) -> Version | None:
    """Return the first release whose list has `entry`, or None."""
    for release in found:
        entries = release.removed if entry.removed else release.deprecated
        if any(same(entry, other) for other in entries):
            return release.version
    return None


def written(tree: GitTree) -> dict[str, str]:
    """Return the commit behind `tree` that first wrote each line of the list.

    A line is known without its release, and in small letters: a new date makes no new line.
    """
    out = git.run(
        tree.where, "log", "--no-ext-diff", "--no-textconv", "--no-renames", "--format=%x00%H",
        "-p", "-U0", tree.commit, "--", *entries.DOCUMENTS,
    ).decode(errors="replace")  # fmt: skip
    found: dict[str, str] = {}
    for entry in out.split("\0")[1:]:
        commit, _, diff = entry.partition("\n")
        # The newest commit comes first: an older one knows better.
        found |= {line_key(m[1]): commit for m in _ADDED.finditer(diff)}
    return found


def line_key(line: str) -> str:
    """Return by what written() knows a line."""
    return undated(line.strip()).casefold()
