"""The bundled example as a plain folder and as a clone, and the command run on it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from codemods.cli.deprecate_feature import command

SOURCE = Path(__file__).parent.parent
EXAMPLE = SOURCE / "examples/tree"
#: The smallest command line that says everything.
X_TWIN = ("x-twin", "--no-replacement", "--reason", "Nobody uses it.")
PATCH = "0001-migration-Deprecate-x-twin-capability.patch"


@dataclass(frozen=True)
class Done:
    """How a run ended."""

    status: int
    out: str
    err: str

    @property
    def names(self) -> list[str]:
        """The lines of the standard output."""
        return self.out.splitlines()


def git(where: Path, *args: str) -> str:
    """Plain git, as the user runs it."""
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    done = subprocess.run(["git", *who, *args], cwd=where, capture_output=True, check=True)
    return os.fsdecode(done.stdout).strip()


def run(where: Path, *argv: str, stdin: str | None = None, tool: click.Command = command) -> Done:
    """Run the command inside this process, in the folder `where`."""
    before = Path.cwd(), sys.argv
    os.chdir(where)
    sys.argv = [str(tool.name), *argv]
    try:
        done = _runner().invoke(tool, argv, input=stdin, prog_name=tool.name)
    finally:
        os.chdir(before[0])
        sys.argv = before[1]
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert "Traceback" not in done.stderr
    return Done(done.exit_code, done.stdout, done.stderr)


def _runner() -> CliRunner:
    try:
        return CliRunner(mix_stderr=False)  # type: ignore[call-arg]
    except TypeError:  # click 8.2 and later never mix them
        return CliRunner()


def start(where: Path, *argv: str, **options) -> subprocess.Popen[bytes]:
    """Start the command as a process of its own, in the folder `where`."""
    code = "from codemods.start import deprecate_feature as main; main()"
    env = {**os.environ, **options.pop("env", {}), "PYTHONPATH": str(SOURCE)}
    return subprocess.Popen(
        [sys.executable, "-c", code, *argv], cwd=where, env=env, stderr=subprocess.PIPE,
        **{"stdout": subprocess.PIPE, **options},
    )  # fmt: skip


def spawn(where: Path, *argv: str, **options) -> Done:
    """Run the command as a process of its own, in the folder `where`."""
    process = start(where, *argv, **options)
    out, err = process.communicate()
    return Done(process.returncode, os.fsdecode(out), os.fsdecode(err))


def snapshot(folder: Path) -> dict[str, object]:
    """Every name below `folder` with its bytes and its mode."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = path.readlink()
        elif path.is_file():
            found[name] = (path.stat().st_mode, path.read_bytes())
        else:
            found[name] = path.stat().st_mode
    return found


def change(where: Path, path: str, old: str, new: str) -> None:
    """Replace one text in a file that is there once."""
    text = (where / path).read_text(encoding="utf-8")
    assert text.count(old) == 1, (path, old)
    (where / path).write_text(text.replace(old, new), encoding="utf-8")


def commit(where: Path) -> None:
    """Commit everything."""
    git(where, "add", "-A")
    git(where, "commit", "-q", "-m", "more")


def without_ids(mail: str) -> str:
    """A mail without the names of commits, which say what the base was."""
    return re.sub(r"(?m)^From [0-9a-f]{40} |^\nbase-commit: [0-9a-f]{40}\n", "", mail)


def copied(clone: Path, where: Path) -> Path:
    """Return `where`, made a copy of `clone`."""
    shutil.copytree(clone, where, symlinks=True)
    git(where, "update-index", "-q", "--refresh")
    return where


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example as a plain folder."""
    shutil.copytree(EXAMPLE, tmp_path / "folder")
    return tmp_path / "folder"


@pytest.fixture(scope="session")
def _original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("original") / "clone"
    shutil.copytree(EXAMPLE, where)
    git(where, "init", "-q", "-b", "main")
    git(where, "-c", "core.autocrlf=false", "add", "-A")
    git(where, "commit", "-q", "-m", "example")
    return where


@pytest.fixture
def clone(_original: Path, tmp_path: Path, identity: None) -> Path:
    """The example as a clone, with an identity and a clock that stands still."""
    return copied(_original, tmp_path / "clone")
