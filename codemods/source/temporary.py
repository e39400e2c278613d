"""Folders of our own in the temporary folder, all gone when the process ends.

A signal may come between the making of a folder and the `with` block that was to
remove it, or into the removal itself.  So every folder bears a mark of this
process, and what still bears it is removed once all threads are through.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from codemods import PACKAGE

#: Random, not the number of the process: two containers may share the folder and the number.
_MARK = f"{PACKAGE}-{os.urandom(6).hex()}-"


def make() -> Path:
    """Return a new empty folder, its path without symbolic links.

    Raises:
        OSError: it cannot be made.
    """
    return Path(tempfile.mkdtemp(prefix=_MARK)).resolve()


def remove(folder: Path) -> None:
    """Remove `folder` and all that is in it."""
    shutil.rmtree(folder, ignore_errors=True)


def _remove_rest() -> None:
    """Remove every folder of this process that is still there."""
    if tempfile.tempdir is not None:
        for folder in Path(tempfile.tempdir).glob(_MARK + "*"):
            remove(folder)


atexit.register(_remove_rest)
