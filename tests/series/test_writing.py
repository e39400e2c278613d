"""What is written for the user is whole or not there."""

from __future__ import annotations

import errno
import os
import random
import resource
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from small_repo import *  # noqa: F403
from small_repo import EVERY, FILES, ME, fill, git, patch, snapshot
from small_repo import _clean_env as _clean_env

from codemods.errors import Refused
from codemods.series import branches, commits, replacing, writing
from codemods.series.rendering import Format, PatchFile, render
from codemods.source import removing
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree

MAILS = tuple(PatchFile(f"{n:04}-x.patch", b"mail %d\n" % n * 5000) for n in (1, 2, 3))
WANT = {file.name: file.data for file in MAILS}
LINKED, COPIED = "linked", "copied"


@pytest.fixture(params=[LINKED, COPIED])
def way(request, monkeypatch):
    """Both ways of keeping what was there: a second name, and a copy where that cannot be."""
    if request.param == COPIED:
        fail_after(monkeypatch, "link", 0, errno.EPERM)
    return request.param


def fail_after(monkeypatch, name, calls, number=errno.ENOSPC):
    """Let os.<name> fail from the given call on."""
    real, seen = getattr(os, name), []

    def fake(*args, **kwargs):
        seen.append(args)
        if len(seen) > calls:
            raise OSError(number, os.strerror(number))
        return real(*args, **kwargs)

    monkeypatch.setattr(replacing.os, name, fake)


def test_new_folder(tmp_path, way):
    names = writing.write_series(tmp_path / "a/b/out", MAILS)
    assert names == tuple(str(tmp_path / "a/b/out" / file.name) for file in MAILS)
    assert snapshot(tmp_path / "a/b/out") == WANT
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("levels", [1000, 3000])
def test_folders_in_folders(tmp_path, way, levels):
    """Made, or refused with nothing left behind where the name gets too long."""
    with suppress(Refused):
        writing.write_series(tmp_path / ("a/" * levels), MAILS)
    left = [path.name for path in tmp_path.iterdir()]
    assert left == (["a"] if levels == 1000 else [])
    removing.remove(tmp_path)
    assert not tmp_path.exists()


def test_a_folder_that_somebody_else_makes_meanwhile_is_used(tmp_path, monkeypatch, way):
    where, real = tmp_path / "out", os.path.lexists

    def lexists(path):
        monkeypatch.setattr(writing.os.path, "lexists", real)
        where.mkdir()
        (where / "theirs").write_bytes(b"x")
        return False

    monkeypatch.setattr(writing.os.path, "lexists", lexists)
    writing.write_series(where, MAILS)
    assert snapshot(where) == {**WANT, "theirs": b"x"}


def test_current_folder_and_relative_names(tmp_path, monkeypatch, way):
    monkeypatch.chdir(tmp_path)
    assert writing.write_series(None, MAILS) == tuple(WANT)
    assert writing.write_series(Path("out"), MAILS)[0] == "out/0001-x.patch"
    assert snapshot(tmp_path / "out") == WANT


def test_permissions_follow_the_umask(tmp_path, way):
    old = os.umask(0o027)
    try:
        writing.write_series(tmp_path / "out", MAILS)
    finally:
        os.umask(old)
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o750
    assert (tmp_path / "out/0001-x.patch").stat().st_mode & 0o777 == 0o640


def test_existing_files_are_replaced_and_others_stay(tmp_path, way):
    (tmp_path / "0002-x.patch").write_bytes(b"old")
    (tmp_path / "mine").write_bytes(b"mine")
    writing.write_series(tmp_path, MAILS)
    assert snapshot(tmp_path) == {**WANT, "mine": b"mine"}


def test_folder_may_be_a_link_but_a_file_link_is_not_followed(tmp_path, way):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "victim").write_bytes(b"victim")
    (tmp_path / "real/0001-x.patch").symlink_to(tmp_path / "victim")
    writing.write_series(tmp_path / "link", MAILS)
    assert snapshot(tmp_path / "real") == WANT
    assert (tmp_path / "victim").read_bytes() == b"victim"
    assert not (tmp_path / "real/0001-x.patch").is_symlink()


@pytest.mark.parametrize("folder", ["file", "file/below", "dangling", "dangling/below"])
def test_no_folder_is_refused(tmp_path, way, folder):
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "dangling").symlink_to("nowhere/at/all")
    before = snapshot(tmp_path)
    if folder == "dangling/below":
        writing.write_series(tmp_path / folder, MAILS)
        assert snapshot(tmp_path / "nowhere/at/all/below") == WANT
        return
    with pytest.raises(Refused, match="cannot write to"):
        writing.write_series(tmp_path / folder, MAILS)
    assert snapshot(tmp_path) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_folder(tmp_path, way):
    (tmp_path / "out").mkdir(mode=0o555)
    for folder in "out", "out/below":
        with pytest.raises(Refused, match="Permission denied"):
            writing.write_series(tmp_path / folder, MAILS)


def test_a_folder_in_place_of_a_file_is_refused(tmp_path, way):
    (tmp_path / "0002-x.patch").mkdir()
    (tmp_path / "0003-x.patch").write_bytes(b"old")
    before = snapshot(tmp_path)
    with pytest.raises(Refused, match="not a regular file"):
        writing.write_series(tmp_path, MAILS)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("calls", range(3))
@pytest.mark.parametrize("name", ["write", "fsync"])
@pytest.mark.parametrize("folder", ["new/folder", "old"])
def test_full_disk(tmp_path, monkeypatch, way, folder, name, calls):
    (tmp_path / "old").mkdir()
    (tmp_path / "old/0001-x.patch").write_bytes(b"old")
    before = snapshot(tmp_path)
    fail_after(monkeypatch, name, calls)
    with pytest.raises(Refused, match="No space left") as caught:
        writing.write_series(tmp_path / folder, MAILS)
    assert caught.value.exit_code == 1
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("calls", range(3))
def test_failing_names_are_taken_back(tmp_path, monkeypatch, way, calls):
    (tmp_path / "0002-x.patch").write_bytes(b"old")
    (tmp_path / "0003-x.patch").symlink_to("elsewhere")
    before = snapshot(tmp_path)
    real, seen = replacing._do, []

    def do(found, n):
        seen.append(n)
        if len(seen) == calls + 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(found, n)

    monkeypatch.setattr(replacing, "_do", do)
    with pytest.raises(Refused, match="No space left"):
        writing.write_series(tmp_path, MAILS)
    assert snapshot(tmp_path) == before


def test_file_size_limit(tmp_path):
    code = (
        "import resource, sys; from pathlib import Path; from codemods.series import writing\n"
        "from codemods.series.rendering import PatchFile; from codemods.errors import Refused\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "files = [PatchFile('a', b'x'), PatchFile('b', b'x' * 9999)]\n"
        "try: writing.write_series(Path(sys.argv[1]), files)\n"
        "except Refused as err: sys.exit(str(err))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "out")], capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(Path(writing.__file__).parents[2]),
             # Where coverage is measured, that would be one more file to write.
             "COVERAGE_PROCESS_CONFIG": ""},
    )  # fmt: skip
    assert "File too large" in done.stderr and "Traceback" not in done.stderr
    assert snapshot(tmp_path) == {}
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 4096


def test_a_folder_that_appears_meanwhile(tmp_path, monkeypatch, way):
    real = Path.mkdir

    def mkdir(self, *args, **kwargs):
        real(self, *args, **kwargs)
        if self.name.startswith(".qemu-codemods") and not (tmp_path / "out").exists():
            real(tmp_path / "out")
            (tmp_path / "out/theirs").write_bytes(b"theirs")

    monkeypatch.setattr(Path, "mkdir", mkdir)
    writing.write_series(tmp_path / "out", MAILS)
    assert snapshot(tmp_path / "out") == {**WANT, "theirs": b"theirs"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("existing", [False, True])
def test_many_runs_at_once(tmp_path, way, existing):
    if existing:
        (tmp_path / "out").mkdir()
    with ThreadPoolExecutor(8) as pool:
        runs = [pool.submit(writing.write_series, tmp_path / "out", MAILS) for _ in range(24)]
    assert len({run.result() for run in runs}) == 1
    assert snapshot(tmp_path) == {"out": b"", **{f"out/{k}": v for k, v in WANT.items()}}


def test_apply_to_a_work_tree(tree, way):
    before = snapshot(tree.where / ".git")
    assert writing.apply(tree, (patch(), EVERY)) == tuple(sorted(EVERY.files))
    assert snapshot(tree.where / ".git") == before
    for path, data in {**FILES, **EVERY.files}.items():
        assert (tree.where / path).read_bytes() == data
    assert os.access(tree.where / "run.sh", os.X_OK)
    assert not list(tree.where.rglob(".qemu-codemods*"))


def test_apply_to_a_plain_folder(tmp_path, way):
    fill(tmp_path / "plain")
    (tmp_path / "plain/VERSION").write_bytes(b"changed\n")
    (tmp_path / "plain/VERSION").chmod(0o604)
    writing.apply(FolderTree(tmp_path / "plain"), (EVERY,))
    assert snapshot(tmp_path / "plain")["dos.txt"] == EVERY.files["dos.txt"]
    assert (tmp_path / "plain/VERSION").stat().st_mode & 0o777 == 0o604


def dirty_plain(repo):
    (repo / "VERSION").write_bytes(b"mine\n")


def dirty_staged(repo):
    dirty_plain(repo)
    git(repo, "add", "VERSION")
    (repo / "VERSION").write_bytes(FILES["VERSION"])


def dirty_hidden(repo):
    git(repo, "update-index", "--assume-unchanged", "VERSION")
    dirty_plain(repo)


def dirty_skipped(repo):
    git(repo, "update-index", "--skip-worktree", "VERSION")
    (repo / "VERSION").unlink()


def dirty_removed(repo):
    git(repo, "rm", "-q", "--cached", "VERSION")


def dirty_folder(repo):
    (repo / "VERSION").unlink()
    (repo / "VERSION").mkdir()


def dirty_same_size(repo):
    when = (repo / "VERSION").stat()
    (repo / "VERSION").write_bytes(b"10.2.51\n")
    os.utime(repo / "VERSION", ns=(when.st_atime_ns, when.st_mtime_ns))


def dirty_link(repo):
    (repo / "VERSION").unlink()
    (repo / "VERSION").symlink_to("untouched.txt")


def dirty_folder_link(repo):
    (repo / "migration").rename(repo.parent / "elsewhere")
    (repo / "migration").symlink_to(repo.parent / "elsewhere")


@pytest.mark.parametrize(
    "spoil",
    [dirty_plain, dirty_staged, dirty_hidden, dirty_skipped, dirty_removed, dirty_folder,
     dirty_same_size, dirty_link, dirty_folder_link],
)  # fmt: skip
def test_apply_refuses_a_file_that_differs(repo, tree, spoil):
    spoil(repo)
    before = snapshot(repo.parent)
    with pytest.raises(Refused, match=r"differs from the commit|symbolic link") as caught:
        writing.apply(tree, (EVERY,))
    assert caught.value.path
    assert snapshot(repo.parent) == before


def test_apply_ignores_changes_in_other_files(repo, tree):
    (repo / "untouched.txt").write_bytes(b"mine\n")
    (repo / "new.txt").write_bytes(b"mine\n")
    writing.apply(tree, (EVERY,))
    assert (repo / "untouched.txt").read_bytes() == b"mine\n"


def test_apply_refuses_an_untracked_file_in_the_way(repo, tree):
    (repo / "new.txt").write_bytes(b"mine\n")
    with pytest.raises(Refused, match="differs"):
        writing.apply(tree, (patch(new_DOT_txt=b"x"),))


def test_apply_refuses_another_commit_and_a_bare_clone(repo, tmp_path):
    with pytest.raises(Refused, match="checked out"):
        writing.apply(GitTree(repo, "HEAD~1"), (EVERY,))
    git(tmp_path, "clone", "-q", "--bare", "repo", "bare")
    with pytest.raises(Refused, match="bare"):
        writing.apply(GitTree(tmp_path / "bare"), (EVERY,))


@pytest.mark.parametrize("path", ["../out.txt", "/etc/x", "a/../../b"])
def test_apply_refuses_paths_that_lead_out(tree, path):
    bad = commits.Patch("s", "b", (), (), {path: b"x"})
    with pytest.raises(Refused, match="leads out"):
        writing.apply(tree, (bad,))


@pytest.mark.parametrize("calls", [0, 3, 6])
def test_apply_on_a_full_disk_restores(repo, tree, monkeypatch, way, calls):
    before = snapshot(repo)
    fail_after(monkeypatch, "write", calls)
    with pytest.raises(Refused, match="No space left"):
        writing.apply(tree, (EVERY,))
    assert snapshot(repo) == before


def test_apply_takes_back_what_was_replaced(repo, tree, monkeypatch, way):
    before = snapshot(repo)
    real, seen = replacing._do, []

    def do(found, n):
        seen.append(n)
        if len(seen) == 5:
            raise OSError(errno.EIO, "Input/output error")
        real(found, n)

    monkeypatch.setattr(replacing, "_do", do)
    with pytest.raises(Refused, match="Input/output"):
        writing.apply(tree, (EVERY,))
    assert snapshot(repo) == before
    assert os.access(repo / "run.sh", os.X_OK)


def branch(tree, name, patches, who, **options):
    """Make the branch with nothing beside it; return the last commit's id."""
    with branches.branched(tree, name, patches, who, **options) as tip:
        return tip


@pytest.mark.parametrize("bare", [False, True])
def test_branch_holds_the_commits_of_the_mails(repo, tmp_path, bare):
    if bare:
        git(tmp_path, "clone", "-q", "--bare", "repo", "bare")
    where = tmp_path / "bare" if bare else repo
    hook = repo / ".git/hooks/reference-transaction"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    tree = GitTree(where)
    series_ = (patch(), EVERY)
    head, refs = git(where, "rev-parse", "HEAD"), git(where, "for-each-ref").decode()
    index = {k: v for k, v in snapshot(where).items() if "index" in k or k == "HEAD"}
    tip = branch(tree, "topic/x", series_, ME, signoff=True)
    mails = render(tree, series_, ME, Format(cover_letter=False, signoff=True))
    made = git(where, "rev-list", "--reverse", "HEAD..topic/x").decode().split()
    assert [file.data.split()[1].decode() for file in mails] == made
    assert made[-1] == tip
    assert git(where, "rev-parse", "topic/x~2") == head
    git(where, "fsck", "--strict")
    new = f"{tip} commit\trefs/heads/topic/x\n"
    assert git(where, "for-each-ref").decode().replace(new, "") == refs
    after = snapshot(where)
    assert {k: after[k] for k in index} == index


@pytest.mark.parametrize("name", ["main", "main/x", "dir", "dir/one"])
def test_branch_never_moves_a_ref(repo, tree, name):
    git(repo, "branch", "dir/one")
    git(repo, "pack-refs", "--all")
    before = snapshot(repo)
    with pytest.raises(Refused, match="exists"):
        branch(tree, name, (EVERY,), ME)
    assert snapshot(repo) == before


@pytest.mark.parametrize(
    "name", ["", "-x", "a..b", "a b", "a.lock", "@{-1}", "HEAD", "a/", "/a", "a\nb", "refs heads"]
)
def test_branch_refuses_bad_names(repo, tree, name):
    git(repo, "checkout", "-q", "-b", "other")
    git(repo, "checkout", "-q", "main")
    before = snapshot(repo)
    with pytest.raises(Refused, match="not a valid name"):
        branch(tree, name, (EVERY,), ME)
    assert snapshot(repo) == before


def test_branch_made_meanwhile_is_not_moved(repo, tree, monkeypatch):
    monkeypatch.setattr(branches, "check_branch", lambda *_: None)
    before = git(repo, "for-each-ref")
    with pytest.raises(Refused, match="update-ref"):
        branch(tree, "main", (EVERY,), ME)
    assert git(repo, "for-each-ref") == before


#: Starts, for each line of its input, a process that makes a series and writes it there.
CHILD = """
import os
import sys
from pathlib import Path
sys.path[:0] = sys.argv[2:]
from small_repo import EVERY, ME, patch
from codemods.checks.of_mails import git_am
from codemods.series import commits, rendering, replacing, writing
from codemods.source import removing
from codemods.source.commit import GitTree
for line in sys.stdin:
    child = os.fork()
    if not child:
        try:
            os.setsid()
            print("ready", os.getpid(), flush=True)
            tree, patches = GitTree(Path(sys.argv[1])), (EVERY, patch())
            files = rendering.render(tree, patches, ME, rendering.Format(cover_letter=False))
            assert not list(git_am.problems(tree, patches, files))
            writing.write_series(Path(line.rstrip()), files)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    print("done", flush=True)
"""


@pytest.mark.parametrize("existing", [False, True])
def test_kill_at_any_moment(repo, tmp_path, existing, monkeypatch):
    (tmp_path / "tmp").mkdir()
    (tmp_path / "work").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    patches = (EVERY, patch())
    mails = render(GitTree(repo), patches, ME, Format(cover_letter=False))
    want, before = {file.name: file.data for file in mails}, snapshot(repo)
    paths = [str(Path(writing.__file__).parents[2]), str(Path(__file__).parent.parent)]
    starter = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(repo), *paths], text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert starter.stdin and starter.stdout
    for moment in range(20):
        out = tmp_path / "work" / f"out{moment}"
        if existing:
            out.mkdir()
        print(out, file=starter.stdin, flush=True)
        ready, pid = starter.stdout.readline().split()
        assert ready == "ready"
        time.sleep(random.uniform(0, 0.15))
        with suppress(ProcessLookupError):  # it may be through
            os.killpg(int(pid), signal.SIGKILL)
        assert starter.stdout.readline() == "done\n"
        if out.exists():
            there = {name: data for name, data in snapshot(out).items() if name in want}
            assert there in ({}, want) or replacing.left(out) is not None
            writing.write_series(out, mails)
            assert snapshot(out) == want
    starter.communicate()
    assert snapshot(repo) == before
    writing.write_series(tmp_path / "work/last", mails)
    assert all(path.name[:3] in ("out", "las") for path in (tmp_path / "work").iterdir())
