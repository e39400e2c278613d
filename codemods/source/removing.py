"""Removing a folder of our own, however deeply what somebody else made in it is nested."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path


def remove(folder: Path) -> None:
    """Remove `folder` and all that is in it, as far as that can be done."""
    # The errors that rmtree() does not ignore are those of closing a folder.
    with suppress(OSError):
        try:
            # Up to Python 3.12 it calls itself for each folder in a folder.
            shutil.rmtree(folder, ignore_errors=True)
        except RecursionError:
            _flatten(folder)
            shutil.rmtree(folder, ignore_errors=True)


def _flatten(top: Path) -> None:
    """Move each folder below `top` into it, so that none is nested."""
    todo = [entry.name for entry in os.scandir(top) if entry.is_dir(follow_symlinks=False)]
    while todo:
        with suppress(OSError):
            for entry in list(os.scandir(top / todo.pop())):
                if entry.is_dir(follow_symlinks=False):
                    new = secrets.token_hex(8)
                    Path(entry.path).rename(top / new)
                    todo.append(new)
