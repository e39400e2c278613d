"""Whatever call fails, wherever a kill comes: all files, none, or what the next run finishes."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from small_repo import *  # noqa: F403
from small_repo import EVERY, ME, fill, git, patch, snapshot
from small_repo import _clean_env as _clean_env

from codemods.cli import deprecate_feature, remove_feature
from codemods.errors import Refused
from codemods.model import Patch
from codemods.series import branches, journal, replacing, writing
from codemods.series.rendering import PatchFile
from codemods.series.replacing import File
from codemods.source import locks, temporary
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree

#: What Python tells of before it asks the system for it.
WATCHED = ("os.", "open", "fcntl.")
OLD = {f"000{n}-old.patch": b"old %d\n" % n for n in (1, 2, 3)}
NEW = tuple(PatchFile(name, data.replace(b"old", b"new")) for name, data in OLD.items())
DONE, REFUSED, BAD = 0, 1, 2


def tampered(root: Path, work: Callable[[], object], call: int, kill: bool) -> int | None:
    """Let the given call below `root` fail, or the process be killed there; None for no such call.

    Returns:
        how it ended: DONE, REFUSED, BAD, or -9.
    """
    pid = os.fork()
    if pid:
        ended = os.waitpid(pid, 0)[1]
        status = os.waitstatus_to_exitcode(ended)
        return None if status == 77 else status
    seen = 0

    def hook(event: str, args: tuple[object, ...]) -> None:
        nonlocal seen
        if event.startswith(WATCHED) and str(root) in str(args):
            seen += 1
            if seen == call and kill:
                os.kill(os.getpid(), signal.SIGKILL)
            elif seen == call:
                raise OSError(errno.EIO, "Input/output error")

    status = BAD
    try:
        sys.addaudithook(hook)
        work()
        status = DONE if seen >= call else 77
    except Refused:
        status = REFUSED
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def every_call(
    root: Path, make: Callable[[], None], work: Callable[[], object], kill: bool
) -> Iterator[int]:
    """Yield how it ended, once for each call that `work` makes below `root`."""
    call = 0
    while True:
        call += 1
        make()
        ended = tampered(root, work, call, kill)
        if ended is None:
            assert call > 10, "nothing was watched"
            return
        yield ended


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was killed before it set its mark is left at once, not after a minute."""
    # Made before that: what other processes are just making in the temporary folder is not left.
    temporary.remove(temporary.make())
    monkeypatch.setattr(locks, "_OLD_S", -1.0)


def visible(folder: Path) -> dict[str, bytes]:
    return {p: d for p, d in snapshot(folder).items() if not p.startswith(".qemu-codemods")}


def litter(folder: Path) -> list[Path]:
    return list(folder.rglob(".qemu-codemods*"))


#: A file changes, one is new and one goes.
THREE = Patch("s", "b", (), (), {"VERSION": b"11\n", "new.txt": b"new\n", "dos.txt": None})


@pytest.mark.parametrize("kill", [False, True])
@pytest.mark.parametrize("how", ["finish", "undo"])
def test_apply(tmp_path: Path, kill: bool, how: str) -> None:
    root = tmp_path / "plain"

    def make() -> None:
        fill(root)
        (root / "new.txt").unlink(missing_ok=True)

    def work() -> None:
        writing.apply(FolderTree(root), (THREE,))

    make()
    old = visible(root)
    new = {**old, "VERSION": b"11\n", "new.txt": b"new\n"}
    del new["dos.txt"]
    halves = 0
    for ended in every_call(root, make, work, kill):
        now = visible(root)
        if replacing.left(root) is not None:
            halves += 1
            assert kill or ended == REFUSED
            with pytest.raises(Refused, match="killed while it wrote"):
                work()
            assert writing.recover(root, how)
            assert visible(root) == (new if how == "finish" else old)
        elif ended == DONE:
            assert now == new
        elif ended == REFUSED:
            assert now == old
        else:
            assert kill and now in (old, new)
        make()
        work()
        assert visible(root) == new
        assert not litter(root)
    assert halves >= 2 * kill


@pytest.mark.parametrize("command", [deprecate_feature.command, remove_feature.command])
def test_recover_asks_for_no_name(tmp_path: Path, command: click.Command) -> None:
    (tmp_path / "out").mkdir()
    done = CliRunner().invoke(command, ["--recover", "undo", "-o", str(tmp_path / "out")])
    assert done.exit_code == 0 and "nothing is half written" in done.output
    done = CliRunner().invoke(command, ["-o", str(tmp_path / "out")])
    assert done.exit_code == 2 and "Missing argument 'NAME...'" in done.output


@pytest.mark.parametrize("kill", [False, True])
@pytest.mark.parametrize("existing", [False, True])
def test_a_series(tmp_path: Path, kill: bool, existing: bool) -> None:
    root = tmp_path / "deep/out"
    new = {file.name: file.data for file in NEW}
    old = OLD if existing else {}

    def make() -> None:
        if existing:
            root.mkdir(parents=True, exist_ok=True)
            for name, data in OLD.items():
                (root / name).write_bytes(data)
        elif root.parent.exists():
            shutil.rmtree(root.parent)

    for ended in every_call(tmp_path, make, lambda: writing.write_series(root, NEW), kill):
        now = visible(root) if root.exists() else {}
        assert ended != BAD
        if ended == DONE:
            assert now == new
        elif ended == REFUSED:
            assert now == old
        else:
            # Never some of both.
            assert now.items() <= old.items() or now.items() <= new.items()
            assert now in (old, new) or replacing.left(root) is not None
        writing.write_series(root, NEW)
        assert visible(root) == new
        assert not litter(tmp_path)


@pytest.mark.parametrize("what", ["apply", "series", "series over another"])
def test_an_error_behind_the_last_file_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """What is left to do then is to clean up, and the next run does that, too."""
    root = tmp_path / "root"
    if what == "apply":
        fill(root)
    elif what == "series over another":
        writing.write_series(root, [PatchFile(*each) for each in OLD.items()])
    last = {"apply": "VERSION", "series": "root", "series over another": NEW[0].name}[what]
    rename, close, closed = Path.rename, os.close, []

    def failing(fd: int) -> None:
        close(fd)
        closed.append(fd)
        raise OSError(errno.EIO, "Input/output error")

    def renamed(self: Path, target: Path) -> None:
        rename(self, target)
        if target.name == last:
            monkeypatch.setattr(os, "close", failing)

    monkeypatch.setattr(Path, "rename", renamed)
    if what == "apply":
        writing.apply(FolderTree(root), (THREE,))
        assert visible(root)["VERSION"] == b"11\n"
    else:
        writing.write_series(root, NEW)
        assert visible(root) == {file.name: file.data for file in NEW}
    assert closed
    monkeypatch.undo()
    monkeypatch.setattr(locks, "_OLD_S", -1.0)
    writing.write_series(root, NEW)
    assert not litter(root)


@pytest.mark.parametrize("kill", [False, True])
def test_a_file_alone(tmp_path: Path, kill: bool) -> None:
    file = tmp_path / "answers.json"

    def make() -> None:
        file.write_bytes(b"old")

    def work() -> None:
        writing.write_file(file, b"new")

    for ended in every_call(tmp_path, make, work, kill):
        assert ended != BAD
        assert file.read_bytes() in {DONE: (b"new",), REFUSED: (b"old",)}.get(
            ended, (b"old", b"new")
        )
        work()
        assert file.read_bytes() == b"new"
        assert not litter(tmp_path)


def test_a_file_that_was_changed_since_is_left_alone(tmp_path: Path) -> None:
    fill(tmp_path)
    files = [File("VERSION", b"new\n"), File("dos.txt", b"new\n")]
    real = replacing._do

    def do(found: replacing.Left, n: int) -> None:
        real(found, n)
        os.kill(os.getpid(), signal.SIGKILL)

    pid = os.fork()
    if not pid:
        try:
            replacing._do = do
            replacing.replace(tmp_path, files)
        finally:
            # Never back into pytest, which would go on twice.
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
    found = replacing.left(tmp_path)
    assert found is not None and (found.done, found.waiting) == (("dos.txt",), ("VERSION",))
    assert replacing.said(found) == "dos.txt changed, VERSION did not"
    (tmp_path / "dos.txt").write_bytes(b"mine\n")
    before = snapshot(tmp_path)
    for how in ("finish", "undo"):
        with pytest.raises(Refused, match="changed since") as caught:
            writing.recover(tmp_path, how)
        assert caught.value.path == "dos.txt"
    assert snapshot(tmp_path) == before
    # Patches that are written to the same folder leave it alone, too.
    writing.write_series(tmp_path, NEW)
    assert snapshot(tmp_path) == {**before, **{file.name: file.data for file in NEW}}


@pytest.mark.parametrize(
    "name", ["index.lock", "MERGE_HEAD", "CHERRY_PICK_HEAD", "rebase-merge", "rebase-apply"]
)
def test_apply_refuses_while_something_else_is_at_work(repo: Path, name: str) -> None:
    (repo / ".git" / name).touch()
    before = snapshot(repo)
    with pytest.raises(Refused, match="leaves the work tree alone") as caught:
        writing.apply(GitTree(repo), (EVERY,))
    assert caught.value.path == f".git/{name}"
    assert snapshot(repo) == before


def test_apply_in_a_linked_work_tree_looks_at_its_own_state(repo: Path, tmp_path: Path) -> None:
    git(repo, "worktree", "add", "-q", str(tmp_path / "linked"))
    (repo / ".git/MERGE_HEAD").touch()
    writing.apply(GitTree(tmp_path / "linked"), (patch(),))
    (repo / ".git/worktrees/linked/MERGE_HEAD").touch()
    with pytest.raises(Refused, match="a merge"):
        writing.apply(GitTree(tmp_path / "linked"), (EVERY,))


def test_a_branch_goes_when_the_files_cannot_be_written(repo: Path) -> None:
    before = git(repo, "for-each-ref")
    tree = GitTree(repo)
    with pytest.raises(OSError), branches.branched(tree, "topic", (EVERY,), ME) as tip:
        assert git(repo, "rev-parse", "topic").decode().strip() == tip
        raise OSError
    assert git(repo, "for-each-ref") == before
    assert not list((repo / ".git").rglob("*.lock"))


def test_a_branch_that_git_made_before_an_error_came_goes(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real = git(repo, "for-each-ref"), branches.git.run

    def run(where: Path, *args: str, **options: Any) -> bytes:
        out = real(where, *args, **options)
        if args[:2] == ("update-ref", "-m"):
            assert git(repo, "for-each-ref") != before
            raise OSError(errno.EIO, "Input/output error")
        return out

    monkeypatch.setattr(branches.git, "run", run)
    with pytest.raises(OSError), branches.branched(GitTree(repo), "topic", (EVERY,), ME):
        raise AssertionError("no files may be written")
    assert git(repo, "for-each-ref") == before


def test_a_branch_that_cannot_be_taken_back_is_told(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = branches.git.run

    def run(where: Path, *args: str, **options: Any) -> bytes:
        if args[:2] == ("update-ref", "-d"):
            raise Refused("git update-ref failed")
        return real(where, *args, **options)

    monkeypatch.setattr(branches.git, "run", run)
    told = pytest.raises(Refused, match="no space, and the branch topic could not")
    with told as caught, branches.branched(GitTree(repo), "topic", (EVERY,), ME):
        raise OSError("no space")
    assert "git branch -D topic" in caught.value.hint
    # So is one that a killed run left without its mails.
    with pytest.raises(Refused, match="topic exists") as caught:
        branches.check_branch(GitTree(repo), "topic")
    assert "an earlier run made it: git branch -D topic" in caught.value.hint
    for name in ("main", "topic/x"):
        with pytest.raises(Refused, match="exists") as caught:
            branches.check_branch(GitTree(repo), name)
        assert caught.value.hint.endswith("choose another name")


@pytest.mark.parametrize("spoil", ["lock", "long", "folder"])
def test_a_branch_that_cannot_be_made(repo: Path, spoil: str) -> None:
    name = "x" * 300 if spoil == "long" else "topic"
    if spoil == "lock":
        (repo / ".git/refs/heads/topic.lock").touch()
    elif spoil == "folder":
        (repo / ".git/refs/heads/topic").mkdir()
        (repo / ".git/refs/heads/topic/junk").write_text("junk\n")
    with pytest.raises(Refused), branches.branched(GitTree(repo), name, (EVERY,), ME):
        raise AssertionError("no files may be written")


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "victim").write_bytes(b"victim")
    (tmp_path / "answers").symlink_to("victim")
    writing.write_file(tmp_path / "answers", b"{}")
    assert (tmp_path / "victim").read_bytes() == b"victim"
    assert (tmp_path / "answers").read_bytes() == b"{}"
    assert not (tmp_path / "answers").is_symlink()


def test_what_stands_beside_the_mails_is_there_with_them(tmp_path: Path) -> None:
    beside = [PatchFile("answers.json", b"{}")]
    names = writing.write_series(tmp_path / "out", NEW, beside)
    assert [Path(name).name for name in names] == [file.name for file in NEW]
    assert (tmp_path / "out/answers.json").read_bytes() == b"{}"
    (tmp_path / "over/answers.json").mkdir(parents=True)
    with pytest.raises(Refused, match="cannot write"):
        writing.write_series(tmp_path / "over", NEW, beside)
    assert [path.name for path in (tmp_path / "over").iterdir()] == ["answers.json"]


def test_patches_of_an_earlier_run_are_told(tmp_path: Path) -> None:
    writing.write_series(tmp_path, NEW)
    (tmp_path / "v2-0001-x.patch").touch()
    assert writing.others(tmp_path, NEW[:2]) == (NEW[2].name, "v2-0001-x.patch")
    assert writing.others(tmp_path, NEW) == ("v2-0001-x.patch",)


def test_a_very_deep_folder(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 1100)
    assert len(writing.write_series(deep, NEW)) == 3
    # Python's own way to remove it is as deep.
    subprocess.run(["rm", "-r", "--", str(tmp_path / "d")], check=True)


def forged(root: Path, path: str, new: str = "evil\n") -> Path:
    """A journal that a clone brings: one file is done, the one at `path` is to follow."""
    hidden = root / f"{journal.HIDDEN}0123456789ab"
    hidden.mkdir()
    (hidden / "lock").touch()
    (root / "done").write_text("x")
    for n in range(2):
        (hidden / f"new.{n}").write_text("evil\n")
        (hidden / f"old.{n}").write_text("evil\n")
    old = journal.state(root / path) if "\0" not in path else ""
    steps = [{"path": path, "old": old, "new": journal.digest(new.encode())},
             {"path": "done", "old": "", "new": journal.digest(b"x")}]  # fmt: skip
    (hidden / "journal").write_text(json.dumps({"format": 1, "gap": False, "steps": steps}))
    return hidden


@pytest.mark.parametrize("how", ["finish", "undo"])
@pytest.mark.parametrize(
    "path", ["../victim", "/victim", "link/victim", ".git/hooks/x", "sub/.GIT/config", "a\0b", ""]
)
def test_no_journal_leads_out_of_its_folder(tmp_path: Path, path: str, how: str) -> None:
    root = tmp_path / "tree"
    fill(root)
    (tmp_path / "victim").write_text("victim\n")
    (root / "link").symlink_to(tmp_path)
    for folder in (".git/hooks", "sub/.GIT"):
        (root / folder).mkdir(parents=True)
    path = path.replace("/victim", f"{tmp_path}/victim") if path == "/victim" else path
    hidden = forged(root, path)
    before = snapshot(tmp_path)
    try:
        assert writing.recover(root, how) == ()
    except Refused as err:
        assert "symbolic link" in err.message
    assert snapshot(tmp_path) == before
    replacing.clear(root)
    assert hidden.exists()


def test_what_the_journal_does_not_speak_of_is_not_put_in_place(tmp_path: Path) -> None:
    fill(tmp_path)
    forged(tmp_path, "VERSION", "other\n")
    before = snapshot(tmp_path)
    with pytest.raises(Refused, match="not what its journal says"):
        writing.recover(tmp_path, "finish")
    assert snapshot(tmp_path) == before


NO_JOURNALS: dict[str, Callable[[Path], object]] = {
    "a pipe": os.mkfifo,
    "endless": lambda path: path.symlink_to("/dev/zero"),
    "a folder": Path.mkdir,
    "deep": lambda path: path.write_text("[" * 200_000),
    "a list": lambda path: path.write_text("[1]"),
    "numbers": lambda path: path.write_text(
        '{"gap": true, "steps": [{"path": 1, "old": "", "new": ""}]}'
    ),
    "surrogates": lambda path: path.write_text(
        '{"gap": true, "steps": [{"path": "\\ud800", "old": "", "new": ""}]}'
    ),
}


@pytest.mark.parametrize("what", NO_JOURNALS)
def test_what_is_no_journal_is_left_alone(tmp_path: Path, what: str) -> None:
    fill(tmp_path)
    hidden = forged(tmp_path, "VERSION")
    (hidden / "journal").unlink()
    NO_JOURNALS[what](hidden / "journal")
    assert replacing.left(tmp_path) is None
    replacing.clear(tmp_path)
    assert os.path.lexists(hidden / "journal")


def test_a_pipe_in_place_of_a_file_that_was_to_change(tmp_path: Path) -> None:
    fill(tmp_path)
    forged(tmp_path, "VERSION")
    (tmp_path / "VERSION").unlink()
    os.mkfifo(tmp_path / "VERSION")
    with pytest.raises(Refused, match="changed since"):
        writing.recover(tmp_path, "finish")
