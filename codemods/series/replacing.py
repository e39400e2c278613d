"""Several files of one folder are replaced as one: all of them, or none.

What is new is written into a hidden folder beside them first, and what is there
gets a second name in it; then a journal is written, and the new files get their
names.  Nothing but a kill comes between; what it leaves is found by the next run,
which can finish or undo it.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
import shutil
import stat
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from codemods import PACKAGE, interrupts
from codemods.errors import Refused
from codemods.source import locks

HIDDEN = f".{PACKAGE}."
_JOURNAL = "journal"


@dataclass(frozen=True)
class File:
    """A file of the folder as it is to be; without bytes it is to be gone.

    `mode` is None for what the umask gives.
    """

    path: str
    data: bytes | None
    mode: int | None = None


@dataclass(frozen=True)
class _Step:
    """A line of the journal: digests of what the file was and is to be, "" for none."""

    path: str
    old: str
    new: str


@dataclass(frozen=True)
class Left:
    """What a killed run left in `root`: some of the files are done, the others are not.

    `gap` is what replace() was asked for.
    """

    root: Path
    hidden: Path
    gap: bool
    steps: tuple[_Step, ...]

    @property
    def done(self) -> tuple[str, ...]:
        """The files that are as they were to be."""
        return tuple(step.path for step in self.steps if self.is_done(step))

    @property
    def waiting(self) -> tuple[str, ...]:
        """The others."""
        return tuple(step.path for step in self.steps if not self.is_done(step))

    def is_done(self, step: _Step) -> bool:
        """Tell whether the file is as it was to be."""
        return _state(self.root / step.path) == step.new


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
        lock = locks.mark(hidden)
        try:
            for n, file in enumerate(files):
                if file.data is not None:
                    stage(hidden / f"new.{n}", file.data, file.mode)
            with interrupts.held():
                _commit(root, hidden, files, gap)
        finally:
            os.close(lock)
    finally:
        if not (hidden / _JOURNAL).exists():
            with interrupts.held():
                shutil.rmtree(hidden, ignore_errors=True)


def left(root: Path) -> Left | None:
    """Return what a killed run left half done in `root`; None where there is no such thing."""
    found = (_read(root, hidden) for hidden in locks.left(root, HIDDEN))
    return next((each for each in found if each is not None and _is_half(each)), None)


def clear(root: Path) -> None:
    """Remove from `root` what killed runs left, but for what is half done."""
    for hidden in locks.left(root, HIDDEN):
        found = _read(root, hidden)
        if found is None or not _is_half(found):
            shutil.rmtree(hidden, ignore_errors=True)


def finish(found: Left) -> None:
    """Do what a killed run did not come to.

    Raises:
        Refused: a file has been changed since; nothing is done then.
        OSError: it cannot be done.
    """
    _require_untouched(found)
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
        steps.append(_Step(file.path, old, "" if file.data is None else _digest(file.data)))
    found = Left(root, hidden, gap, tuple(steps))
    text = json.dumps({"format": 1, "gap": gap, "steps": [asdict(step) for step in steps]})
    stage(hidden / f"{_JOURNAL}.new", text.encode())
    (hidden / f"{_JOURNAL}.new").rename(hidden / _JOURNAL)
    try:
        for file, step in zip(files, steps, strict=True):
            if gap and step.old:
                (root / file.path).unlink()
        # From the last to the first: a series cut short by a kill lacks its beginning.
        for n in reversed(range(len(steps))):
            _do(found, n)
    except OSError as err:
        _retreat(found, err)
        raise
    _forget(hidden)


def _retreat(found: Left, why: OSError) -> None:
    try:
        _take_back(found)
    except OSError as err:
        raise Refused(
            f"{why.strerror or why}, and then it could not be undone ({err.strerror or err}): "
            f"{said(found)}"
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
    return _state(target)


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
        if _state(target) == step.old:
            continue
        if step.old:
            (found.hidden / f"old.{n}").rename(target)
        else:
            target.unlink()


def _require_untouched(found: Left) -> None:
    for step in found.steps:
        if _state(found.root / step.path) not in (step.old, step.new, ""):
            raise Refused(
                "it has been changed since an earlier run was killed",
                path=step.path,
                hint=f"compare it with what {found.hidden} holds, and remove that folder",
            )


def _forget(hidden: Path) -> None:
    # An error here must not say that nothing was done: what is all done, or all undone, is no half.
    with suppress(OSError):
        (hidden / _JOURNAL).unlink()
    shutil.rmtree(hidden, ignore_errors=True)


def _read(root: Path, hidden: Path) -> Left | None:
    try:
        held = json.loads((hidden / _JOURNAL).read_bytes())
        return Left(root, hidden, held["gap"], tuple(_Step(**step) for step in held["steps"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_half(found: Left) -> bool:
    if not found.waiting:
        return False
    return any(_state(found.root / step.path) != step.old for step in found.steps)


def _state(path: Path) -> str:
    """Return a digest of what stands at `path`, "" for nothing."""
    try:
        return _digest(os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes())
    except FileNotFoundError:
        return ""


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
