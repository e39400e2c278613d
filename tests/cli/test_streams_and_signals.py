"""Closed streams, early and repeated signals, controls in names: one line, and nothing left."""

from __future__ import annotations

import os
import random
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from example_tree import *  # noqa: F403
from example_tree import SOURCE, X_TWIN, change, git, run, snapshot
from example_tree import _original as _original

from codemods import interrupts, printable
from codemods.cli import audit_deprecations, deprecate_feature

pytestmark = pytest.mark.usefixtures("identity")

#: As the installed command begins.
BEGIN = "import sys; from codemods.start import deprecate_feature; sys.exit(deprecate_feature())"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]")
TRIES = int(os.environ.get("CODEMODS_KILLS", "3"))


def begin(where: Path, *argv: str, shell: str = "", **options) -> subprocess.Popen[bytes]:
    """Start the command; `shell` redirects its streams.

    What measures coverage would answer a signal in its own way, or hang on its lock.
    """
    own = {"PYTHONPATH": str(SOURCE), "COVERAGE_PROCESS_CONFIG": ""}
    env = {**os.environ, **own, **options.pop("env", {})}
    command = [sys.executable, "-c", BEGIN, *argv]
    if shell:
        command = ["sh", "-c", f'exec "$@" {shell}', "sh", *command]
    return subprocess.Popen(
        command, cwd=where, env=env,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options},
    )  # fmt: skip


@pytest.mark.parametrize("shell", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams(clone, shell):
    before = snapshot(clone)
    process = begin(clone, *X_TWIN, "-o", "../out", shell=shell)
    out, err = process.communicate()
    assert process.returncode == 0, (out, err)
    assert b"Traceback" not in err
    assert len(list((clone.parent / "out").iterdir())) == 1
    assert snapshot(clone) == before


def test_a_refusal_without_a_standard_error_keeps_its_status(clone):
    process = begin(clone, "no-such-thing", shell="2>&-")
    assert (process.communicate(), process.returncode) == ((b"", b""), 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("argv", [("--help",), (*X_TWIN, "--dry-run", "--no-verify")])
def test_output_that_cannot_be_written(clone, argv):
    process = begin(clone, *argv, shell=">/dev/full")
    said = process.communicate()[1].decode()
    assert process.returncode == 1
    assert "No space left on device" in said and said.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("how", ["--apply", "--dry-run"])
def test_a_standard_error_that_cannot_be_written_changes_nothing(clone, how):
    process = begin(clone, *X_TWIN, "--no-verify", how, shell="2>/dev/full")
    out = process.communicate()[0]
    assert process.returncode == 0
    applied = b"x-twin capability is deprecated" in (clone / "migration/options.c").read_bytes()
    assert applied == (how == "--apply") and out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("how", [(), ("--json",)])
def test_what_is_done_is_told_where_it_cannot_be_printed(clone, how):
    process = begin(clone, *X_TWIN, "--no-verify", "-q", "--apply", *how, shell=">/dev/full")
    said = process.communicate()[1].decode()
    assert process.returncode == 1
    assert said.startswith("deprecate-feature: standard output: No space left on device\nhint: all")
    assert b"x-twin capability is deprecated" in (clone / "migration/options.c").read_bytes()


@pytest.mark.parametrize("what", ["click", "tree_sitter"])
@pytest.mark.parametrize(
    "why",
    [
        "OSError(5, 'Input/output error')", "ImportError('no such thing')",
        "EOFError('marshal data too short')", "MemoryError",
    ],
)  # fmt: skip
def test_a_part_that_cannot_be_loaded(clone, tmp_path, what, why):
    """At the start, and in the middle of a run: modules run when they are first used."""
    (tmp_path / f"{what}.py").write_text(f"raise {why}\n")
    env = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{SOURCE}"}
    process = begin(clone, *X_TWIN, "-o", "../out", env=env)
    out, err = process.communicate()
    assert (process.returncode, out) == (1, b"")
    text, _, hint = err.removesuffix(b"\n").partition(b"\n")
    assert text.startswith(b"deprecate-feature: ") and b"\n" not in hint, err
    assert hint.startswith(b"hint: ") == ("EOFError" in why)
    assert not (tmp_path / "out").exists()


def test_a_system_that_starts_no_more_threads(clone, tmp_path):
    """As one with little memory, or with too many processes of the user's."""
    (tmp_path / "sitecustomize.py").write_text(
        'import threading\ndef none(*_): raise RuntimeError("can\'t start new thread")\n'
        "threading._start_new_thread = none\n"
    )
    env = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{SOURCE}"}
    process = begin(clone, *X_TWIN, "-o", "../out", env=env)
    out, err = process.communicate()
    assert (process.returncode, out) == (1, b"")
    assert err.startswith(b"deprecate-feature: the system starts no more threads\nhint: "), err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("file", ["/dev/zero", "-", "nul"])
def test_reason_from_a_strange_file(clone, tmp_path, file):
    (tmp_path / "nul").write_bytes(b"a\0b")
    name = str(tmp_path / "nul") if file == "nul" else file
    process = begin(clone, "x-twin", "--reason-file", name, shell="<&-" if file == "-" else "")
    err = process.communicate()[1]
    assert b"Traceback" not in err
    assert process.returncode == (0 if file == "-" else 2), err


@pytest.mark.parametrize(
    ("tool", "argv"),
    [
        (deprecate_feature, (*X_TWIN, "--include-related", "--answers", "/dev/zero", "--dry-run")),
        (audit_deprecations, ("--strict", "--baseline", "/dev/zero")),
    ],
)
def test_a_file_without_end(folder, tool, argv):
    done = run(folder, *argv, tool=tool.command)
    assert done.status == 2
    assert re.search(r"/dev/zero: more than \d+ KiB are no \w+\n", done.err), done.err


@pytest.mark.parametrize("limit", [6, 8, 12, 20])
def test_few_file_descriptors(clone, limit):
    def few() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))

    process = begin(clone, *X_TWIN, "-o", "../out", preexec_fn=few)
    err = process.communicate()[1]
    assert b"Traceback" not in err
    made = (clone.parent / "out").exists()
    assert (process.returncode, made) in ((0, True), (1, False)), err


@pytest.mark.parametrize("sign", interrupts.SIGNALS)
def test_signals_in_a_row(clone, tmp_path, sign):
    """Whenever they come, from the start to the end: one word, and nothing is left."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    before = snapshot(clone)
    for _ in range(TRIES):
        process = begin(clone, *X_TWIN, "-o", "../out", env={"TMPDIR": str(scratch)})
        time.sleep(random.uniform(0.15, 1.2))
        for _ in range(4):
            process.send_signal(sign)
            time.sleep(random.uniform(0, 0.05))
        err = process.communicate()[1].decode()
        # Python itself is not through with its start before that.
        assert "Traceback" not in err or "<frozen " in err or "site.py" in err, err
        assert process.returncode in (0, 1, -sign), err
        assert list(scratch.iterdir()) == []
        assert snapshot(clone) == before


#: A second signal when the handler of the first one is at its line N, for every N.
IN_THE_HANDLER = """
import os, signal, sys
from codemods import interrupts

def second(lines):
    def trace(frame, event, arg):
        if event == "line":
            lines.pop()
            if not lines:
                signal.raise_signal(signal.SIGTERM)
        return trace
    return trace

def child(n):
    signal.alarm(20)
    lines = [1] * n
    interrupts.raise_once()
    try:
        sys.settrace(second(lines))
        signal.raise_signal(signal.SIGTERM)
        while True:
            pass
    except KeyboardInterrupt:
        sys.settrace(None)
        os._exit(0 if interrupts.asked() else 1)

for n in range(2, 40):
    if not (pid := os.fork()):
        child(n)
    assert os.waitpid(pid, 0)[1] == 0, n
"""


def test_a_signal_while_one_is_handled(tmp_path):
    command = [sys.executable, "-c", IN_THE_HANDLER]
    env = {**os.environ, "PYTHONPATH": str(SOURCE)}
    out = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, timeout=120)
    assert (out.returncode, out.stderr) == (0, b"")


def test_a_signal_while_it_loads(tmp_path):
    (tmp_path / "click.py").write_text("import os, signal; os.kill(os.getpid(), signal.SIGINT)")
    env = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{SOURCE}"}
    process = begin(tmp_path, "--help", env=env)
    assert (process.communicate(), process.returncode) == ((b"", b"Aborted!\n"), 1)


#: A signal while Python makes a class, which older ones turn into another error.
IN_A_CLASS = """
import os, signal, click
# Under nohup it would be ignored, and is left so.
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from codemods.cli import common

class Field:
    def __set_name__(self, owner, name):
        os.kill(os.getpid(), signal.SIGHUP)

@click.command()
def tool():
    class Owner:
        field = Field()

common.main(tool)
"""


def test_a_signal_while_a_class_is_made(tmp_path):
    env = {**os.environ, "PYTHONPATH": str(SOURCE), "COVERAGE_PROCESS_CONFIG": ""}
    command = [sys.executable, "-c", IN_A_CLASS]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"Aborted!\n")


def test_what_is_held_is_not_cut_short():
    done = []
    with interrupts.held() as came:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGTERM)
        done.append(came())
    assert done == [True]
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(5)


EVIL = "x\x1b]52;c;ZWNobw==\x07y"


@pytest.mark.parametrize(
    "argv",
    [
        (EVIL,), ("x-twin", "--kind", EVIL), ("x-twin", "--rev", EVIL), (f"--{EVIL}",),
        ("x-twin", "--reason", EVIL), ("x-twin", "--title", EVIL), ("x-twin", "--to", EVIL),
        ("x-twin", "--replacement", EVIL), ("x-twin", "--branch", EVIL),
        ("x-twin", "--tree", f"/{EVIL}"), ("x-twin", "--answers", EVIL, "--include-related"),
        ("x-twin", "--reason", "to\u202eright"), ("x-twin", "-o", f"/proc/{EVIL}"),
    ],
)  # fmt: skip
def test_no_control_character_of_the_command_line_is_printed(clone, argv):
    done = run(clone, *argv)
    assert done.status in (1, 2)
    assert not CONTROL.search(done.out + done.err), done


@pytest.mark.parametrize("mode", [("--related",), ("--users",), ("--dry-run", "--color=always")])
def test_no_control_character_of_a_tree_is_printed(clone, mode):
    (clone / f"docs/{EVIL}.rst").write_text("Says x-twin.\n")
    change(clone, "docs/about/deprecated.rst", "``blockdev-copy`` instead.", f"{EVIL} instead.")
    git(clone, "add", "-A")
    git(clone, "commit", "-qm", "evil")
    done = run(clone, "x-twin", *mode)
    assert done.status == 0
    text = re.sub("\x1b\\[[0-9;]*m", "", done.out) + done.err
    assert "x\\x1b]52" in text or mode == ("--users",)
    assert not CONTROL.search(text)


def test_what_is_shown():
    assert printable.shown("a\tb\nc é\x1b[31m\u202e\udcff\x7f") == (
        "a\tb\nc é\\x1b[31m\\u202e\\xff\\x7f"
    )
    assert printable.unfit("a\r\nb\tc") == ""
    assert printable.unfit("a\rb") == "\\x0d"


def test_only_one_place_prints():
    """What prints by itself would be the way around the filter."""
    allowed = {"common.py": 4, "run.py": 2}
    for file in sorted((SOURCE / "codemods").rglob("*.py")):
        count = len(re.findall(r"\bclick\.echo\(|(?<!\.)\bprint\(", file.read_text()))
        assert count <= allowed.get(file.name, 0), file
