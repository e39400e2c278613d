"""The objects of a git repository."""

from __future__ import annotations

import os
import re
import select
import subprocess
import threading
import weakref
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

from codemods.errors import Refused
from codemods.source import git

#: So long its end is waited for.
_GRACE_S = 2.0
_HEADER = re.compile(rb"([0-9a-f]{40,64}) \w+ (\d+)\n")


class Objects:
    """The objects of one repository, read through one long-lived `git cat-file --batch`."""

    def __init__(self, where: Path) -> None:
        self._where = where
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
            line = self._line()
            header = _HEADER.fullmatch(line)
            if header is None:
                return None
            size = int(header[2])
            data = self._answer.read(size + 1)
            if len(data) <= size:
                raise Refused("git cat-file ended in the middle of an object")
            return header[1].decode(), data[:-1]

    def _line(self) -> bytes:
        """Return the next line of the answer, of which nothing was read yet.

        Raises:
            Refused: there comes none.
        """
        asked = select.poll()
        asked.register(self._answer, select.POLLIN)
        if not asked.poll(git.LIMIT_S * 1000):
            raise git.stuck(self._where, ("cat-file",))
        if not (line := self._answer.readline()):
            raise Refused("git cat-file ended")
        return line

    def close(self) -> None:
        """End the process, which happens by itself when the object goes away."""
        self._end()


def _end(process: subprocess.Popen[bytes]) -> None:
    # Often at the end of the process, where nobody can be told of an error.
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    with suppress(OSError):
        try:
            process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            # It waits for a pipe, not for us.
            process.kill()
            process.wait()
