"""The objects of a git repository."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import weakref
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

from codemods.errors import Refused
from codemods.source import git

_HEADER = re.compile(rb"([0-9a-f]{40,64}) \w+ (\d+)\n")


class Objects:
    """The objects of one repository, read through one long-lived `git cat-file --batch`."""

    def __init__(self, where: Path) -> None:
        command = [git.git(), *git.PINS, "cat-file", "--batch"]
        self._process = subprocess.Popen(
            command, cwd=where, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env=git.environment(),
        )  # fmt: skip
        self._ask = cast(IO[bytes], self._process.stdin)
        self._answer = cast(IO[bytes], self._process.stdout)
        self._lock = threading.Lock()
        self._end = weakref.finalize(self, _end, self._process)

    def read(self, oid: str) -> bytes:
        """Return the bytes of the object `oid`.

        Raises:
            Refused: the repository does not hold the object (a partial clone).
        """
        found = self._asked(oid)
        if found is None:
            raise Refused(
                f"object {oid} is not in the repository",
                hint="fetch it first: the tool never downloads into your clone",
            )
        return found[1]

    def commit(self, rev: str) -> str | None:
        """Return the id of the commit that `rev` names, or None."""
        found = self._asked(f"{rev}^{{commit}}") if rev.isprintable() else None
        return found[0] if found else None

    def _asked(self, name: str) -> tuple[str, bytes] | None:
        """Return the id and the bytes of the object `name`, None where there is none."""
        # The checks read side by side, and question and answer belong together.
        with self._lock:
            try:
                self._ask.write(os.fsencode(name) + b"\n")
                self._ask.flush()
            except OSError as err:
                raise Refused(f"git cat-file ended: {err.strerror}") from err
            header = _HEADER.fullmatch(self._answer.readline())
            if header is None:
                return None
            return header[1].decode(), self._answer.read(int(header[2]) + 1)[:-1]

    def close(self) -> None:
        """End the process, which happens by itself when the object goes away."""
        self._end()


def _end(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
    process.wait()
