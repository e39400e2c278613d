"""Runs scripts of the user's QEMU tree, on copies, at arm's length.

A script sees a folder of copied files, a clean environment and an empty
standard input; it gets a time limit and an output limit, and no process of its
group outlives it.  One that leaves its session is out of reach: nobody waits
for it, not even where it holds the script's output open.  The tree itself is
only read.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from codemods import interrupts
from codemods.errors import NotFound, Problem
from codemods.source import programs, temporary
from codemods.source.folder import safe_target
from codemods.source.tree import Tree

TIME_LIMIT = 60.0
OUTPUT_LIMIT = 8 << 20
#: How long the output of a script that has ended is read, where others hold it open.
_GRACE = 1.0
_TICK = 0.05


@dataclass(frozen=True)
class Completed:
    """How a script ended.

    `failure` says in one sentence why it did not come to an end of its own
    (no interpreter, time limit, output limit); `status` is then -1.
    """

    status: int
    out: bytes = b""
    err: bytes = b""
    failure: str = ""

    def why(self) -> str:
        """Return one line on what went wrong, for a script that did not do its work."""
        said = self.err.decode(errors="replace").strip().splitlines()
        return self.failure or (said[-1].strip() if said else f"exit status {self.status}")


@dataclass(frozen=True)
class Report:
    """What a script found, and what kept it from looking."""

    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()


@contextmanager
def folder() -> Iterator[Path]:
    """Yield a new empty folder that is removed afterwards.

    Raises:
        OSError: it cannot be made.
    """
    made = temporary.make()
    try:
        yield made
    finally:
        temporary.remove(made)


def export(tree: Tree, wanted: Iterable[str], into: Path) -> tuple[str, ...]:
    """Copy files of `tree` below the folder `into`; return the paths that were there to copy.

    Arguments:
        wanted: paths of files; one that ends in "/" stands for all files below it.

    Raises:
        Refused: a path leads out of `into`.
        OSError: a copy cannot be written.
    """
    copied: dict[str, None] = {}
    for path in _expand(tree, wanted):
        target = safe_target(into, path)
        try:
            content = tree.read(path)
        except NotFound:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        copied[path] = None
    return tuple(copied)


def run(
    argv: Sequence[str], cwd: Path, timeout: float = TIME_LIMIT, limit: int = OUTPUT_LIMIT,
    home: Path | None = None,
) -> Completed:  # fmt: skip
    """Run a command without a shell in the folder `cwd` and wait for its end.

    Arguments:
        argv: the interpreter, looked up in PATH unless absolute, and its arguments.
        timeout: seconds after which it is killed with all processes it started.
        limit: bytes of output after which it is killed likewise.
        home: where its own files go; default: `cwd`.

    Never raises for what the command does: see Completed.
    """
    env = _environment(home or cwd)
    program = programs.find(argv[0])
    if program is None:
        return Completed(-1, failure=f"{argv[0]} was not found")
    try:
        process = subprocess.Popen(
            [program, *argv[1:]], cwd=cwd, env=env, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
    except OSError as err:
        return Completed(-1, failure=f"{argv[0]} could not be started: {err.strerror}")
    try:
        return _collect(process, time.monotonic() + timeout, timeout, limit)
    finally:
        _end(process)


def _expand(tree: Tree, wanted: Iterable[str]) -> Iterator[str]:
    for path in wanted:
        if path.endswith("/"):
            yield from (p for p in tree.files() if p.startswith(path))
        else:
            yield path


def _environment(home: Path) -> dict[str, str]:
    return {
        "PATH": programs.search_path(),
        "HOME": str(home),
        "TMPDIR": str(home),
        "LC_ALL": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        # get_maintainer.pl and qapi-gen print in the order of hashes: the same in every run.
        "PERL_HASH_SEED": "0",
        "PERL_PERTURB_KEYS": "0",
        "PYTHONHASHSEED": "0",
    }


def _collect(
    process: subprocess.Popen[bytes], deadline: float, timeout: float, limit: int
) -> Completed:
    out, err = (pipe.fileno() for pipe in (process.stdout, process.stderr) if pipe)
    parts: dict[int, list[bytes]] = {out: [], err: []}
    late = Completed(-1, failure=f"it ran longer than {timeout:g} seconds")
    ended_by, size = deadline, 0
    with selectors.DefaultSelector() as selector:
        for fd in parts:
            selector.register(fd, selectors.EVENT_READ)
        while selector.get_map() and time.monotonic() < ended_by:
            if interrupts.asked():
                return Completed(-1, failure="it was interrupted")
            for key, _ in selector.select(_TICK):
                chunk = os.read(key.fd, 1 << 16)
                parts[key.fd].append(chunk)
                size += len(chunk)
                if not chunk:
                    selector.unregister(key.fd)
            if size > limit:
                return Completed(-1, failure=f"it wrote more than {limit} bytes")
            if ended_by == deadline and _has_ended(process):
                # What it wrote is in the pipes; others who hold them open are not waited for.
                _end_group(process)
                ended_by = min(deadline, time.monotonic() + _GRACE)
    if not _ends(process, deadline):
        return late
    _end_group(process)
    return Completed(process.wait(), b"".join(parts[out]), b"".join(parts[err]))


def _ends(process: subprocess.Popen[bytes], deadline: float) -> bool:
    """Wait for the end of the process and tell whether it came; it is not reaped."""
    wait = 0.001
    while not _has_ended(process):
        if interrupts.asked() or time.monotonic() > deadline:
            return False
        time.sleep(wait)
        wait = min(2 * wait, _TICK)
    return True


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and all of its group; only before it is reaped is the number its own."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.returncode is None:
        _end_group(process)
        process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()
