"""A new branch with the commits that the mails show; without the mails it goes again."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from codemods import PACKAGE, interrupts
from codemods.errors import CodemodError, Refused
from codemods.model import Patch
from codemods.series import commits
from codemods.source import git
from codemods.source.commit import GitTree

#: What the reflog of a branch of ours begins with.
_CREATED = f"branch: Created by {PACKAGE}"


@contextmanager
def branched(
    tree: GitTree,
    name: str,
    patches: Sequence[Patch],
    author: commits.Identity,
    *,
    signoff: bool = False,
) -> Iterator[str]:
    """Leave the commits that the mails show on the new branch `name`, unless the block fails.

    It gives the last one's id.

    Raises:
        Refused: the branch exists, or `name` is no name for one.
    """
    with interrupts.held():
        check_branch(tree, name)
        tip = _unpacked(tree, patches, author, signoff=signoff)
        try:
            _point(tree, name, tip, author)
            yield tip
        except BaseException as err:
            _take_back(tree, name, tip, err)
            raise


def _unpacked(
    tree: GitTree, patches: Sequence[Patch], author: commits.Identity, *, signoff: bool
) -> str:
    """Give the repository the commits, which nothing names yet; return the last one's id."""
    with commits.commits(tree, patches, author, signoff=signoff) as made:
        tip = made.ids[-1]
        wanted = f"{tip}\n^{made.base}\n".encode()
        pack = made.repo.run("pack-objects", "-q", "--revs", "--stdout", stdin=wanted)
    git.run(tree.where, "unpack-objects", "-q", stdin=pack, apart=True)
    return tip


def _point(tree: GitTree, name: str, tip: str, author: commits.Identity) -> None:
    who = {"GIT_COMMITTER_NAME": author.name, "GIT_COMMITTER_EMAIL": author.email}
    git.run(tree.where, "update-ref", "-m", _CREATED, f"refs/heads/{name}", tip, "0" * len(tip),
            env=who, apart=True)  # fmt: skip


def _take_back(tree: GitTree, name: str, tip: str, why: BaseException) -> None:
    """Remove the branch, which may not have come to be.

    Raises:
        Refused: it is there, and stays.
    """
    try:
        git.run(tree.where, "update-ref", "-d", f"refs/heads/{name}", tip, apart=True)
    except (CodemodError, OSError) as err:
        found = git.run(tree.where, "for-each-ref", "--points-at", tip, f"refs/heads/{name}")
        if found:
            raise Refused(
                f"{why}, and the branch {name} could not be taken back: {err}",
                hint=f"only the branch was written: git branch -D {name} removes it",
            ) from why


def check_branch(tree: GitTree, name: str) -> None:
    """Make sure that a branch `name` can be made.

    Raises:
        Refused: it exists, or git would not have the name.
    """
    out = git.run(tree.where, "check-ref-format", "--branch", name, ok=(0, 1, 128))
    if not name or os.fsdecode(out).rstrip("\n") != name:
        raise Refused(f"--branch {name}: not a valid name for a branch")
    mine = f"refs/heads/{name}"
    under = f"refs/heads/{name.split('/')[0]}"
    refs = os.fsdecode(git.run(tree.where, "for-each-ref", "--format=%(refname)", under))
    for ref in refs.split("\n"):
        if ref == mine or ref.startswith(f"{mine}/") or mine.startswith(f"{ref}/"):
            found = ref.removeprefix("refs/heads/")
            raise Refused(f"--branch {name}: {found} exists", hint=_never_moved(tree, ref, name))


def _never_moved(tree: GitTree, ref: str, name: str) -> str:
    hint = "the tool never moves a branch: choose another name"
    if ref != f"refs/heads/{name}":
        return hint
    # The branch comes before the mails: where a kill came between, nothing else speaks of it.
    log = git.run(tree.where, "reflog", "show", "--format=%gs", ref, "--", ok=(0, 128))
    if log.strip() != _CREATED.encode():
        return hint
    return f"{hint}; an earlier run made it: git branch -D {name} removes it"
