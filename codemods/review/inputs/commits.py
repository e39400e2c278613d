"""The commits of a range or a branch as a series."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from codemods.errors import Refused, UsageError
from codemods.review.inputs import changes
from codemods.review.model import Series, Step
from codemods.source import answers, git
from codemods.source.commit import GitTree
from codemods.source.overlay import Overlay
from codemods.source.tree import Tree

#: Where a branch without an upstream is taken to come from; the first that there is.
_MAINLINES = ("origin/HEAD", "origin/master", "origin/main", "master", "main")
_FORMAT = "--format=%H%x00%P%x00%an <%ae>%x00%s%x00%B%x00%x1e"


@dataclass(frozen=True)
class _Commit:
    id: str
    parent: str
    author: str
    subject: str
    message: str


def read(tree: GitTree, named: str) -> Series:
    """Return the series that a range "A..B" or a branch names; "" is HEAD.

    A branch begins where it left its upstream, or else the main branch.  Merges are no steps.

    Raises:
        UsageError: there is no such commit, or none between the two.
    """
    old, new = _ends(tree, named)
    listed = _log(tree, old, new)
    if not listed:
        raise UsageError(f"{named or 'HEAD'}: no commit in {old[:12]}..{new[:12]}")
    tip = GitTree(tree.where, new)
    run = partial(git.run, tree.where)
    ids = dict.fromkeys([old, new, *(c.parent for c in listed), *(c.id for c in listed)])
    from_tip = {i: changes.between(run, new, i) for i in ids}
    data = changes.contents(run, (oid for c in from_tip.values() for oid in c.blobs.values()))
    # All trees are the last one with other files, so that one search of it serves all.
    trees: dict[str, Tree] = {
        i: tip if i == new else Overlay(tip, c.files(data)) for i, c in from_tip.items()
    }
    steps = []
    for commit in listed:
        change = changes.between(run, commit.parent, commit.id)
        steps.append(Step(
            commit.id[:12], commit.subject, commit.message, commit.author, trees[commit.parent],
            trees[commit.id], change.paths, change.gone, change.links,
        ))  # fmt: skip
    return Series(tree, old, trees[old], trees[new], tuple(steps))


def _ends(tree: GitTree, named: str) -> tuple[str, str]:
    if "..." in named:
        left, _, right = named.partition("...")
        new = _commit(tree, right or "HEAD", named)
        return _fork(tree, _commit(tree, left or "HEAD", named), new), new
    if ".." in named:
        left, _, right = named.partition("..")
        return _commit(tree, left or "HEAD", named), _commit(tree, right or "HEAD", named)
    new = _commit(tree, named or tree.commit, named or "HEAD")
    for mainline in (f"{named}@{{upstream}}", *_MAINLINES):
        out = git.run(tree.where, "rev-parse", "--verify", "-q", "--end-of-options",
                      f"{mainline}^{{commit}}", ok=(0, 1, 128))  # fmt: skip
        start = out.decode().strip()
        if start and start != new:
            return _fork(tree, start, new), new
    raise UsageError(
        f"{named or 'HEAD'}: no upstream branch tells where the series begins",
        hint="give a range: BASE..BRANCH",
    )


def _commit(tree: GitTree, rev: str, named: str) -> str:
    try:
        out = git.run(tree.where, "rev-parse", "--verify", "-q", "--end-of-options",
                      f"{rev}^{{commit}}")  # fmt: skip
    except Refused as err:
        raise UsageError(
            f"{named}: neither a file nor a commit of {tree.where}",
            hint="give a range, a branch or files of patches",
        ) from err
    return out.decode().strip()


def _fork(tree: GitTree, one: str, other: str) -> str:
    try:
        return git.run(tree.where, "merge-base", one, other).decode().split()[0]
    except Refused as err:
        raise UsageError(f"{one[:12]} and {other[:12]} have nothing in common") from err


def _log(tree: GitTree, old: str, new: str) -> list[_Commit]:
    out = git.run(
        tree.where, "-c", "i18n.logOutputEncoding=UTF-8", "log", "--no-color",
        "--no-show-signature", "--no-notes", "--reverse", "--topo-order", "--no-merges",
        _FORMAT, f"{old}..{new}",
    )  # fmt: skip
    found = []
    for entry in out.decode(errors="replace").split("\x1e"):
        if entry.strip():
            with answers.of("git log"):
                commit, parents, author, subject, message, *_ = entry.lstrip("\n").split("\0")
            parent = parents.split()[0] if parents else _empty(tree)
            found.append(_Commit(commit, parent, author, subject, message.strip()))
    return found


def _empty(tree: GitTree) -> str:
    """Return the id of the tree without a file, which comes before a first commit."""
    return git.run(tree.where, "hash-object", "-t", "tree", "--stdin").decode().strip()
