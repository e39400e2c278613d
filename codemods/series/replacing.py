"""Several files of one folder are replaced as one: all of them, or none.

What is new is written into a hidden folder beside them first, and what is there
gets a second name in it; then a journal is written, and the new files get their
names.  Nothing but a kill comes between; what it leaves is found by the next run,
which can finish or undo it.
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import shutil
import stat
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from codemods import interrupts
from codemods.errors import Refused
from codemods.series import journal
from codemods.series.journal import HIDDEN, Left, Step, digest, state
from codemods.source import locks, removing


@dataclass(frozen=True)
class File:
    """A file of the folder as it is to be; without bytes it is to be gone.

    `mode` is None for what the umask gives.
    """

    path: str
    data: bytes | None
    mode: int | None = None


def replace(root: Path, files: Sequence[File], *, gap: bool = False) -> None:
    """Make each of `files` in the folder `root` what it is to be.

    Arguments:
        gap: the old ones are taken away first, so that a kill never leaves some
            of them beside some new ones.

    Raises:
        OSError: it cannot be done; then all files are as they were.
        Refused: it cannot be undone either; the message says what is how.
    """
    hidden = root / f"{HIDDEN}{secrets.token_hex(6)}"
    try:
        hidden.mkdir(mode=0o700)
        with locks.marked(hidden):
            for n, file in enumerate(files):
                if file.data is not None:
                    stage(hidden / f"new.{n}", file.data, file.mode)
            with interrupts.held():
                _commit(root, hidden, files, gap)
    except Refused:
        raise  # it is half done, and the next run needs what is there
    except BaseException:
        with interrupts.held():
            removing.remove(hidden)
        raise


def left(root: Path) -> Left | None:
    """Return what a killed run left half done in `root`; None where there is no such thing."""
    found = (journal.read(root, hidden) for hidden in locks.left(root, HIDDEN))
    return next((each for each in found if each is not None and journal.is_half(each)), None)


def clear(root: Path) -> None:
    """Remove from `root` what killed runs left, but for what is half done."""
    for hidden in locks.left(root, HIDDEN):
        found = journal.read(root, hidden)
        # A journal that cannot be ours is somebody else's: a clone may bring one.
        strange = found is None and os.path.lexists(hidden / journal.NAME)
        if not strange and (found is None or not journal.is_half(found)):
            removing.remove(hidden)


def finish(found: Left) -> None:
    """Do what a killed run did not come to.

    Raises:
        Refused: a file has been changed since; nothing is done then.
        OSError: it cannot be done.
    """
    _require_untouched(found)
    _require_kept(
        found,
        "new",
        [n for n, step in enumerate(found.steps) if step.new and not found.is_done(step)],
    )
    with interrupts.held():
        for n, step in reversed(list(enumerate(found.steps))):
            if not found.is_done(step):
                _do(found, n)
        _forget(found.hidden)


def undo(found: Left) -> None:
    """Take back what a killed run did.

    Raises:
        Refused: a file has been changed since; nothing is done then.
        OSError: it cannot be done.
    """
    _require_untouched(found)
    changed = (
        n for n, s in enumerate(found.steps) if s.old and state(found.root / s.path) != s.old
    )
    _require_kept(found, "old", list(changed))
    with interrupts.held():
        _take_back(found)
        _forget(found.hidden)


def stage(path: Path, data: bytes, mode: int | None = None) -> None:
    """Write a new file, to the disk."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    fd = os.open(path, flags, 0o666 if mode is None else 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(fd, rest) :]
        if mode is not None:
            os.fchmod(fd, mode)
        os.fsync(fd)
    finally:
        os.close(fd)


def _commit(root: Path, hidden: Path, files: Sequence[File], gap: bool) -> None:
    steps = []
    for n, file in enumerate(files):
        old = _keep(root / file.path, hidden / f"old.{n}")
        steps.append(Step(file.path, old, "" if file.data is None else digest(file.data)))
    found = Left(root, hidden, gap, tuple(steps))
    text = json.dumps({"format": 1, "gap": gap, "steps": [asdict(step) for step in steps]})
    stage(hidden / f"{journal.NAME}.new", text.encode())
    (hidden / f"{journal.NAME}.new").rename(hidden / journal.NAME)
    try:
        for file, step in zip(files, steps, strict=True):
            if gap and step.old:
                (root / file.path).unlink()
        # From the last to the first: a series cut short by a kill lacks its beginning.
        for n in reversed(range(len(steps))):
            _do(found, n)
    except BaseException as err:
        _retreat(found, err)
        raise
    _forget(hidden)


def _retreat(found: Left, why: BaseException) -> None:
    try:
        _take_back(found)
    except OSError as err:
        first = getattr(why, "strerror", None) or why
        raise Refused(
            f"{first}, and then it could not be undone ({err.strerror or err}): {said(found)}"
        ) from err
    _forget(found.hidden)


def said(found: Left) -> str:
    """Return which of the files are changed and which are not."""
    done, waiting = found.done, found.waiting
    return f"{', '.join(done) or 'no file'} changed, {', '.join(waiting) or 'no file'} did not"


def _keep(target: Path, old: Path) -> str:
    """Give what stands at `target` the name `old` too; return its digest, "" for nothing."""
    try:
        mode = target.lstat().st_mode
    except FileNotFoundError:
        return ""
    if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
        raise OSError(errno.EISDIR, f"{target.name} is not a regular file")
    try:
        os.link(target, old, follow_symlinks=False)
    except OSError:  # a file system, or a file of others, that has no second name
        if stat.S_ISLNK(mode):
            old.symlink_to(target.readlink())
        else:
            shutil.copy2(target, old)
    return state(target)


def _do(found: Left, n: int) -> None:
    step = found.steps[n]
    if step.new:
        (found.hidden / f"new.{n}").rename(found.root / step.path)
    else:
        with suppress(FileNotFoundError):
            (found.root / step.path).unlink()


def _take_back(found: Left) -> None:
    for n, step in enumerate(found.steps):
        target = found.root / step.path
        if state(target) == step.old:
            continue
        if step.old:
            (found.hidden / f"old.{n}").rename(target)
        else:
            target.unlink()


def _require_untouched(found: Left) -> None:
    for step in found.steps:
        if state(found.root / step.path) not in (step.old, step.new, ""):
            raise Refused(
                "it has been changed since an earlier run was killed",
                path=step.path,
                hint=f"compare it with what {found.hidden} holds, and remove that folder",
            )


def _require_kept(found: Left, side: str, numbers: Sequence[int]) -> None:
    """Make sure that the hidden folder holds what the journal says, and no path leaves the root."""
    for step in found.steps:
        if any(folder.is_symlink() for folder in _folders(found.root, step.path)):
            raise Refused("a symbolic link is not followed for writing", path=step.path)
    for n in numbers:
        step = found.steps[n]
        if state(found.hidden / f"{side}.{n}") != (step.new if side == "new" else step.old):
            raise Refused(
                f"what {found.hidden.name} holds for it is not what its journal says",
                path=step.path, hint=f"no run of ours left that: remove {found.hidden}",
            )  # fmt: skip


def _folders(root: Path, path: str) -> list[Path]:
    """Return the folders between `root` and the file."""
    parts = PurePosixPath(path).parts[:-1]
    return [root.joinpath(*parts[: n + 1]) for n in range(len(parts))]


def _forget(hidden: Path) -> None:
    # An error here must not say that nothing was done: what is all done, or all undone, is no half.
    with suppress(OSError):
        (hidden / journal.NAME).unlink()
    removing.remove(hidden)
