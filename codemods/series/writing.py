"""What is written for the user: mails, work tree.  Nothing is ever half-written."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from codemods import interrupts
from codemods.errors import NotFound, Refused
from codemods.model import Patch
from codemods.series import rendering, replacing
from codemods.series.journal import HIDDEN
from codemods.series.replacing import File
from codemods.source import git, locks, removing
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree, safe_target

#: What stands in a git folder while something else is at work on the tree.
_AT_WORK = {
    "index.lock": "another git process works on it",
    "MERGE_HEAD": "a merge is not finished",
    "CHERRY_PICK_HEAD": "a cherry-pick is not finished",
    "REVERT_HEAD": "a revert is not finished",
    "rebase-merge": "a rebase is not finished",
    "rebase-apply": "a rebase or git am is not finished",
}


def write_series(
    folder: Path | None,
    files: Sequence[rendering.PatchFile],
    beside: Sequence[rendering.PatchFile] = (),
) -> tuple[str, ...]:
    """Write the mails into `folder`, made if it is missing, and return their names.

    Without a folder they go to the current directory.  The names are as
    `git format-patch` prints them.

    Arguments:
        beside: other files that are to be there with the mails, or not at all.

    Raises:
        Refused: the folder cannot be written; nothing is left behind.
    """
    where = Path() if folder is None else folder
    with interrupts.held(), _refusing(where):
        made = False
        while not made and not os.path.lexists(where):
            made = _make(where, [*files, *beside])
        if not made:
            # A run that made the folders above it, too, was at work in one further up.
            for folder in Path(os.path.realpath(where)).parents:
                replacing.clear(folder)
            with locks.alone(where):
                found = replacing.left(where)
                if found is not None and found.gap:
                    # A series that a killed run left half; what it was does not matter any more.
                    replacing.undo(found)
                replacing.clear(where)
                wanted = [File(file.name, file.data) for file in (*files, *beside)]
                replacing.replace(where, wanted, gap=True)
    return tuple(str(where / file.name) for file in files)


def write_file(path: Path, data: bytes) -> None:
    """Write one file whole or not at all; a symbolic link is replaced, not followed.

    Raises:
        Refused: it cannot be written.
    """
    with interrupts.held(), _refusing(path), locks.alone(path.parent):
        replacing.clear(path.parent)
        replacing.replace(path.parent, [File(path.name, data)])


def others(folder: Path | None, files: Sequence[rendering.PatchFile]) -> tuple[str, ...]:
    """Return the patches in `folder` that are not of this series, such as those of an earlier run.

    A mailer that is given *.patch would send them, too.
    """
    ours = {file.name for file in files}
    found: set[str] = set()
    with suppress(OSError):  # the series is written already
        found = {path.name for path in (folder or Path()).glob("*.patch")}
    return tuple(sorted(found - ours))


def apply(tree: GitTree | FolderTree, patches: Sequence[Patch]) -> tuple[str, ...]:
    """Write what the series makes of the touched files to the work tree; return their paths.

    Raises:
        Refused: the work tree is not at the commit worked on, something else is at work on
            it, or a touched file differs from it, or cannot be written.  Nothing is written
            then, unless the message says so.
    """
    after = {p: data for patch in patches for p, data in patch.files.items()}
    targets = {path: safe_target(tree.where, path) for path in sorted(after)}
    with interrupts.held(), _refusing(tree.where), locks.alone(tree.where):
        require_whole(tree.where)
        if isinstance(tree, GitTree):
            _require_calm(tree)
            _require_clean(tree, targets)
        replacing.clear(tree.where)
        files = [File(path, after[path], _mode(target)) for path, target in targets.items()]
        replacing.replace(tree.where, files)
    return tuple(targets)


def differs(tree: GitTree, path: str) -> bool:
    """Tell whether the work tree holds other bytes at `path` than the commit, or nothing."""
    target = tree.where / path
    try:
        return not target.is_file() or target.read_bytes() != tree.read(path)
    except NotFound:
        return os.path.lexists(target)


def half(root: Path) -> str:
    """Return what a killed run left half done in `root`, and how to go on; "" for nothing."""
    found = replacing.left(root)
    if found is None:
        return ""
    return f"an earlier run was killed while it wrote: {replacing.said(found)}"


def require_whole(root: Path) -> None:
    """Make sure that no killed run left files of `root` half done.

    Raises:
        Refused: one did.
    """
    if said := half(root):
        raise Refused(said, hint="go on with --recover finish, or take it back with --recover undo")


def recover(root: Path, how: str) -> tuple[str, ...]:
    """Finish or undo what a killed run left half done in `root`; return the files.

    Arguments:
        how: "finish" or "undo".

    Raises:
        Refused: a file has been changed since, or cannot be written.
    """
    with interrupts.held(), _refusing(root), locks.alone(root):
        found = replacing.left(root)
        if found is None:
            return ()
        (replacing.finish if how == "finish" else replacing.undo)(found)
        return tuple(step.path for step in found.steps)


def _require_calm(tree: GitTree) -> None:
    # The work tree's own one, where the repository has several.
    git_dir = Path(os.fsdecode(git.run(tree.where, "rev-parse", "--git-dir"))[:-1])
    for name, why in _AT_WORK.items():
        if os.path.lexists(tree.where / git_dir / name):
            raise Refused(
                f"--apply leaves the work tree alone: {why}", path=str(git_dir / name),
                hint="finish or abort that first; a lock that nobody holds can be removed",
            )  # fmt: skip


def _require_clean(tree: GitTree, targets: dict[str, Path]) -> None:
    out = git.run(tree.where, "rev-parse", "--is-bare-repository", "HEAD").decode().split()
    if out[0] == "true":
        raise Refused("--apply needs a work tree, and this is a bare clone")
    if out[1] != tree.commit:
        raise Refused("--apply needs the commit to be checked out", hint="leave out --rev")
    literal = [f":(top,literal){path}" for path in targets]
    listed = os.fsdecode(git.run(tree.where, "ls-files", "-s", "-z", "--", *literal))
    staged = {tuple(entry.split("\t", 1)) for entry in listed.split("\0") if entry}
    known = git.modes(tree.where, tree.commit, targets)
    expected = {(f"{mode} {oid} 0", path) for path, (mode, oid) in known.items()}
    wrong = {path for _, path in staged ^ expected}
    for path in targets:
        if path in wrong or differs(tree, path):
            raise Refused(
                "the file differs from the commit, so --apply leaves it alone",
                hint="commit or stash your changes first",
                path=path,
            )


def _mode(target: Path) -> int | None:
    return stat.S_IMODE(target.stat().st_mode) if target.exists() else None


def _make(where: Path, files: Sequence[rendering.PatchFile]) -> bool:
    # The folder appears in one step, with everything in it; False if somebody else made it.
    where = Path(os.path.realpath(where))
    missing = [p for p in (where, *where.parents) if not os.path.lexists(p)]
    if not missing:
        return False
    top = missing[-1]
    replacing.clear(top.parent)
    hidden = top.parent / f"{HIDDEN}{secrets.token_hex(6)}"
    try:
        hidden.mkdir(mode=0o700)
        with locks.marked(hidden):
            # Path.mkdir() calls itself for each parent.
            for folder in reversed(missing):
                (hidden / "made" / folder.relative_to(top)).mkdir()
            for file in files:
                replacing.stage(hidden / "made" / where.relative_to(top) / file.name, file.data)
            (hidden / "made").rename(top)
    except OSError as err:
        if err.errno in (errno.ENOTEMPTY, errno.EEXIST):
            return False
        raise
    finally:
        removing.remove(hidden)
    return True


@contextmanager
def _refusing(where: Path) -> Iterator[None]:
    try:
        yield
    except OSError as err:
        raise Refused(
            f"cannot write to {where}: {err.strerror or err}", hint="nothing was written there"
        ) from err
