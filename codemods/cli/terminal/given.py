"""What a file that the user names holds: it may be endless."""

from __future__ import annotations

import sys
from pathlib import Path

from codemods.errors import UsageError

_KIB = 1 << 10
STDIN = "-"


def whole(option: str, file: str | Path, longest: int, what: str) -> bytes:
    """Return all that the file of `option` holds; "-" is standard input.

    Arguments:
        longest: how many KiB it may hold.
        what: what it is to hold, for the message.

    Raises:
        UsageError: it holds more.
        OSError: it cannot be read.
    """
    if file == STDIN:
        data = sys.stdin.buffer.read(longest * _KIB + 1)
    else:
        with Path(file).open("rb") as given:
            data = given.read(longest * _KIB + 1)
    if len(data) > longest * _KIB:
        raise UsageError(f"{option} {file}: more than {longest} KiB are no {what}")
    return data
