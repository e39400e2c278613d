"""Every case below tests/cases: the command line on a small tree gives what is expected.

`case_files.py` says how a case is written.  `pytest --regenerate` rewrites what is
expected; the diff is read before it is committed.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import case_files
import pytest
from click.testing import CliRunner

from codemods.cli import deprecate_feature, remove_feature

TESTS = Path(__file__).parent
FOUND = sorted((TESTS / "cases").glob("*/*.case"))
COMMANDS = {
    "deprecate-feature": deprecate_feature.command,
    "remove-feature": remove_feature.command,
}
#: Run in processes of their own, too: a warning, a refusal, several features, several lines.
SPAWNED = ("migration-capability/outside-the-ifndef", "cli-option/refused_unreadable_case",
           "machine/versions-together", "qapi-member/ambiguous")  # fmt: skip


@dataclass(frozen=True)
class Done:
    """How a run ended."""

    stdout: bytes
    stderr: bytes
    status: int


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def read(folder: Path) -> dict[str, bytes]:
    found = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


def write(folder: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


@lru_cache
def base(tree: str) -> dict[str, bytes]:
    return read(TESTS / "trees" / tree)


def arguments(case: case_files.Case, tree: Path) -> list[str]:
    return [*case.argv[1:], "--tree", str(tree), "--dry-run", "--no-verify"]


def run(case: case_files.Case, tree: Path) -> Done:
    """Run the command of `case` inside this process."""
    name = case.argv[0]
    done = CliRunner().invoke(COMMANDS[name], arguments(case, tree), prog_name=name)
    if not isinstance(done.exception, (SystemExit, type(None))):
        raise done.exception
    return Done(done.stdout_bytes, done.stderr_bytes, done.exit_code)


def spawn(case: case_files.Case, tree: Path) -> Done:
    """Run the command of `case` as a process of its own."""
    code = f"from codemods.start import {case.argv[0].replace('-', '_')} as main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments(case, tree)], capture_output=True, cwd=tree,
        env={**os.environ, "PYTHONPATH": str(TESTS.parent)},
    )  # fmt: skip
    return Done(done.stdout, done.stderr, done.returncode)


@pytest.mark.parametrize("path", FOUND, ids=name_of)
def test_case(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, regenerate: bool
) -> None:
    case = case_files.read(path)
    files = case_files.files(case, base(case.tree))
    write(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    done = run(case, tmp_path)
    assert b"Traceback" not in done.stderr
    assert read(tmp_path) == files, "the tree was touched"
    assert done.stdout or done.status, "neither done nor refused"
    said = done.stderr.replace(os.fsencode(tmp_path), b"TREE")
    expected = case_files.expected(done.stdout, said, done.status)
    if regenerate:
        path.write_bytes(case_files.bytes_of(case.given + expected))
    else:
        assert expected == case.expected


@pytest.mark.parametrize("name", SPAWNED)
def test_case_in_a_process_of_its_own(name: str, tmp_path: Path) -> None:
    case = case_files.read(TESTS / "cases" / f"{name}.case")
    files = case_files.files(case, base(case.tree))
    write(tmp_path, files)
    done = spawn(case, tmp_path)
    assert read(tmp_path) == files, "the tree was touched"
    assert case_files.expected(done.stdout, done.stderr, done.status) == case.expected


def test_git_applies_what_is_expected(tmp_path: Path) -> None:
    """Each case's tree in a folder of its own, and all the diffs at once."""
    diffs = {}
    for path in FOUND:
        case = case_files.read(path)
        if case_files.stdout(case).startswith(b"diff --git "):
            diffs[name_of(path)] = below(name_of(path), case_files.stdout(case))
            write(tmp_path / name_of(path), case_files.files(case, base(case.tree)))
    before = read(tmp_path)
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=b"".join(diffs.values()), check=True)
    after = read(tmp_path)
    changed = {"/".join(path.split("/")[:2]) for path in after if after[path] != before.get(path)}
    assert changed == set(diffs) != set()


def below(folder: str, diff: bytes) -> bytes:
    """Return `diff` with its paths below `folder`."""
    inside = re.sub(r"(?m)^(--- a|\+\+\+ b)/", rf"\1/{folder}/", case_files.text_of(diff))
    inside = re.sub(r"(?m)^(diff --git a)/(.* b)/", rf"\1/{folder}/\2/{folder}/", inside)
    return case_files.bytes_of(inside)


def test_every_kind_has_cases() -> None:
    from codemods import kinds

    # The cases of another command than the first stand in a folder of its name.
    folders = {path.parent.name for path in FOUND}
    assert set(kinds.every()) == folders - set(COMMANDS)


def test_enough_cases_are_refusals() -> None:
    refused = [path for path in FOUND if not case_files.stdout(case_files.read(path))]
    assert len(refused) >= 0.4 * len(FOUND)


def test_every_tree_is_used() -> None:
    assert {p.name for p in (TESTS / "trees").iterdir()} == {case_files.read(p).tree for p in FOUND}
