"""What a real QEMU may remove in its next release: refused with a reason, or every check passes.

One entry of each kind, as many as the time allows.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from codemods import kinds
from codemods.checks import of_patches
from codemods.errors import Refused
from codemods.model import Feature, Listed
from codemods.plan import resolve
from codemods.qemu.listing import listed, meaning
from codemods.removal import grace, plan
from codemods.source.opening import open_tree
from codemods.source.overlay import Overlay
from codemods.source.tree import Tree

pytestmark = [
    pytest.mark.real_tree,
    pytest.mark.skipif("QEMU_TREE" not in os.environ, reason="QEMU_TREE is not set"),
]

#: No more entries are begun after so many seconds.
ENOUGH = 20


def ready(tree: Tree, release: str) -> Iterator[Listed]:
    """Yield the entries whose period of grace is over."""
    for entry in listed.deprecated(tree):
        if entry.release and not entry.removed:
            first = grace.first(entry.release)
            if [int(n) for n in first.split(".")] <= [int(n) for n in release.split(".")]:
                yield entry


def features(tree: Tree, entry: Listed) -> list[Feature]:
    """Return what the entry lists and the tree has."""
    found: dict[Feature, None] = {}
    for name in entry.names:
        for text in {name.text, *(f"{path[-1]}.{name.text}" for path in name.owners if path)}:
            try:
                named = resolve.candidates(tree, text)
            except Refused:
                continue
            for feature in named:
                kind = kinds.every()[feature.kind]
                if any(m.start == entry.start for m in meaning.of(tree, kind, feature)):
                    found[feature] = None
    return list(found)


def test_each_is_refused_or_right() -> None:
    tree = open_tree(Path(os.environ["QEMU_TREE"]).resolve())
    release = plan.release(tree, None)
    seen: set[str] = set()
    done, began = 0, time.monotonic()
    for entry in ready(tree, release):
        wanted = features(tree, entry)
        if not wanted or wanted[0].kind in seen:
            continue
        if time.monotonic() - began > ENOUGH:
            break
        try:
            (patch,) = plan.planned(tree, [wanted], plan.Asked(release, ("remove-feature",)))
        except Refused as err:
            assert err.message
            continue
        after = Overlay(tree, patch.files)
        checks = of_patches.every().values()
        found = [p for c in checks for p in c.run(tree, after, patch) if not p.warning]
        assert found == [], entry.title
        assert "docs/about/removed-features.rst" in patch.files
        seen.add(wanted[0].kind)
        done += 1
    assert done
