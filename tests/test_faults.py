"""Whatever goes wrong, no half-written series is left and nothing of the user's is touched.

CODEMODS_KILLS sets how often a run is killed (default 3).
"""

from __future__ import annotations

import errno
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from example_tree import *  # noqa: F403
from example_tree import (
    PATCH,
    SOURCE,
    X_TWIN,
    commit,
    git,
    run,
    snapshot,
    spawn,
    start,
    without_ids,
)  # fmt: skip
from example_tree import _original as _original

from codemods.series import replacing

pytestmark = pytest.mark.usefixtures("identity")

KILLS = int(os.environ.get("CODEMODS_KILLS", "3"))
TWO = ("x-twin", "x-lazy-pages", "--reason", "Nobody uses it.")
TOUCHED = ("qapi/migration.json", "migration/options.c", "docs/about/deprecated.rst")


def mails(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}


@pytest.fixture(scope="module")
def _made() -> dict[str, bytes]:
    return {}


@pytest.fixture
def series(clone: Path, _made: dict[str, bytes]) -> dict[str, bytes]:
    """What an undisturbed run on the clone writes, on each copy of it the same."""
    if not _made:
        assert run(clone, *TWO, "-o", "../out").status == 0
        _made.update(mails(clone.parent / "out"))
        shutil.rmtree(clone.parent / "out")
        assert len(_made) == 3
    return dict(_made)


def test_kill_at_random_moments(clone, series, tmp_path):
    before = snapshot(clone)
    started = time.monotonic()
    assert spawn(clone, *TWO, "-o", str(tmp_path / "probe")).status == 0
    takes = time.monotonic() - started
    seen = set()
    for n in range(KILLS):
        out = tmp_path / f"killed-{n}"
        process = start(clone, *TWO, "-o", "../out", start_new_session=True)
        time.sleep(random.uniform(0, takes * 1.1))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        shutil.move(tmp_path / "out", out) if (tmp_path / "out").exists() else None
        left = mails(out)
        assert left in ({}, series), "a part of the series was left"
        seen.add(bool(left))
        assert snapshot(clone) == before
    assert run(clone, *TWO, "-o", "../out").status == 0
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".qemu-codemods")]


def test_kill_while_it_applies_is_all_or_nothing_or_told(clone, tmp_path):
    shutil.copytree(clone, tmp_path / "applied")
    assert run(tmp_path / "applied", *X_TWIN, "--apply").status == 0
    old, new = snapshot(clone), snapshot(tmp_path / "applied")
    for _ in range(KILLS):
        process = start(clone, *X_TWIN, "--apply", start_new_session=True)
        time.sleep(random.uniform(0, 1))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        state = {path: snapshot(clone)[path] for path in TOUCHED}
        if state not in ({p: old[p] for p in TOUCHED}, {p: new[p] for p in TOUCHED}):
            assert "--recover" in run(clone, *X_TWIN, "--dry-run").err
            assert run(clone, "--recover", "finish").status == 0
        git(clone, "checkout", "-q", "--", *TOUCHED)
    assert run(clone, *X_TWIN, "--apply").status == 0
    assert {p: snapshot(clone)[p] for p in TOUCHED} == {p: new[p] for p in TOUCHED}
    assert not list(clone.glob(".qemu-codemods*"))


def hostile(home: Path) -> dict[str, str]:
    """Settings that change what git prints, runs or writes."""
    trap = home / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {home / 'sprung'}\ncat\n")
    trap.chmod(0o755)
    return {
        "diff.noprefix": "true", "diff.mnemonicPrefix": "true", "diff.external": str(trap),
        "diff.context": "9", "diff.interHunkContext": "9", "diff.algorithm": "patience",
        "diff.renames": "copies", "diff.submodule": "diff", "diff.orderFile": str(trap),
        "diff.suppressBlankEmpty": "true", "diff.statGraphWidth": "3", "diff.indentHeuristic": "no",
        "core.autocrlf": "true", "core.safecrlf": "true", "core.eol": "crlf", "core.abbrev": "40",
        "core.pager": str(trap), "core.editor": str(trap), "core.fsmonitor": str(trap),
        "core.hooksPath": str(home), "core.quotePath": "true", "core.whitespace": "cr-at-eol",
        "core.commentChar": "D", "core.attributesFile": str(home / "attributes"),
        "commit.gpgSign": "true", "tag.gpgSign": "true", "gpg.program": str(trap),
        "commit.template": str(trap), "commit.cleanup": "scissors", "commit.verbose": "true",
        "format.attach": "true", "format.numbered": "true", "format.headers": "X-Bad: yes",
        "format.to": "bad@example.org", "format.cc": "bad@example.org", "format.signOff": "true",
        "format.subjectPrefix": "BAD", "format.suffix": ".bad", "format.signature": "bad",
        "format.coverLetter": "true", "format.thread": "deep", "format.useAutoBase": "true",
        "format.outputDirectory": "bad", "format.from": "Bad <bad@example.org>",
        "format.pretty": "oneline", "format.noprefix": "true", "format.notes": "true",
        "color.ui": "always", "color.diff": "always", "color.grep": "always",
        "grep.column": "true", "grep.patternType": "perl", "grep.lineNumber": "false",
        "alias.grep": "!false", "alias.am": "!false", "alias.format-patch": "!false",
        "am.threeWay": "true", "am.keepcr": "false", "apply.whitespace": "error",
        "apply.ignoreWhitespace": "change", "i18n.commitEncoding": "ISO-8859-1",
        "i18n.logOutputEncoding": "ISO-8859-1", "log.showSignature": "true", "log.date": "raw",
        "mailinfo.scissors": "true", "pack.packSizeLimit": "1m", "user.signingKey": "bad",
        "trailer.ifexists": "replace", "status.submoduleSummary": "true", "gc.auto": "1",
        "maintenance.auto": "true", "index.version": "4", "feature.manyFiles": "true",
        "pager.grep": "true", "interactive.diffFilter": str(trap), "filter.bad.clean": str(trap),
        "filter.bad.smudge": str(trap), "filter.bad.required": "true",
    }  # fmt: skip


@pytest.mark.parametrize("scope", ["--global", "--local"])
def test_hostile_configuration_changes_no_byte(clone, series, scope, tmp_path):
    # All at once: to start git for each of them would take longer than the test.
    file = clone / ".git/config" if scope == "--local" else Path.home() / ".gitconfig"
    with file.open("a") as config:
        for name, value in hostile(tmp_path).items():
            section, _, key = name.rpartition(".")
            section = '{} "{}"'.format(*section.split(".")) if "." in section else section
            config.write(f"[{section}]\n\t{key} = {value}\n")
    known = git(clone, "config", scope, "--list")
    assert all(f"{name.lower()}={value}" in known for name, value in hostile(tmp_path).items())
    (tmp_path / "attributes").write_text("* filter=bad diff=bad text eol=crlf\n*.json binary\n")
    for hook in ("pre-commit", "commit-msg", "applypatch-msg", "post-index-change", "post-commit"):
        shutil.copy(tmp_path / "trap", tmp_path / hook)
        shutil.copy(tmp_path / "trap", clone / ".git/hooks" / hook)
    before = snapshot(clone)
    shown = run(clone, *TWO, "-o", "../out")
    assert shown.status == 0, shown.err
    assert mails(tmp_path / "out") == series
    assert snapshot(clone) == before
    assert not (tmp_path / "sprung").exists()


def test_hostile_variables_change_no_byte(clone, series, tmp_path):
    env = {
        "GIT_DIR": "/nonexistent", "GIT_WORK_TREE": "/nonexistent", "GIT_PAGER": "false",
        "GIT_INDEX_FILE": "/nonexistent", "GIT_EXTERNAL_DIFF": "false", "GIT_DIFF_OPTS": "-u0",
        "GIT_TRACE": "1", "GIT_LITERAL_PATHSPECS": "1", "GIT_AUTHOR_DATE": "2001-01-01",
        "GIT_COMMITTER_DATE": "2001-01-01", "GIT_OBJECT_DIRECTORY": "/nonexistent",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": "/nonexistent", "GIT_NAMESPACE": "bad",
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.bare", "GIT_CONFIG_VALUE_0": "true",
        "LC_ALL": "tr_TR", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "COLUMNS": "20",
        "TERM": "dumb", "GREP_OPTIONS": "-v", "PAGER": "false", "EDITOR": "false",
    }  # fmt: skip
    done = spawn(clone, *TWO, "-o", "../out", env=env)
    assert done.status == 0, done.err
    assert mails(tmp_path / "out") == series


def shape_shallow(clone, tmp_path):
    git(clone, "commit", "-q", "--allow-empty", "-m", "more")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{clone}", "shallow")
    return tmp_path / "shallow"


def shape_worktree(clone, tmp_path):
    git(clone, "worktree", "add", "-q", str(tmp_path / "worktree"))
    return tmp_path / "worktree"


def shape_detached(clone, tmp_path):
    git(clone, "checkout", "-q", "--detach")
    return clone


def shape_bare(clone, tmp_path):
    git(tmp_path, "clone", "-q", "--bare", str(clone), "bare.git")
    return tmp_path / "bare.git"


def shape_shared(clone, tmp_path):
    git(tmp_path, "clone", "-q", "--shared", str(clone), "shared")
    return tmp_path / "shared"


def shape_in_the_middle_of_a_rebase(clone, tmp_path):
    (clone / ".git/rebase-apply").mkdir()
    (clone / ".git/rebase-apply/next").write_text("1\n")
    return clone


def shape_locked(clone, tmp_path):
    for lock in ("index.lock", "HEAD.lock", "config.lock"):
        (clone / ".git" / lock).touch()
    return clone


def shape_spaces(clone, tmp_path):
    return clone.rename(tmp_path / "a folder, with 'quotes' & \"more\" $HOME\nand a newline")


def comparable(mail: bytes) -> tuple[str, str]:
    """A mail without commits and command line, which differ between clones."""
    text = without_ids(mail.decode())
    return text.partition("Made with")[0], text.partition("\n---\n")[2]


SHAPES = {name[6:]: make for name, make in list(globals().items()) if name.startswith("shape_")}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_clone_gives_the_same_series(clone, series, tmp_path, shape):
    where = SHAPES[shape](clone, tmp_path)
    before = snapshot(where)
    done = run(where, *TWO, "-o", str(tmp_path / "out"))
    assert done.status == 0, done.err
    assert list(map(comparable, mails(tmp_path / "out").values())) == [
        comparable(mail) for mail in series.values()
    ]
    assert snapshot(where) == before


@pytest.mark.parametrize("path", TOUCHED)
def test_a_file_with_crlf_keeps_it(clone, path):
    data = (clone / path).read_bytes().replace(b"\n", b"\r\n")
    (clone / path).write_bytes(data)
    git(clone, "config", "core.autocrlf", "false")
    commit(clone)
    done = run(clone, *X_TWIN, "-o", "../out")
    assert done.status == 0, done.err
    git(clone, "am", "-q", "--keep-cr", f"../out/{PATCH}")
    after = (clone / path).read_bytes()
    assert after.count(b"\r\n") == after.count(b"\n") > data.count(b"\n")


@pytest.mark.parametrize("path", [path for path in TOUCHED if not path.endswith(".json")])
def test_bytes_that_are_not_utf8_are_kept(clone, path):
    comment = b".. caf\xe9\n\n" if path.endswith(".rst") else b"/* caf\xe9 */\n"
    (clone / path).write_bytes(comment + (clone / path).read_bytes())
    commit(clone)
    done = run(clone, *X_TWIN, "-o", "../out")
    assert "Traceback" not in done.err
    if done.status:  # then with a reason, and nothing is written
        assert path in done.err
        assert not (clone.parent / "out").exists()
        return
    git(clone, "am", "-q", f"../out/{PATCH}")
    assert (clone / path).read_bytes().startswith(comment)


def test_a_file_without_a_last_newline(clone):
    path = clone / "docs/about/deprecated.rst"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    commit(clone)
    done = run(clone, *X_TWIN, "-o", "../out")
    assert done.status == 0, done.err
    git(clone, "am", "-q", f"../out/{PATCH}")
    assert b"x-twin" in path.read_bytes()


@pytest.mark.parametrize("path", TOUCHED)
@pytest.mark.parametrize("spoil", ["missing", "empty", "link"])
def test_a_spoilt_file_is_refused(clone, path, spoil):
    file = clone / path
    data = file.read_bytes()
    file.unlink()
    if spoil == "link":
        (clone / "elsewhere").write_bytes(data)
        file.symlink_to(os.path.relpath(clone / "elsewhere", file.parent))
    elif spoil == "empty":
        file.touch()
    commit(clone)
    done = run(clone, *X_TWIN, "-o", "../out")
    assert (done.status, done.out) == (1, ""), done.err
    assert not (clone.parent / "out").exists()


def test_two_runs_at_once_into_one_folder(clone, series, tmp_path):
    runs = [start(clone, *TWO, "-o", "../out") for _ in range(2)]
    for process in runs:
        assert process.communicate()[1].count(b"Traceback") == 0
        assert process.returncode == 0
    assert mails(tmp_path / "out") == series


@pytest.mark.parametrize("existing", [False, True])
@pytest.mark.parametrize("calls", [0, 1, 2])
def test_full_disk(clone, tmp_path, monkeypatch, calls, existing):
    (tmp_path / "out").mkdir() if existing else None
    real, seen = os.write, []

    def write(fd, data):
        seen.append(fd)
        if len(seen) > calls:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(fd, data)

    monkeypatch.setattr(replacing.os, "write", write)
    before = snapshot(clone)
    done = run(clone, *TWO, "-o", "../out")
    monkeypatch.undo()
    assert (done.status, done.out) == (1, "")
    assert "No space left on device" in done.err
    assert mails(tmp_path / "out") == {}
    assert snapshot(clone) == before
    assert not [p for p in tmp_path.rglob("*") if p.name.startswith(".qemu-codemods")]


@pytest.mark.parametrize("limit", [0, 100, 1000, 3000, 10_000, 30_000])
def test_files_may_not_grow(clone, tmp_path, limit):
    """As on a full disk, in git and the scripts too."""

    def small():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    scratch = tmp_path / "scratch"
    scratch.mkdir()
    before = snapshot(clone)
    # Where coverage is measured, that would be one more file to write.
    env = {"TMPDIR": str(scratch), "PYTHONDONTWRITEBYTECODE": "1", "COVERAGE_PROCESS_CONFIG": ""}
    done = spawn(clone, *TWO, "-o", "../out", preexec_fn=small, env=env)
    assert "Traceback" not in done.err
    assert (done.status == 0) == (len(mails(tmp_path / "out")) == 3)
    assert done.status == 0 or (done.status == 1 and mails(tmp_path / "out") == {}), done
    assert done.status == 0 or done.err
    assert snapshot(clone) == before
    assert list(scratch.iterdir()) == []


def test_no_temporary_folder(clone, tmp_path):
    env = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), "/nonexistent")
    code = spawn(clone, *TWO, "-o", "../out", env=env)
    assert "Traceback" not in code.err
    assert code.status in (0, 1)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_folders(clone, tmp_path):
    (tmp_path / "out").mkdir(0o555)
    done = run(clone, *TWO, "-o", "../out")
    assert done.status == 1
    assert "cannot write" in done.err
    clone.chmod(0o555)
    try:
        assert run(clone, *TWO).status == 1
        assert run(clone, *TWO, "-o", str(tmp_path / "other")).status == 0
    finally:
        clone.chmod(0o755)


@pytest.mark.parametrize("delay", [0, 0.05, 0.1, 0.2])
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_interrupted(clone, tmp_path, sign, delay):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    before = snapshot(clone)
    # What measures coverage takes a lock, and waits for it in what the signal calls.
    env = {"TMPDIR": str(scratch), "COVERAGE_PROCESS_CONFIG": ""}
    process = start(clone, *TWO, "-o", "../out", env=env)
    while process.poll() is None and not list(scratch.iterdir()):
        time.sleep(0.01)
    time.sleep(delay)
    process.send_signal(sign)
    said = process.communicate()[1]
    assert b"Traceback" not in said
    assert len(mails(tmp_path / "out")) in (0, 3)
    assert snapshot(clone) == before
    assert list(scratch.iterdir()) == []


MAKE = "from codemods.source import temporary; print(temporary.make(), flush=True); "


def python(code, tmp_path):
    """Start a process that runs `code` with `tmp_path` for its temporary files."""
    env = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(SOURCE)}
    return subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE)


def test_no_folder_of_ours_outlives_the_process(tmp_path):
    others = [tmp_path / name for name in ("qemu-codemods-new", "qemu-codemods-file", "another")]
    for other in others:
        other.touch() if other.name.endswith("file") else other.mkdir()
    out = python(MAKE + "raise SystemExit", tmp_path).communicate()[0]
    assert Path(os.fsdecode(out.strip())).parent.parent == tmp_path
    assert sorted(tmp_path.iterdir()) == sorted(others)


def test_the_next_run_removes_what_a_killed_one_left(tmp_path):
    killed, living = (python(MAKE + "import time; time.sleep(60)", tmp_path) for _ in range(2))
    left, kept = (Path(os.fsdecode(p.stdout.readline().strip())).parent for p in (killed, living))
    killed.kill()
    killed.communicate()
    assert left.is_dir() and kept.is_dir()
    python(MAKE, tmp_path).communicate()
    assert not left.exists() and kept.is_dir()
    living.kill()
    living.communicate()


def test_scripts_that_hang_or_fail_are_warnings(clone, monkeypatch):
    for name, text in {
        "checkpatch.pl": "die 'broken';\n",
        "get_maintainer.pl": "exit 7;\n",
    }.items():
        (clone / "scripts" / name).write_text(text)
    commit(clone)
    done = run(clone, *X_TWIN, "-o", "../out")
    assert done.status == 0
    assert "warning: not checked with checkpatch" in done.err
    assert "warning: recipients not complete" in done.err


def test_a_run_leaves_no_process_behind(clone):
    process = start(clone, *TWO, "-o", "../out", start_new_session=True)
    process.communicate()
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_git_of_the_user_still_works(clone):
    run(clone, *TWO, "-o", "../out")
    done = subprocess.run(["git", "fsck", "--strict"], cwd=clone, capture_output=True)
    assert done.returncode == 0
