"""Folders of our own in the temporary folder, all gone when the process ends.

A signal may come between the making of a folder and the `with` block that was to
remove it, or into the removal itself.  So all stand in one folder of the process,
which is removed once all threads are through.  A process that is killed leaves
its folder behind; the next one removes it, as nobody holds its lock any more.
"""

from __future__ import annotations

import atexit
import os
import tempfile
import threading
from pathlib import Path

from codemods import PACKAGE
from codemods.source import locks, removing

PREFIX = f"{PACKAGE}-"

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
    removing.remove(folder)


def _top() -> Path:
    """Return the folder of this process, which is made where there is none."""
    global _own, _held
    if _own is None or not _own.is_dir():
        # Known before it is there: a signal may come as soon as it is.
        _own = Path(tempfile.gettempdir()).resolve() / f"{PREFIX}{os.urandom(8).hex()}"
        _own.mkdir(mode=0o700)
        _held = locks.mark(_own)
        for folder in locks.left(_own.parent, PREFIX):
            remove(folder)
    return _own


def _remove_rest() -> None:
    """Remove what is still there."""
    if _own is not None:
        remove(_own)


atexit.register(_remove_rest)
