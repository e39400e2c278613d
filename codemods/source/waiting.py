"""Wait for git, but not for ever: where something that it reads is a pipe, it never ends."""

from __future__ import annotations

import os
import stat
import subprocess
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

#: Where it cannot be told whether a process works, it gets as many times the limit.
_BLIND = 10
#: So often in a limit it is looked at what the process did.
_LOOKS = 8
#: Among no more files is looked for what git waits for.
_MANY = 500_000


def answer(
    process: subprocess.Popen[bytes], stdin: bytes | None, limit: float, *, idle: bool = True
) -> tuple[bytes, bytes] | None:
    """Return both outputs of `process` at its end; None where it came to none, it is killed then.

    Arguments:
        stdin: what it is to read, None where it has no pipe to read from.
        limit: seconds for which it may do nothing.
        idle: false where they are for all that it does.
    """
    try:
        until, did = time.monotonic() + limit, _did(process.pid) if idle else -1
        if idle and did < 0:
            until += (_BLIND - 1) * limit
        while True:
            try:
                return process.communicate(stdin, timeout=limit / _LOOKS)
            except subprocess.TimeoutExpired:
                stdin = None
            if did >= 0 and (now := _did(process.pid)) != did:
                until, did = time.monotonic() + limit, now
            if time.monotonic() > until:
                process.kill()
                process.communicate()
                return None
    except BaseException:
        process.kill()
        process.wait()
        raise


def culprit(where: Path) -> str:
    """Return what below `where` git may wait for: what is no file, though git reads it; or ""."""
    return next((path for path in islice(_read_by_git(where), _MANY) if path), "")


def no_files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield those of `paths` that are there, and neither a file nor a folder."""
    for path in paths:
        try:
            mode = path.stat().st_mode
        except OSError:
            continue
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            yield path


def _read_by_git(where: Path) -> Iterator[str]:
    """Yield the path of each such thing, and "" for each that is looked at."""
    for folder, folders, names in os.walk(where):
        # What is git's own comes first.
        folders.sort(key=lambda name: name != ".git")
        own = ".git" in Path(folder).relative_to(where).parts or not (where / ".git").is_dir()
        for name in names:
            if own or name.startswith(".git"):
                yield from (str(p.relative_to(where)) for p in no_files([Path(folder, name)]))
            yield ""


def _did(pid: int) -> int:
    """Return how much a process has computed so far; -1 where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        return int(fields[11]) + int(fields[12])
    except (OSError, ValueError, IndexError):
        return -1
