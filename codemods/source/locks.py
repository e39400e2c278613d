"""Who is at work in a folder: marks that vanish with the process that set them."""

from __future__ import annotations

import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from codemods.errors import Refused

_LOCK = "lock"
#: A folder without a lock is just being made, unless it is as old as this.
_OLD_S = 60.0
#: So long one run waits for another one.
_WAIT_S = 10.0


@contextmanager
def marked(folder: Path) -> Iterator[None]:
    """Mark our own `folder` as in use during the `with` block; see mark()."""
    lock = mark(folder)
    try:
        yield
    finally:
        _let_go(lock)


def mark(folder: Path) -> int:
    """Mark our own `folder` as in use until the returned file is closed, or the process ends.

    Raises:
        OSError: it cannot be marked.
    """
    # It gets its name when it is locked: nobody may see it unlocked while this process lives.
    early = folder / f"{_LOCK}.new"
    fd = os.open(early, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        _take(fd)
        early.rename(folder / _LOCK)
    except BaseException:
        os.close(fd)
        raise
    return fd


def is_left(folder: Path) -> bool:
    """Tell whether `folder` is ours and the process that made it has ended."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        return False
    try:
        fd = os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return time.time() - found.st_mtime > _OLD_S
    except OSError:
        return False
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        _let_go(fd)
    return True


def left(where: Path, prefix: str) -> Iterator[Path]:
    """Yield the folders in `where` that killed processes left: ours, and marked by nobody."""
    with suppress(OSError):
        for entry in sorted(os.scandir(where), key=lambda entry: entry.name):
            if entry.name.startswith(prefix) and is_left(Path(entry.path)):
                yield Path(entry.path)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let no other run of ours into the `with` block for the same folder; wait for one there.

    Raises:
        Refused: the other one does not end.
        OSError: it is no folder that can be read.
    """
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        until = time.monotonic() + _WAIT_S
        while not _take(fd):
            if time.monotonic() > until:
                raise Refused(f"another run is writing to {folder}")
            time.sleep(0.01)
        yield
    finally:
        _let_go(fd)


def _let_go(fd: int) -> None:
    # What was done under the lock is done: an error here is none of it.
    with suppress(OSError):
        os.close(fd)


def _take(fd: int) -> bool:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass  # a file system without locks: then nothing is ever taken for left
    return True
