"""What the check of a build is to a series: asked for, said in its letter, judged as the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from codemods.checks.of_build.compiled import Compiled
from codemods.checks.of_build.compiling import ID, Build
from codemods.checks.running import Result, judge
from codemods.errors import Problem, UsageError
from codemods.model import Patch
from codemods.source import git
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree
from codemods.source.tree import Tree, exists


def compiled(
    tree: GitTree | FolderTree, patches: Sequence[Patch], build: Path | None,
    progress: Callable[[str], None],
) -> Compiled | None:  # fmt: skip
    """Return what compiling the patches in the user's build says; None where that is not asked.

    Raises:
        UsageError: the folder is no configured build, or the tree is not at the commit.
    """
    if build is None:
        return None
    if isinstance(tree, GitTree) and not tree.is_checked_out:
        raise UsageError("--build needs the commit to be checked out", hint="leave out --rev")
    progress("compiling")
    return Build(tree.where, build, progress=progress).compile([patch.files for patch in patches])


def base_of(
    tree: GitTree | FolderTree, base: str, before: Tree, paths: Sequence[str]
) -> dict[str, bytes | None]:
    """Return what a series stands on where the work tree has something else.

    Arguments:
        base: the commit that the series stands on, "" in a plain folder.
        paths: all files that the series changes.

    Raises:
        UsageError: the work tree differs from that commit in more than these.
    """
    if not base:
        return {}
    differ = git.run(tree.where, "diff", "--name-only", "-z", "--no-renames", "--no-ext-diff",
                     "--ignore-submodules=all", base, "HEAD")  # fmt: skip
    changed = [path for path in differ.decode(errors="surrogateescape").split("\0") if path]
    if set(changed) - set(paths):
        raise UsageError("--build needs the commit that the series stands on to be checked out",
                         hint=f"{base[:12]}, or the series itself")  # fmt: skip
    return {path: before.read(path) if exists(before, path) else None for path in changed}


def said(found: Compiled | None) -> str:
    """Return what the cover letter, or the text below "---", says of it."""
    return f"Checked by compiling: {found.said()}." if found else ""


def results(found: Compiled | None) -> tuple[Result, ...]:
    """Return the result of the check, none where it was not asked for."""
    if found is None:
        return ()
    warnings = [Problem(ID, "", 0, text, warning=True) for text in found.left_out()]
    return (replace(judge(ID, [*found.problems, *warnings]), note=found.named()),)
