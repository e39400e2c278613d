"""The journal of files that are replaced as one: what it says, and whether it is ours.

It stands in the folder that is written to, which others may have filled: a clone may
bring a journal of its own.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from codemods import PACKAGE

#: How the folder begins that holds it.
HIDDEN = f".{PACKAGE}."
NAME = "journal"
#: More has no journal of ours.
_LONGEST = 64 << 20
_DIGEST = re.compile(r"(?:[0-9a-f]{64})?")


@dataclass(frozen=True)
class Step:
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
    steps: tuple[Step, ...]

    @property
    def done(self) -> tuple[str, ...]:
        """The files that are as they were to be."""
        return tuple(step.path for step in self.steps if self.is_done(step))

    @property
    def waiting(self) -> tuple[str, ...]:
        """The others."""
        return tuple(step.path for step in self.steps if not self.is_done(step))

    def is_done(self, step: Step) -> bool:
        """Tell whether the file is as it was to be."""
        return state(self.root / step.path) == step.new


def read(root: Path, hidden: Path) -> Left | None:
    """Return what a journal says; None where there is none, or it is none of ours."""
    try:
        # Neither a pipe nor what a link leads to is waited for.
        fd = os.open(hidden / NAME, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(fd, "rb") as file:
            if not stat.S_ISREG(os.fstat(fd).st_mode):
                return None
            held = json.loads(file.read(_LONGEST))
        steps = tuple(Step(**step) for step in held["steps"])
        ours = held["gap"] in (True, False) and all(map(_is_ours, steps))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return Left(root, hidden, held["gap"], steps) if ours else None


def _is_ours(step: Step) -> bool:
    """Tell whether we would write such a line: about a file below the folder, and not git's."""
    parts = PurePosixPath(step.path).parts
    inside = parts and ".." not in parts and b"\0" not in os.fsencode(step.path)
    inside = inside and parts[0] != "/"
    told = all(_DIGEST.fullmatch(digest) for digest in (step.old, step.new))
    return bool(inside and told and not any(part.casefold() == ".git" for part in parts))


def is_half(found: Left) -> bool:
    """Tell whether some of the files are done and the others are not."""
    if not found.waiting:
        return False
    return any(state(found.root / step.path) != step.old for step in found.steps)


def state(path: Path) -> str:
    """Return a digest of what stands at `path`, "" for nothing, and a word for what is no file."""
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            return digest(os.fsencode(path.readlink()))
        return digest(path.read_bytes()) if stat.S_ISREG(mode) else "no file"
    except (FileNotFoundError, NotADirectoryError):
        return ""


def digest(data: bytes) -> str:
    """Return what stands for the bytes of a file."""
    return hashlib.sha256(data).hexdigest()
