"""Let the tree's own scripts judge many patches at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codemods import kinds
from codemods.checks import of_patches
from codemods.checks.of_mails import checkpatch, git_am
from codemods.errors import CodemodError, Problem
from codemods.model import Feature, Patch
from codemods.plan import deprecation
from codemods.plan.asked import Wording
from codemods.plan.steps import fold
from codemods.series import commits, rendering
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay
from codemods.sweep.judge import job

_NOBODY = commits.Identity("The Sweep", "sweep@localhost", 1_700_000_000, "+0000")
_ARGV = ("sweep",)


def problems(tree: GitTree | FolderTree, features: Sequence[Feature]) -> dict[Feature, Problem]:
    """Return the first thing that the tree's scripts find wrong with each of `features`.

    Each of them must be one that can be deprecated.  They are put on top of one
    another in series of features that have no schema definition in common, and
    a series that fails is taken apart to find out whose fault it is.
    """
    found: dict[Feature, Problem] = {}
    for group in _disjoint(tree, features):
        found |= _blame(tree, group)
    return found


def _blame(tree: GitTree | FolderTree, group: Sequence[Feature]) -> dict[Feature, Problem]:
    problem = _first(tree, group)
    if problem is None:
        return {}
    if len(group) == 1:
        return {group[0]: problem}
    middle = len(group) // 2
    parts = _blame(tree, group[:middle]) | _blame(tree, group[middle:])
    # Only together they fail: no single one of them is at fault.
    return parts or {group[0]: problem}


def _first(tree: GitTree | FolderTree, group: Sequence[Feature]) -> Problem | None:
    try:
        patches = fold(
            tree, deprecation.steps([job(tree, feature) for feature in group], Wording(_ARGV))
        )
    except CodemodError as err:
        return Problem("series", err.path, err.line, err.message)
    return next((p for p in _all(tree, patches) if not p.warning), None)


def _all(tree: GitTree | FolderTree, patches: Sequence[Patch]) -> Iterator[Problem]:
    whole = Patch(
        "all", "", (), (), {path: data for p in patches for path, data in p.files.items()},
        flags=tuple(f for p in patches for f in p.flags),
        unflags=tuple(f for p in patches for f in p.unflags),
    )  # fmt: skip
    for check in of_patches.every().values():
        if check.executes:
            yield from check.run(tree, Overlay(tree, whole.files), whole)
    files = rendering.render(tree, patches, _NOBODY, rendering.Format(cover_letter=False))
    yield from git_am.problems(tree, patches, files)
    for file in files:
        yield from checkpatch.report(tree, file.data, False).problems


def _disjoint(tree: GitTree | FolderTree, features: Sequence[Feature]) -> list[list[Feature]]:
    """Return `features` in groups in which no two have a schema definition in common."""
    groups: list[tuple[list[Feature], set[str]]] = []
    for feature in features:
        own = {p.definition for p in kinds.every()[feature.kind].places(tree, feature)}
        for group, taken in groups:
            if taken.isdisjoint(own):
                group.append(feature)
                taken |= own
                break
        else:
            groups.append(([feature], own))
    return [group for group, _ in groups]
