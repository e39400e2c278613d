"""Find and open the tree that the command line means."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from codemods.errors import UsageError
from codemods.source import git
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree
from codemods.source.tree import exists

#: What a folder must hold to be taken for a QEMU source tree.
_LANDMARKS = ("VERSION", "qapi/qapi-schema.json")


def open_tree(
    folder: Path | None,
    rev: str | None = None,
    begin: Callable[[GitTree | FolderTree], None] = lambda _: None,
) -> GitTree | FolderTree:
    """Return the QEMU tree in `folder`, or the one around the current directory.

    Arguments:
        begin: is given the tree as early as it can be searched.

    Raises:
        UsageError: there is no QEMU tree, or `rev` is asked of a plain folder.
    """
    where = folder or _around(Path.cwd())
    if where is None:
        raise UsageError(
            "the current directory is not inside a QEMU source tree",
            hint="name one with --tree DIR",
        )
    if not where.is_dir():
        raise UsageError(f"--tree {where}: not a folder")
    where = where.resolve()
    tree: GitTree | FolderTree
    if what := git.what(where):
        tree = GitTree(where, rev or "HEAD", bare=what == git.REPOSITORY)
    elif rev is not None:
        raise UsageError(f"--rev {rev}: {where} is not a git repository")
    elif os.path.lexists(where / ".git") and (said := git.complaint(where)):
        raise UsageError(f"git cannot read {where}", hint=said)
    else:
        tree = FolderTree(where)
    # git searches while it lists the files; a plain folder may be anything, without an end.
    if isinstance(tree, GitTree):
        begin(tree)
    for landmark in _LANDMARKS:
        if not exists(tree, landmark):
            raise UsageError(f"{where} is not a QEMU source tree: it has no {landmark}")
    if isinstance(tree, FolderTree):
        begin(tree)
    return tree


def _around(start: Path) -> Path | None:
    folders = (start, *start.parents)
    for folder in folders:
        if all((folder / landmark).is_file() for landmark in _LANDMARKS):
            return folder
    # A bare clone, or a work tree that is not all checked out.
    for folder in folders:
        beginning = (folder / "HEAD").is_file() or os.path.lexists(folder / ".git")
        if beginning and git.what(folder):
            return folder
    return None
