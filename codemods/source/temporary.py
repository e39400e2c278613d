"""Folders of our own in the temporary folder, all gone when the process ends.

A signal may come between the making of a folder and the `with` block that was to
remove it, or into the removal itself.  So all stand in one folder of the process,
which is removed once all threads are through.  A process that is killed leaves
its folder behind; the next one removes it, as nobody holds its lock any more.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import stat
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

PREFIX = "qemu-codemods-"
_LOCK = "lock"
#: A folder without a lock is just being made, unless it is as old as this.
_OLD_S = 86400.0

_making = threading.Lock()
_own: Path | None = None
#: The lock is held as long as the process lives; nobody closes this.
_held = -1


def make() -> Path:
    """Return a new empty folder, its path without symbolic links.

    Raises:
        OSError: it cannot be made.
    """
    with _making:
        top = _top()
    return Path(tempfile.mkdtemp(prefix="", dir=top))


def remove(folder: Path) -> None:
    """Remove `folder` and all that is in it."""
    shutil.rmtree(folder, ignore_errors=True)


def clear(where: Path, prefix: str) -> None:
    """Remove the folders in `where` that killed processes left: ours, and locked by nobody."""
    with suppress(OSError):
        for entry in os.scandir(where):
            if entry.name.startswith(prefix) and is_left(Path(entry.path)):
                remove(Path(entry.path))


def lock(folder: Path) -> int:
    """Mark `folder` as in use until the returned file is closed, or the process ends.

    Raises:
        OSError: it cannot be marked.
    """
    # It gets its name when it is locked: nobody may see it unlocked while this process lives.
    early = folder / f"{_LOCK}.new"
    fd = os.open(early, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with suppress(OSError):  # a file system without locks: then the folder is never taken for left
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    early.rename(folder / _LOCK)
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
        os.close(fd)
    return True


def _top() -> Path:
    """Return the folder of this process, which is made where there is none."""
    global _own, _held
    if _own is None or not _own.is_dir():
        # Known before it is there: a signal may come as soon as it is.
        _own = Path(tempfile.gettempdir()).resolve() / f"{PREFIX}{os.urandom(8).hex()}"
        _own.mkdir(mode=0o700)
        _held = lock(_own)
        clear(_own.parent, PREFIX)
    return _own


def _remove_rest() -> None:
    """Remove what is still there."""
    if _own is not None:
        remove(_own)


atexit.register(_remove_rest)
