"""A small repository for the tests of what the tool writes."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from codemods.model import Patch
from codemods.series.commits import Identity
from codemods.source.commit import GitTree

ME = Identity("Jürgen Test", "me@example.org", 1_700_000_000, "+0100")
CRLF = b"one\r\ntwo\r\nthree\r\n"
LATIN = b"caf\xe9\nna\xefve\n"
FILES = {
    "VERSION": b"10.2.50\n",
    "migration/options.c": b"int a;\nint b;\nint c;\n",
    "dos.txt": CRLF,
    "latin.txt": LATIN,
    "no-newline.txt": b"first\nlast",
    "with space.txt": b"x\n",
    "run.sh": b"#!/bin/sh\n",
    "untouched.txt": b"stays\n",
}


def patch(subject: str = "migration: Deprecate x", body: str = "Because.", **files: bytes) -> Patch:
    """A patch; file names are given with "__" for "/" and "_DOT_" for "."."""
    named = {k.replace("__", "/").replace("_DOT_", "."): v for k, v in files.items()}
    return Patch(subject, body, (), (), named or {"VERSION": b"11.0.0\n"})


EVERY = Patch(
    "all: Deprecate every kind of file",
    "Because.",
    (),
    (),
    {
        "VERSION": b"11.0.0\n",
        "migration/options.c": b"int a;\nint b; /* new */\nint c;\n",
        "dos.txt": CRLF + b"four\r\n",
        "latin.txt": LATIN + b"gar\xe7on\n",
        "no-newline.txt": b"first\nmore\nlast",
        "with space.txt": b"y\n",
        "run.sh": b"#!/bin/sh\ntrue\n",
    },
)


def git(where: Path, *args: str, stdin: bytes = b"") -> bytes:
    """Plain git, as the user runs it."""
    return subprocess.run(
        ["git", *args], cwd=where, input=stdin, capture_output=True, check=True
    ).stdout


def fill(where: Path) -> None:
    """Write FILES."""
    for path, data in FILES.items():
        (where / path).parent.mkdir(parents=True, exist_ok=True)
        (where / path).write_bytes(data)
    (where / "run.sh").chmod(0o755)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every name below `folder` with its bytes."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        found[name] = (
            os.fsencode(path.readlink()) if path.is_symlink()
            else b"" if path.is_dir() else path.read_bytes()
        )  # fmt: skip
    return found


@pytest.fixture(autouse=True)
def _clean_env(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.startswith("XDG_") or n == "EMAIL"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


@pytest.fixture(scope="session")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("committed") / "repo"
    where.mkdir()
    git(where, "init", "-q", "-b", "main")
    git(where, "config", "user.name", "Local Name")
    git(where, "config", "user.email", "local@example.org")
    git(where, "config", "core.autocrlf", "false")
    git(where, "commit", "-q", "--allow-empty", "-m", "zero")
    fill(where)
    git(where, "add", "-A")
    git(where, "commit", "-q", "-m", "one")
    return where


@pytest.fixture
def repo(committed: Path, tmp_path: Path) -> Path:
    """A repository of two commits with an identity of its own."""
    shutil.copytree(committed, tmp_path / "repo")
    git(tmp_path / "repo", "update-index", "-q", "--refresh")
    return tmp_path / "repo"


@pytest.fixture
def tree(repo: Path) -> GitTree:
    """The HEAD of `repo`."""
    return GitTree(repo)
