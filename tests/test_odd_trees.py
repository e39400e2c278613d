"""Each command on trees that nobody would write: done or refused in time, with a word."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
from example_tree import *  # noqa: F403
from example_tree import SOURCE, Done, run, snapshot
from test_growth import BIG, NESTED, RULE, append, limited

from codemods.cli import audit_deprecations, check_deprecation, deprecate_feature, remove_feature

pytestmark = pytest.mark.usefixtures("identity")

TWIN = SOURCE / "examples/review/twin.mbox"
COMMANDS = {
    "status": (deprecate_feature, "block-push", "--status"),
    "related": (deprecate_feature, "x-twin", "--related"),
    "remove": (remove_feature, "net-cable-set.port", "info.beeps", "--no-verify", "-o", "../out"),
    "check": (check_deprecation, str(TWIN), "--no-verify"),
    "audit": (audit_deprecations, "--only", "findings"),
}
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]")
#: By the wall, for what waits without end and for what git does.
LIMIT_S = 120


@contextmanager
def awake() -> Iterator[None]:
    """See that what happens inside does not wait without end."""

    def late(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"more than {LIMIT_S} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(LIMIT_S)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def inside(where: Path, command: str) -> Done:
    """Run a command inside this process."""
    module, *argv = COMMANDS[command]
    with awake(), limited():
        return run(where, *argv, tool=module.command)


def started(where: Path, command: str) -> Done:
    """Run a command as a process of its own."""
    module, *argv = COMMANDS[command]
    name = module.__name__.rpartition(".")[2]
    code = f"import sys; from codemods.start import {name}; sys.exit({name}())"
    env = {**os.environ, "PYTHONPATH": str(SOURCE)}
    done = subprocess.run([sys.executable, "-c", code, *argv], cwd=where, env=env, timeout=LIMIT_S,
                          stdin=subprocess.DEVNULL, capture_output=True)  # fmt: skip
    return Done(done.returncode, os.fsdecode(done.stdout), os.fsdecode(done.stderr))


def tried(
    folder: Path,
    command: str,
    known: bool = True,
    way: Callable[[Path, str], Done] = inside,
) -> None:
    """Run a command on the folder and see that it ends well, one way or another."""
    before = snapshot(folder) if known else {}
    done = way(folder, command)
    said = done.out + done.err
    assert "Traceback" not in said
    assert done.status in (0, 1, 2), said
    assert done.status == 0 or said.strip()
    assert not CONTROL.search(said)
    assert not known or snapshot(folder) == before


def one_name(folder: Path) -> None:
    for n in range(500):
        title = f"``x-twin`` capability (since 10.{n % 2})"
        append(folder, "docs/about/deprecated.rst", f"\n{title}\n{RULE}\n\nIt is old.\n")


def test_an_audit_of_what_is_listed_thousands_of_times(folder: Path) -> None:
    one_name(folder)
    tried(folder, "audit")


@pytest.mark.parametrize("command", ["remove", "check", "audit"])
@pytest.mark.parametrize("make", BIG, ids=lambda f: f.__name__)
def test_big_files(folder: Path, make: Callable[[Path], str], command: str) -> None:
    make(folder)
    tried(folder, command)


@pytest.mark.parametrize("command", ["check", "audit"])
@pytest.mark.parametrize("where", NESTED)
def test_what_is_nested_deeply(folder: Path, where: str, command: str) -> None:
    path, text, opening, closing = NESTED[where]
    append(folder, path, "\n" + text.format(opening * 5_000, closing * 5_000))
    tried(folder, command, way=started)


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "not utf-8": lambda data: data.replace(b"e", b"\xe9"),
    "utf-16": lambda data: data.decode("latin-1").encode("utf-16"),
    "zeros": lambda data: data[: len(data) // 2] + bytes(50) + data[len(data) // 2 :],
    "crlf": lambda data: data.replace(b"\n", b"\r\n"),
    "cr": lambda data: data.replace(b"\n", b"\r"),
    "no newline": lambda data: data.rstrip(b"\n"),
    "half": lambda data: data[: len(data) // 2],
    "empty": lambda data: b"",
    "escapes": lambda data: data.replace(b"t", b"t\x1b]0;x\x07\xe2\x80\xae"),
}
FILES = (
    "docs/about/deprecated.rst", "docs/about/removed-features.rst", "qapi/migration.json",
    "hmp-commands-info.hx", "qemu-options.hx", "net/cable.c", "MAINTAINERS",
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("way", SPOILT)
def test_files_in_no_text(folder: Path, way: str, command: str) -> None:
    """All but VERSION, without which nothing is looked at."""
    for path in FILES:
        (folder / path).write_bytes(SPOILT[way]((folder / path).read_bytes()))
    tried(folder, command)


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_no_file(folder: Path, command: str) -> None:
    """Pipes, loops, what never ends and names that are no text stand beside the files."""
    os.mkfifo(folder / "docs/pipe.rst")
    (folder / "docs/loop.rst").symlink_to("loop.rst")
    (folder / "docs/zeros.rst").symlink_to("/dev/zero")
    (folder / "docs/folder.rst").mkdir()
    for name in (b"caf\xe9.rst", b"new\nline.rst", b"\x1b[31mred.rst"):
        path = Path(os.fsdecode(os.fsencode(folder / "docs") + b"/" + name))
        path.write_text("x-twin, block-push, info beeps and net-cable-set port\n")
    tried(folder, command, known=False, way=started)
    for path in ("docs/about/deprecated.rst", "hmp-commands-info.hx"):
        data = (folder / path).read_bytes()
        (folder / path).unlink()
        for make in (os.mkfifo, lambda p: p.symlink_to("/dev/zero"), os.mkdir):
            make(folder / path)
            tried(folder, command, known=False)
            if (folder / path).is_dir():
                (folder / path).rmdir()
            else:
                (folder / path).unlink(missing_ok=True)
        (folder / path).write_bytes(data)
