"""The release that a tree leads to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from codemods.errors import NotFound, Refused
from codemods.qemu import releases
from codemods.review.model import text_of
from codemods.source.tree import Tree


@dataclass(frozen=True)
class Due:
    """`release` is (0, 0) where the tree does not say; `version` is its VERSION.

    `frozen` tells that it is a release candidate, so that new work may miss the release.
    """

    release: tuple[int, int]
    version: str
    frozen: bool


def of(tree: Tree) -> Due:
    """Return what the VERSION of the tree leads to."""
    version = text_of(tree, "VERSION").decode(errors="replace").strip()
    frozen = re.match(r"\d+\.\d+\.9\d", version) is not None
    try:
        return Due(releases.next_release(releases.tree_release(tree)), version, frozen)
    except (Refused, NotFound):
        return Due((0, 0), version, frozen)
