"""Start a command of a build so that it can write nowhere but in folders that are named.

Run as a program of its own (`python -I -S confined.py WRITABLE... -- PROGRAM ARGUMENT...`), it
gives up the right to write elsewhere, sets limits and becomes the command: in a process with
threads nothing but a new program may be started safely.  Where the kernel has no Landlock
(before Linux 5.13, or elsewhere) the limits alone are set.

Source: Documentation/userspace-api/landlock.rst of Linux.
"""

from __future__ import annotations

import ctypes
import os
import resource
import struct
import sys
from collections.abc import Sequence
from contextlib import suppress

#: No compiler of a single file, no generator needs as much.
MEMORY = 4 << 30
#: A file that grows beyond is no output of either.
FILE_SIZE = 256 << 20
_CREATE, _ADD, _RESTRICT = 444, 445, 446
_BENEATH = 1
_NO_NEW_PRIVILEGES = 38
#: Rights on files: to write, to truncate (third version of the interface).
_WRITE, _TRUNCATE = 1 << 1, 1 << 14
#: Rights in folders: to remove, to make whatever there is; to move across (second version).
_CHANGE, _MOVE = 0x1FF0, 1 << 13


def argv(words: Sequence[str], writable: Sequence[os.PathLike[str]]) -> list[str]:
    """Return the command that runs `words` so that it writes in those folders alone."""
    return [sys.executable, "-I", "-S", __file__, *map(os.fspath, writable), "--", *words]


def is_confining() -> bool:
    """Tell whether the kernel keeps commands from writing elsewhere."""
    return sys.platform == "linux" and _version() > 0


def _version() -> int:
    return int(ctypes.CDLL(None, use_errno=True).syscall(_CREATE, None, 0, 1))


def _confine(writable: Sequence[str]) -> None:
    """Give up to write anywhere but below the folders `writable`, and into /dev/null."""
    libc = ctypes.CDLL(None, use_errno=True)
    version = _version()
    on_files = _WRITE | (_TRUNCATE if version > 2 else 0)
    everything = on_files | _CHANGE | (_MOVE if version > 1 else 0)
    attributes = struct.pack("=Q", everything)
    rules = libc.syscall(_CREATE, attributes, len(attributes), 0)
    allowed = [*((path, everything) for path in writable), (os.devnull, on_files)]
    for path, rights in allowed:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
        if libc.syscall(_ADD, rules, _BENEATH, struct.pack("=Qi", rights, opened), 0):
            raise OSError(ctypes.get_errno(), "it cannot be confined")
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.syscall(_RESTRICT, rules, 0):
        raise OSError(ctypes.get_errno(), "it cannot be confined")


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with suppress(OSError, ValueError):  # there are systems that do not have them all
        resource.setrlimit(what, (most, most))


def main(given: list[str]) -> None:
    """Become the command behind "--"."""
    at = given.index("--")
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_FSIZE, FILE_SIZE)
    _limit(resource.RLIMIT_CORE, 0)
    if is_confining():
        _confine(given[:at])
    os.execv(given[at + 1], given[at + 1 :])  # noqa: S606 (a compiler of the user's build)


if __name__ == "__main__":
    main(sys.argv[1:])
