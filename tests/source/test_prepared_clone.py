"""What somebody put into a clone before it came here is data: no program of it is run."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from example_tree import *  # noqa: F403
from example_tree import X_TWIN, git, run, snapshot
from example_tree import _original as _original

from codemods.errors import Refused
from codemods.source import git as our_git
from codemods.source import programs
from codemods.source.commit import GitTree

pytestmark = pytest.mark.usefixtures("identity")

MODES = {
    "plan": (*X_TWIN, "--dry-run", "--no-verify"),
    "dry-run": (*X_TWIN, "--dry-run"),
    "mails": (*X_TWIN, "-o", "../out"),
    "related": ("x-twin", "--related"),
    "users": ("copy-job-halt", "--users"),
    "apply": (*X_TWIN, "--apply"),
    "branch": (*X_TWIN, "-o", "../out", "--branch", "topic"),
}


def trap(tmp_path: Path) -> Path:
    """A program that leaves a trace, beside the clone."""
    path = tmp_path / "trap"
    path.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\nexec cat\n")
    path.chmod(0o755)
    return path


def make_racy(clone: Path) -> None:
    """Give every file the time of the index: git then has to look into it."""
    index = clone / ".git/index"
    when = index.stat().st_mtime_ns
    for path in git(clone, "ls-files").splitlines():
        os.utime(clone / path, ns=(when, when))
    git(clone, "-c", "filter.evil.clean=", "-c", "filter.evil.process=",
        "-c", "filter.evil.required=false", "update-index", "-q", "--refresh")  # fmt: skip
    os.utime(index, ns=(when, when))


def with_filters(clone: Path, program: Path, where: str) -> None:
    for setting in ("clean", "smudge", "process"):
        git(clone, "config", f"filter.evil.{setting}", str(program))
    git(clone, "config", "filter.evil.required", "true")
    line = "* filter=evil\n"
    (clone / (".git/info/attributes" if where == "info" else ".gitattributes")).write_text(line)


@pytest.mark.parametrize("mode", MODES)
def test_no_filter_of_a_clone_runs(clone, tmp_path, mode):
    with_filters(clone, trap(tmp_path), "tree" if mode in ("plan", "apply") else "info")
    make_racy(clone)
    done = run(clone, *MODES[mode])
    assert not (tmp_path / "sprung").exists()
    assert done.status == 0, done.err


def test_the_trap_would_have_sprung(clone, tmp_path):
    with_filters(clone, trap(tmp_path), "info")
    make_racy(clone)
    our_git.run(clone, "diff-index", "--name-only", "HEAD", ok=range(256))
    assert (tmp_path / "sprung").exists()


def test_no_filter_of_a_submodule_runs(clone, tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    git(inner, "init", "-q")
    (inner / "file").write_text("x\n")
    git(inner, "add", "-A")
    git(inner, "commit", "-q", "-m", "inner")
    git(clone, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner), "sub")
    git(clone, "commit", "-q", "-m", "with a submodule")
    sub = clone / ".git/modules/sub"
    git(clone / "sub", "config", "filter.evil.clean", str(trap(tmp_path)))
    (sub / "info/attributes").write_text("* filter=evil\n")
    (clone / "sub/file").write_text("y\n")
    assert GitTree(clone).dirty == frozenset()
    assert run(clone, *MODES["plan"]).status == 0
    assert not (tmp_path / "sprung").exists()


def test_a_filter_that_cannot_be_named_is_refused(clone):
    config = clone / ".git/config"
    config.write_text(config.read_text() + '[filter "a=b"]\n\tclean = cat\n')
    with pytest.raises(Refused, match="filter that cannot be kept out"):
        our_git.without_filters(clone)


@pytest.mark.parametrize("mode", ["mails", "related"])
def test_no_program_in_the_tree_is_taken_for_one_of_the_system(clone, tmp_path, monkeypatch, mode):
    (clone / "bin").mkdir()
    for name in ("git", "perl", "python3", "sh"):
        for folder in (clone, clone / "bin"):
            shutil.copy(trap(tmp_path), folder / name)
    monkeypatch.setenv("PATH", os.pathsep.join([".", "", "bin", os.environ["PATH"]]))
    before = snapshot(clone)
    done = run(clone, *MODES[mode])
    assert done.status == 0, done.err
    assert not (tmp_path / "sprung").exists()
    assert snapshot(clone) == before


def test_only_absolute_entries_count(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", f".:bin::{tmp_path}")
    assert programs.search_path() == str(tmp_path)
    assert programs.find("git") is None
    trap(tmp_path)
    assert programs.find("trap") == str(tmp_path / "trap")


def test_a_missing_object_is_not_fetched(clone, tmp_path):
    """A clone may say that what it lacks is to be had from a program."""
    git(clone, "config", "extensions.partialClone", "evil")
    git(clone, "config", "core.repositoryFormatVersion", "1")
    git(clone, "config", "remote.evil.url", f"ext::{trap(tmp_path)}")
    git(clone, "config", "remote.evil.promisor", "true")
    git(clone, "config", "protocol.ext.allow", "always")
    blob = git(clone, "rev-parse", "HEAD:qapi/migration.json")
    (clone / ".git/objects" / blob[:2] / blob[2:]).unlink()
    done = run(clone, *MODES["plan"])
    assert done.status == 1
    assert not (tmp_path / "sprung").exists()


def test_more_paths_than_a_command_line_holds(clone, monkeypatch):
    monkeypatch.setattr("codemods.source.searching.searches.MANY_PATHS", 1)
    few = GitTree(clone).grep(["x-twin"], ["docs", "qapi/migration.json"])
    monkeypatch.undo()
    assert few and few == GitTree(clone).grep(["x-twin"], ["docs", "qapi/migration.json"])
    tree = GitTree(clone)
    many = [f"some/long/folder/that/is/not/there/{n}" for n in range(60_000)]
    assert tree.grep(["x-twin"], [*many, "docs"]) == tree.grep(["x-twin"], ["docs"])
    assert tree.naming("x-twin", [*many, "docs"]) == tree.naming("x-twin", ["docs"])
    held = our_git.modes(clone, tree.commit, [*many, "VERSION"])
    assert list(held) == ["VERSION"]


PIPES = (
    ".git/HEAD", ".git/config", ".git/commondir", ".git/index", ".git/packed-refs", ".git/shallow",
    ".git/refs/heads/main", ".git/info/exclude", ".git/info/grafts",
    ".git/objects/info/alternates", ".git/objects/info/commit-graph",
    ".gitattributes", "qapi/.gitattributes", "docs/about/.gitattributes",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "mode"),
    [*((name, "plan") for name in PIPES), (PIPES[-1], "related"), (PIPES[-1], "apply")],
)
def test_a_pipe_in_place_of_what_git_reads_is_not_waited_for(clone, monkeypatch, name, mode):
    monkeypatch.setattr(our_git, "LIMIT_S", 0.5)
    (clone / name).unlink(missing_ok=True)
    os.mkfifo(clone / name)
    before = time.monotonic()
    done = run(clone, *MODES[mode])
    assert (done.status, done.out) == (1, "")
    assert f"git would read {name}, which is no file" in done.err
    assert time.monotonic() - before < 15


@pytest.mark.parametrize("name", [".git/packed-refs", ".git/index", ".git/info/attributes"])
def test_what_never_ends_is_not_read(clone, name):
    (clone / name).parent.mkdir(exist_ok=True)
    (clone / name).unlink(missing_ok=True)
    (clone / name).symlink_to("/dev/zero")
    done = run(clone, *MODES["plan"])
    assert (done.status, done.out) == (1, "")
    assert f"git would read {name}, which is no file" in done.err


@pytest.mark.parametrize("name", [".gitattributes", "docs/.gitattributes", ".gitignore"])
def test_pipes_in_a_folder_that_is_no_clone(folder, name, identity):
    os.mkfifo(folder / name)
    assert run(folder, *MODES["plan"]).status == 0


def test_a_git_that_works_is_waited_for(clone, tmp_path, monkeypatch):
    """However long it takes: only one that does nothing is given up."""
    monkeypatch.setattr(our_git, "LIMIT_S", 0.6)
    real, folder = programs.find("git"), tmp_path / "slow"
    folder.mkdir()
    (folder / "git").write_text(
        f"#!/bin/sh\n[ -e {tmp_path}/stop ] && exec sleep 60\n"
        f'n=0\nwhile [ $n -lt 1000000 ]; do n=$((n + 1)); done\nexec {real} "$@"\n'
    )
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    assert our_git.run(clone, "ls-files").count(b"\n") > 10
    (tmp_path / "stop").touch()
    with pytest.raises(Refused, match="gave no answer in 0"):
        our_git.start(clone, "ls-files")()


def test_no_map_of_mails_is_read(clone):
    """A log would wait for the pipe."""
    os.mkfifo(clone / ".mailmap")
    assert our_git.run(clone, "log", "--format=%an") == b"A\n"
