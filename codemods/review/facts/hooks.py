"""The places outside of schema and lists that newly say that something is deprecated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from codemods.errors import CodemodError
from codemods.qemu.hooks import search
from codemods.qemu.hooks.hook import Hook
from codemods.source.tree import Tree, exists


def fresh(before: Tree, after: Tree, paths: Sequence[str]) -> tuple[Hook, ...]:
    """Return the hooks of the changed files that were not there before the series."""
    found: list[Hook] = []
    for path in paths:
        known = Counter(_key(hook) for hook in _of(before, path))
        for hook in _of(after, path):
            if known[_key(hook)] > 0:
                known[_key(hook)] -= 1
            else:
                found.append(hook)
    return tuple(found)


def of_files(tree: Tree, paths: Sequence[str]) -> tuple[Hook, ...]:
    """Return the hooks of some files."""
    return tuple(hook for path in paths for hook in _of(tree, path))


def _of(tree: Tree, path: str) -> Sequence[Hook]:
    if not exists(tree, path):
        return ()
    try:
        return search.of_file(tree, path)
    except CodemodError:
        return ()


def _key(hook: Hook) -> tuple[str, ...]:
    return hook.message, hook.idiom, hook.where
