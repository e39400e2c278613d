"""Every case below tests/cases: the command line on a small tree gives what is expected.

A case is a folder with `argv` (one argument a line), `before/` (a tree), and
either `expected/` (the files that differ afterwards) or `expected.err` (what a
refusal prints).  `pytest --regenerate` rewrites the expectations.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"
FOUND = sorted(path.parent for path in CASES.glob("*/*/argv"))


def run(case: Path, tree: Path) -> subprocess.CompletedProcess[str]:
    argv = (case / "argv").read_text().splitlines()
    code = "from codemods.cli.deprecate_feature import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *argv, "--tree", str(tree), "--dry-run", "--no-verify"],
        capture_output=True, text=True, errors="surrogateescape", cwd=tree,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )  # fmt: skip


def files(folder: Path) -> dict[str, bytes]:
    found = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


def apply(diff: str, before: Path, after: Path) -> dict[str, bytes]:
    """Return the files that `diff` changes, as `git apply` leaves them."""
    shutil.copytree(before, after)
    if diff:
        data = diff.encode(errors="surrogateescape")
        subprocess.run(["git", "apply", "-"], cwd=after, input=data, check=True)
    old = files(before)
    return {path: data for path, data in files(after).items() if old.get(path) != data}


@pytest.mark.parametrize("case", FOUND, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_case(case: Path, tmp_path: Path, regenerate: bool) -> None:
    tree = tmp_path / "tree"
    shutil.copytree(case / "before", tree)
    done = run(case, tree)
    assert "Traceback" not in done.stderr, done.stderr
    assert files(tree) == files(case / "before"), "the tree was touched"
    said = done.stderr.replace(str(tree), "TREE")
    changed = apply(done.stdout, case / "before", tmp_path / "after")
    if regenerate:
        _regenerate(case, done.returncode, said, changed)
    if (case / "expected.err").exists():
        assert (done.returncode, said) != (0, "")
        assert said == (case / "expected.err").read_text()
        assert not changed
    else:
        assert (done.returncode, said) == (0, "")
        assert changed == files(case / "expected")


def _regenerate(case: Path, status: int, said: str, changed: dict[str, bytes]) -> None:
    shutil.rmtree(case / "expected", ignore_errors=True)
    (case / "expected.err").unlink(missing_ok=True)
    if status:
        (case / "expected.err").write_text(said)
    for path, data in changed.items():
        target = case / "expected" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def test_every_kind_has_cases() -> None:
    from codemods import kinds

    covered = {path.parent.name for path in FOUND}
    assert set(kinds.every()) <= covered


def test_enough_cases_are_refusals() -> None:
    refused = [case for case in FOUND if (case / "expected.err").exists()]
    assert len(refused) >= 0.4 * len(FOUND)
