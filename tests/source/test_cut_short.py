"""A git that is cut short, or answers nonsense, is told of in one line."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from example_tree import *  # noqa: F403
from example_tree import X_TWIN, run
from example_tree import _original as _original

from codemods.source import git as our_git
from codemods.source import programs

HOW = {
    "cut short": 'exec "$real" "$@" | head -c 20',
    "nonsense": r"printf '\001\033[31m\377filter.\rx\000\n\n9\000\000y z\000'",
    "nothing": "exit 0",
    "killed": "kill -9 $$",
    "half an object": 'exec "$real" "$@" | head -c 400',
}


def spoil(monkeypatch: pytest.MonkeyPatch, folder: Path, command: str, how: str) -> Path:
    """Put a git first that answers so where it is asked for `command`; return who tells of it."""
    folder.mkdir()
    real, said = programs.find("git"), folder / "said"
    text = (
        f'#!/bin/sh\nreal={real}\nfor word; do if [ "$word" = {command} ]; then\n'
        f'echo x >> "{said}"\n{HOW[how]}\nexit\nfi; done\nexec "$real" "$@"\n'
    )
    (folder / "git").write_text(text)
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return said


@pytest.mark.parametrize("how", list(HOW)[:-1])
@pytest.mark.parametrize("command", ["grep", "rev-parse", "ls-tree", "config"])
def test_an_answer_that_cannot_be_read(clone, tmp_path, monkeypatch, command, how):
    said = spoil(monkeypatch, tmp_path / "bin", command, how)
    done = run(clone, *X_TWIN, "--no-verify", "-o", "../out")
    assert said.exists()
    assert done.status in (0, 1, 2) and "Traceback" not in done.err, done.err
    assert done.status or (tmp_path / "out").exists()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", done.err)


def test_an_object_that_is_cut_short(clone, tmp_path, monkeypatch):
    """Half a file is no file."""
    spoil(monkeypatch, tmp_path / "bin", "cat-file", "half an object")
    monkeypatch.setattr(our_git, "LIMIT_S", 1.0)
    done = run(clone, *X_TWIN, "--no-verify", "-o", "../out")
    assert (done.status, done.out) == (1, "") and "git cat-file" in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("path", [".gitattributes", ".git/info/attributes"])
def test_attributes_that_are_a_pipe(clone, path):
    (clone / path).parent.mkdir(exist_ok=True)
    os.mkfifo(clone / path)
    done = run(clone, *X_TWIN, "--no-verify", "-o", "../out")
    assert (done.status, done.out) == (1, "") and "which is no file" in done.err
