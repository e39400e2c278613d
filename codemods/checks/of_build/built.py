"""What the check of a build is to a series: asked for, said in its letter, judged as the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from codemods.checks.of_build.compiling import ID, Build, Compiled
from codemods.checks.running import Result, judge
from codemods.errors import Problem, UsageError
from codemods.model import Patch
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree

#: How many files that are not in a build are named.
_NAMED = 5


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
    return Build(tree.where, build).compile([patch.files for patch in patches])


def said(found: Compiled | None) -> str:
    """Return what the cover letter, or the text below "---", says of it."""
    return f"Checked by compiling: {found.said()}." if found else ""


def results(found: Compiled | None) -> tuple[Result, ...]:
    """Return the result of the check, none where it was not asked for."""
    if found is None:
        return ()
    warnings = [Problem(ID, "", 0, text, warning=True) for text in found.warnings]
    names = ", ".join(found.missing[:_NAMED])
    more = ", ..." if len(found.missing) > _NAMED else ""
    note = f"{found.said()}: {names}{more}" if names else found.said()
    return (replace(judge(ID, [*found.problems, *warnings]), note=note),)
