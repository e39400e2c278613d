"""codemods.scripts: copies, limits and the environment of what we run."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

import pytest

from codemods import scripts
from codemods.errors import Refused
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay


def python(folder: Path, code: str, timeout: float = 20, limit: int = 1 << 20) -> scripts.Completed:
    """Run a line of Python as scripts.run would run a script."""
    return scripts.run([sys.executable, "-c", code], folder, timeout, limit)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def tree(root: Path, **files: str) -> FolderTree:
    for name, text in files.items():
        path = root / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return FolderTree(root)


def test_status_and_both_outputs(tmp_path: Path) -> None:
    done = python(tmp_path, "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)")
    assert (done.status, done.out, done.err, done.failure) == (3, b"out\n", b"err\n", "")
    assert done.why() == "err"


def test_arguments_reach_no_shell(tmp_path: Path) -> None:
    code = "import sys; print(sys.argv[1])"
    done = scripts.run([sys.executable, "-c", code, "$(touch x); `id` *"], tmp_path)
    assert done.out == b"$(touch x); `id` *\n"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "name", ["PYTHONPATH", "PYTHONSTARTUP", "GIT_DIR", "GIT_CONFIG_COUNT", "SECRET", "LANGUAGE"]
)
def test_environment_holds_nothing_of_the_user(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "leaked")
    done = python(tmp_path, "import os; print(os.environ)")
    assert b"leaked" not in done.out
    assert name.encode() not in done.out


def test_home_is_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/nowhere")
    done = python(tmp_path, "import os; print(os.environ['HOME'], os.environ['LC_ALL'])")
    assert done.out.decode().split() == [str(tmp_path), "C.UTF-8"]


@pytest.mark.skipif(shutil.which("perl") is None, reason="there is no perl")
def test_the_order_of_hashes_is_the_same_in_every_run(tmp_path: Path) -> None:
    code = "my %h = map { $_ => 1 } 1 .. 50; print join(' ', keys %h)"
    orders = {scripts.run(("perl", "-e", code), tmp_path).out for _ in range(4)}
    assert len(orders) == 1


def test_relative_entries_of_path_are_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "perl"
    fake.write_text("#!/bin/sh\necho fake\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([".", "", "bin"]))
    monkeypatch.chdir(tmp_path)
    assert b"fake" not in scripts.run(["perl", "-e", "1"], tmp_path).out


def test_standard_input_is_closed(tmp_path: Path) -> None:
    assert python(tmp_path, "import sys; print(repr(sys.stdin.read()))").out == b"''\n"


def test_missing_interpreter(tmp_path: Path) -> None:
    done = scripts.run(["no-such-program-at-all"], tmp_path)
    assert done.status == -1
    assert done.why() == "no-such-program-at-all was not found"


def test_program_that_cannot_be_started(tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    bad.write_bytes(b"\x7fELF nonsense")
    bad.chmod(0o755)
    assert "could not be started" in scripts.run([str(bad)], tmp_path).failure


@pytest.mark.parametrize(
    "code",
    [
        "import time; time.sleep(60)",
        "import os, time; os.close(1); os.close(2); time.sleep(60)",
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
    ],
)
def test_time_limit(code: str, tmp_path: Path) -> None:
    start = time.monotonic()
    done = python(tmp_path, code, timeout=0.5)
    assert done.failure == "it ran longer than 0.5 seconds"
    assert time.monotonic() - start < 10


@pytest.mark.parametrize("hang", [False, True])
def test_no_grandchild_of_its_group_is_left(tmp_path: Path, hang: bool) -> None:
    code = (
        "import subprocess, sys, pathlib, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "pathlib.Path('pid').write_text(str(child.pid))\n"
        f"print('said', flush=True); time.sleep({60 if hang else 0})\n"
    )
    start = time.monotonic()
    done = python(tmp_path, code, timeout=1.5)
    assert time.monotonic() - start < 15
    assert (done.status, bool(done.failure)) == ((-1, True) if hang else (0, False))
    assert hang or done.out == b"said\n"
    pid = int((tmp_path / "pid").read_text())
    deadline = time.monotonic() + 5
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive(pid)


def test_one_that_left_its_session_and_holds_the_output_is_not_waited_for(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, pathlib\n"
        "sleep = [sys.executable, '-c', 'import time; time.sleep(60)']\n"
        "child = subprocess.Popen(sleep, start_new_session=True)\n"
        "pathlib.Path('pid').write_text(str(child.pid)); print('said')\n"
    )
    start = time.monotonic()
    done = python(tmp_path, code, timeout=50)
    os.kill(int((tmp_path / "pid").read_text()), 9)
    assert (done.status, done.out, done.failure) == (0, b"said\n", "")
    assert time.monotonic() - start < 20


def test_a_script_ends_when_the_process_is_asked_to(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("codemods.interrupts.asked", lambda: True)
    done = python(tmp_path, "import time; time.sleep(60)", timeout=50)
    assert done.failure == "it was interrupted"


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_output_limit(stream: str, tmp_path: Path) -> None:
    code = f"import sys\nwhile True: sys.{stream}.write('x' * 9999)"
    assert python(tmp_path, code, limit=100_000).failure == "it wrote more than 100000 bytes"


def test_killed_by_a_signal(tmp_path: Path) -> None:
    done = python(tmp_path, "import os; os.kill(os.getpid(), 9)")
    assert done.status == -9
    assert done.why() == "exit status -9"


def test_export_files_and_folders(tmp_path: Path) -> None:
    base = tree(tmp_path / "t", a__x="1", a__b__y="2", ab__z="3", top="4")
    into = tmp_path / "copy"
    assert scripts.export(base, ["a/", "top", "missing"], into) == ("a/b/y", "a/x", "top")
    assert (into / "a/b/y").read_text() == "2"
    assert not (into / "ab").exists()


def test_export_sees_the_overlay(tmp_path: Path) -> None:
    base = Overlay(tree(tmp_path / "t", x="old"), {"x": b"new", "n": b"added"})
    scripts.export(base, ["x", "n"], tmp_path / "copy")
    assert (tmp_path / "copy/x").read_bytes() == b"new"
    assert (tmp_path / "copy/n").read_bytes() == b"added"


@pytest.mark.parametrize("path", ["../out", "a/../../out", "/etc/out"])
def test_export_stays_inside(path: str, tmp_path: Path) -> None:
    base = Overlay(tree(tmp_path / "t", x=""), {path: b"evil"})
    with pytest.raises(Refused, match="leads out of the tree"):
        scripts.export(base, [path], tmp_path / "copy")
    assert not (tmp_path / "out").exists()


def test_export_follows_no_link_in_the_tree(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s")
    base = tree(tmp_path / "t", x="1")
    (tmp_path / "t/link").symlink_to("../secret")
    (tmp_path / "t/local").symlink_to("x")
    try:
        copied = scripts.export(base, ["local", "link"], tmp_path / "copy")
    except Refused:
        copied = ()
    assert "link" not in copied
    assert not (tmp_path / "copy/link").exists()
    assert not (tmp_path / "copy/local").exists()


def test_export_follows_no_link_in_the_copy(tmp_path: Path) -> None:
    base = tree(tmp_path / "t", d__x="1")
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy/d").symlink_to(tmp_path)
    with pytest.raises(Refused, match="symbolic link"):
        scripts.export(base, ["d/x"], tmp_path / "copy")
    assert not (tmp_path / "x").exists()


def test_folder_is_removed_after_an_error() -> None:
    with pytest.raises(KeyError), scripts.folder() as top:
        (top / "x").write_text("")
        raise KeyError
    assert not top.exists()
