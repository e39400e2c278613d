"""Where programs are looked up: in the absolute entries of PATH, never in a folder at hand.

A relative entry, or an empty one, stands for the current directory, which is
often the tree: a prepared tree could bring a `git` of its own.
"""

from __future__ import annotations

import os
import shutil
from functools import lru_cache
from pathlib import Path


def search_path() -> str:
    """Return PATH without its relative entries."""
    given = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(p for p in given if Path(p).is_absolute()) or os.defpath


def find(name: str) -> str | None:
    """Return the absolute path of the program `name`; None where there is none."""
    return _find(name, search_path())


@lru_cache(maxsize=16)
def _find(name: str, path: str) -> str | None:
    return shutil.which(name, path=path)
