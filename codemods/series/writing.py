"""All that is written for the user: mails, work tree, branch.  Nothing is ever half-written."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from codemods import PACKAGE
from codemods.errors import NotFound, Refused
from codemods.model import Patch
from codemods.series import commits
from codemods.source import git
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree, safe_target

_OPEN_FILES = "/proc/self/fd"
_NO_UNNAMED = (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT)


@dataclass(frozen=True)
class _Target:
    """A file to write: its folder as a descriptor, name, bytes, and mode if not the default.

    One without bytes is to be removed.
    """

    folder: int
    name: str
    data: bytes | None
    mode: int | None = None


@dataclass(frozen=True)
class _Staged:
    """Bytes that are on the disk, without a name, or where that cannot be, with a hidden one."""

    fd: int
    folder: int
    hidden: str

    def put(self, folder: int, name: str) -> None:
        """Give the bytes the name `name`, whatever had it before."""
        if self.hidden:
            os.replace(self.hidden, name, src_dir_fd=self.folder, dst_dir_fd=folder)
            return
        try:
            self._link(folder, name)
        except FileExistsError:
            between = _hidden()
            self._link(folder, between)
            try:
                os.replace(between, name, src_dir_fd=folder, dst_dir_fd=folder)
            except BaseException:
                _unlink(between, folder)
                raise

    def _link(self, folder: int, name: str) -> None:
        os.link(f"{_OPEN_FILES}/{self.fd}", name, dst_dir_fd=folder, follow_symlinks=True)

    def drop(self) -> None:
        """Free what is not named."""
        os.close(self.fd)
        if self.hidden:
            _unlink(self.hidden, self.folder)


def write_series(folder: Path | None, files: Sequence[commits.PatchFile]) -> tuple[str, ...]:
    """Write the mails into `folder`, made if it is missing, and return their names.

    Without a folder they go to the current directory.  The names are as
    `git format-patch` prints them.

    Raises:
        Refused: the folder cannot be written; nothing is left behind.
    """
    where = Path() if folder is None else folder
    with _refusing(f"cannot write to {where}"):
        made = False
        while not made and not os.path.lexists(where):
            made = _make(where, files)
        if not made:
            with _opened(where) as there:
                _write([_Target(there, file.name, file.data) for file in files])
    return tuple(str(where / file.name) for file in files)


def apply(tree: GitTree | FolderTree, patches: Sequence[Patch]) -> tuple[str, ...]:
    """Write what the series makes of the touched files to the work tree; return their paths.

    Raises:
        Refused: the work tree is not at the commit worked on, or a touched file
            differs from it, or cannot be written.  Nothing is written then.
    """
    after = {p: data for patch in patches for p, data in patch.files.items()}
    targets = {path: safe_target(tree.where, path) for path in sorted(after)}
    if isinstance(tree, GitTree):
        _require_clean(tree, targets)
    with _refusing(f"cannot write to {tree.where}"), ExitStack() as stack:
        jobs = []
        for path, target in targets.items():
            mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
            there = stack.enter_context(_opened(target.parent))
            jobs.append(_Target(there, target.name, after[path], mode))
        _write(jobs)
    return tuple(targets)


def branch(
    tree: GitTree,
    name: str,
    patches: Sequence[Patch],
    author: commits.Identity,
    *,
    signoff: bool = False,
) -> str:
    """Leave the commits that the mails show on the new branch `name`; return the last one's id.

    Raises:
        Refused: the branch exists, or `name` is no name for one.
    """
    check_branch(tree, name)
    with commits.commits(tree, patches, author, signoff=signoff) as made:
        tip = made.ids[-1]
        wanted = f"{tip}\n^{made.base}\n".encode()
        pack = made.repo.run("pack-objects", "-q", "--revs", "--stdout", stdin=wanted)
    git.run(tree.where, "unpack-objects", "-q", stdin=pack)
    who = {"GIT_COMMITTER_NAME": author.name, "GIT_COMMITTER_EMAIL": author.email}
    git.run(tree.where, "update-ref", "-m", f"branch: Created by {PACKAGE}",
            f"refs/heads/{name}", tip, "0" * len(tip), env=who)  # fmt: skip
    return tip


def check_branch(tree: GitTree, name: str) -> None:
    """Make sure that a branch `name` can be made.

    Raises:
        Refused: it exists, or git would not have the name.
    """
    out = git.run(tree.where, "check-ref-format", "--branch", name, ok=(0, 1, 128))
    if not name or out.decode(errors="replace").rstrip("\n") != name:
        raise Refused(f"--branch {name}: not a valid name for a branch")
    mine = f"refs/heads/{name}"
    under = f"refs/heads/{name.split('/')[0]}"
    for ref in git.run(tree.where, "for-each-ref", "--format=%(refname)", under).decode().split():
        if ref == mine or ref.startswith(f"{mine}/") or mine.startswith(f"{ref}/"):
            raise Refused(
                f"--branch {name}: {ref.removeprefix('refs/heads/')} exists",
                hint="the tool never moves a branch: choose another name",
            )


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
    for path, target in targets.items():
        if path in wrong or _differs(tree, path, target):
            raise Refused(
                "the file differs from the commit, so --apply leaves it alone",
                hint="commit or stash your changes first",
                path=path,
            )


def _differs(tree: GitTree, path: str, target: Path) -> bool:
    try:
        return not target.is_file() or target.read_bytes() != tree.read(path)
    except NotFound:
        return os.path.lexists(target)


def _make(where: Path, files: Sequence[commits.PatchFile]) -> bool:
    # The folder appears in one step, with everything in it; False if somebody else made it.
    where = Path(os.path.realpath(where))
    missing = [p for p in (where, *where.parents) if not os.path.lexists(p)]
    if not missing:
        return False
    top = missing[-1]
    with _opened(top.parent) as parent, ExitStack() as stack:
        staged = [(f.name, _stage(_Target(parent, "", f.data), stack)) for f in files]
        temp = top.parent / _hidden()
        stack.callback(shutil.rmtree, temp, ignore_errors=True)
        temp.mkdir()
        inner = temp / where.relative_to(top)
        inner.mkdir(parents=True, exist_ok=True)
        with _opened(inner) as there:
            for name, each in staged:
                each.put(there, name)
        try:
            temp.rename(top)
        except OSError as err:
            if err.errno in (errno.ENOTEMPTY, errno.EEXIST):
                return False
            raise
    return True


def _write(targets: Sequence[_Target]) -> None:
    with ExitStack() as stack:
        staged = [None if t.data is None else _stage(t, stack) for t in targets]
        undo = [_undo(target) for target in targets]
        done: list[Callable[[], None]] = []
        try:
            # From the last to the first: a series cut short by a kill lacks its beginning.
            for target, each, back in reversed(list(zip(targets, staged, undo, strict=True))):
                if each is None:
                    os.unlink(target.name, dir_fd=target.folder)
                else:
                    each.put(target.folder, target.name)
                done.append(back)
        except BaseException:
            for back in done:
                with suppress(OSError):
                    back()
            raise


def _undo(target: _Target) -> Callable[[], None]:
    try:
        mode = os.lstat(target.name, dir_fd=target.folder).st_mode
    except FileNotFoundError:
        return partial(_unlink, target.name, target.folder)
    if stat.S_ISLNK(mode):
        return partial(_relink, target, os.readlink(target.name, dir_fd=target.folder))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EISDIR, f"{target.name} is not a regular file")
    fd = os.open(target.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=target.folder)
    with os.fdopen(fd, "rb") as file:
        old = _Target(target.folder, target.name, file.read(), stat.S_IMODE(mode))
    return partial(_restore, old)


def _restore(old: _Target) -> None:
    with ExitStack() as stack:
        _stage(old, stack).put(old.folder, old.name)


def _relink(target: _Target, to: str) -> None:
    _unlink(target.name, target.folder)
    os.symlink(to, target.name, dir_fd=target.folder)


def _stage(target: _Target, stack: ExitStack) -> _Staged:
    mode = 0o666 if target.mode is None else 0o600
    flags = os.O_WRONLY | os.O_CLOEXEC
    hidden = ""
    try:
        unnamed = getattr(os, "O_TMPFILE", 0) if Path(_OPEN_FILES).is_dir() else 0
        fd = os.open(".", flags | unnamed, mode, dir_fd=target.folder)
    except OSError as err:
        if err.errno not in _NO_UNNAMED:
            raise
        hidden = _hidden()
        fd = os.open(hidden, flags | os.O_CREAT | os.O_EXCL, mode, dir_fd=target.folder)
    staged = _Staged(fd, target.folder, hidden)
    stack.callback(staged.drop)
    rest = memoryview(target.data or b"")
    while rest:
        rest = rest[os.write(fd, rest) :]
    if target.mode is not None:
        os.fchmod(fd, target.mode)
    os.fsync(fd)
    return staged


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield fd
    finally:
        os.close(fd)


@contextmanager
def _refusing(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as err:
        raise Refused(f"{what}: {err.strerror or err}", hint="nothing was written") from err


def _hidden() -> str:
    return f".{PACKAGE}.{secrets.token_hex(6)}"


def _unlink(name: str, folder: int) -> None:
    with suppress(FileNotFoundError):
        os.unlink(name, dir_fd=folder)
