"""QEMU's release numbers: which release a tree leads to, and which ones can exist.

Three releases a year since 4.0: X.0, X.1, X.2.  Earlier: 2.0 to 2.12, 3.0 and 3.1.
"""

from __future__ import annotations

import re

from codemods.errors import Refused, UsageError
from codemods.source.tree import Tree

_LAST_MINOR = {0: 15, 1: 7, 2: 12, 3: 1}

Release = tuple[int, int]


def tree_release(tree: Tree) -> Release:
    """Return the release that the tree's VERSION belongs to, as (major, minor).

    Raises:
        Refused: VERSION holds no version.
    """
    text = tree.read("VERSION").decode(errors="replace").strip()
    found = re.match(r"([0-9]{1,4})\.([0-9]{1,4})(?![0-9])", text)
    if not found:
        raise Refused(f"no version in `{text[:40]}`", path="VERSION", line=1)
    return int(found[1]), int(found[2])


def next_release(release: Release) -> Release:
    """Return the release after `release`."""
    major, minor = release
    return (major, minor + 1) if minor < _LAST_MINOR.get(major, 2) else (major + 1, 0)


def is_past(tree: Tree, release: str) -> bool:
    """Tell whether the release "X.Y" is out at the tree."""
    major, minor = release.split(".")
    return (int(major), int(minor)) < next_release(tree_release(tree))


def resolve(tree: Tree, asked: str | None, *, past: bool = False, option: str = "--since") -> str:
    """Return the "X.Y" that is meant: `asked`, or by default the tree's next release.

    Arguments:
        past: take a release that is out, too.
        option: the option that asks, for messages.

    Raises:
        UsageError: `asked` is not a release that can still come; the right one is named.
    """
    coming = next_release(tree_release(tree))
    right = f"{coming[0]}.{coming[1]}"
    if asked is None:
        return right
    found = re.fullmatch(r"([0-9]{1,4})\.([0-9]{1,4})", asked)
    hint = f"the next release of this tree is {right}: {option} {right}"
    if not found:
        raise UsageError(f"{option} {asked}: not a release number of the form X.Y", hint=hint)
    release = int(found[1]), int(found[2])
    if release[1] > _LAST_MINOR.get(release[0], 2):
        raise UsageError(f"{option} {asked}: there is no such release", hint=hint)
    if release < coming and not past:
        raise UsageError(f"{option} {asked}: this release is past", hint=hint)
    return f"{release[0]}.{release[1]}"
