"""Reasons, titles and names that would break a mail or a document."""

from __future__ import annotations

import subprocess
import time

import pytest
from example_tree import *  # noqa: F403
from example_tree import _original as _original
from example_tree import git, run

from codemods import printable
from codemods.checks.of_patches import rst_valid
from codemods.errors import Refused
from codemods.series import mail

pytestmark = pytest.mark.usefixtures("identity")

SCISSORS = [
    "-- >8 --",
    "  - - - 8< - - -",
    "------- %< ------ cut here",
    ">8 ----------",
    "-->%--8<--",
]


@pytest.mark.parametrize("line", SCISSORS)
def test_git_am_with_scissors_keeps_the_message(clone, line):
    reason = f"Before.\n\n::\n\n    {line}\n\nBehind."
    done = run(clone, "x-twin", "--reason", reason, "-o", "../out")
    assert done.status == 0, done.err
    (file,) = (clone.parent / "out").iterdir()
    git(clone, "am", "-q", "--scissors", str(file))
    said = git(clone, "log", "-1", "--format=%B")
    assert "Before." in said and "Behind." in said


@pytest.mark.parametrize("line", ["a -> 8", "x --y 8 < 9", "->8 and other words that are no cut"])
def test_other_lines_stay(line):
    assert mail.plain(line) == line


BAD_TITLES = [
    "- list", "* list", ".. note::", ".. x", ":field: x", ">>> x", "``open", "*open",
    "::", "====", "| line", "+---+",
]  # fmt: skip


@pytest.mark.parametrize("title", BAD_TITLES)
def test_what_is_no_title_is_refused(clone, title):
    done = run(clone, "x-twin", "--title", title, "--reason", "x.", "--dry-run", "--no-verify")
    assert (done.status, done.out) == (2, ""), done.err
    assert "no title" in done.err


@pytest.mark.parametrize("title", ["``x`` capability", "A thing (of old)", "x_y and z", "é *soft*"])
def test_titles(title):
    assert rst_valid.is_title(title)


@pytest.mark.parametrize(
    "argv", [("--title", "x" * 990), ("--to", f"{'n' * 990} <a@example.org>")], ids=["title", "to"]
)
def test_a_header_that_no_server_takes(clone, argv):
    done = run(clone, "x-twin", *argv, "--reason", "x.", "-o", "../out", "--no-verify")
    if done.status == 0:
        (file,) = (clone.parent / "out").iterdir()
        head = file.read_bytes().partition(b"\n\n")[0]
        assert max(map(len, head.split(b"\n"))) <= 998
    else:
        assert done.status in (1, 2) and not (clone.parent / "out").exists(), done.err


def test_a_long_header_is_refused():
    with pytest.raises(Refused, match="longer than 998"):
        mail.addressed(b"Subject: " + b"x" * 1000 + b"\n\nbody", [], [])


def test_substitutions_in_substitutions(clone):
    bomb = ".. |a0| replace:: lol\n" + "".join(
        f".. |a{n}| replace:: |a{n - 1}| |a{n - 1}| |a{n - 1}|\n" for n in range(1, 40)
    )
    began = time.monotonic()
    done = run(clone, "x-twin", "--reason", f"See |a39|.\n\n{bomb}", "--no-verify")
    assert done.status == 2 and "grow beyond all sense" in done.err
    assert time.monotonic() - began < 30 and not list(clone.glob("*.patch"))
    assert not rst_valid.faults("See |a|.\n\n.. |a| replace:: b\n")
    assert rst_valid.faults("|a|\n\n.. |a| replace:: |b||b|\n.. |b| replace:: |a||a|\n")


@pytest.mark.parametrize(
    "reason",
    ["- " * 2000 + "x", "> " * 3000 + "x", "\n".join(" " * n + f"- {n}" for n in range(700))],
    ids=["lists", "quotes", "steps"],
)
def test_a_reason_that_is_nested_deeply(clone, reason):
    done = run(clone, "x-twin", "--reason", reason, "--dry-run", "--no-verify")
    assert done.status in (0, 1, 2), done.err
    assert done.err.count("\n") <= 6


def test_a_control_character_in_the_authors_name(clone, monkeypatch):
    monkeypatch.setenv("GIT_AUTHOR_NAME", "A\x1b[31m")
    done = run(clone, "x-twin", "--reason", "x.", "-o", "../out")
    assert done.status == 1
    assert "your git name holds the control character \\x1b" in done.err


def test_no_control_character_of_a_tree_reaches_a_mail(clone):
    name = "docs/x\x1b[31m.rst"
    (clone / name).write_text("Says x-twin.\n")
    git(clone, "add", "-A")
    git(clone, "commit", "-qm", "evil")
    done = run(clone, "x-twin", "--reason", "x.", "-o", "../out")
    assert done.status == 0
    (file,) = (clone.parent / "out").iterdir()
    assert b"\x1b" not in file.read_bytes()
    subprocess.run(["git", "am", "-q", str(file)], cwd=clone, check=True)


@pytest.mark.parametrize("odd", ["\x1b[31m", "\x9b31m", "\u202e"])
def test_a_file_whose_name_no_mail_may_hold(clone, odd):
    name = f"tests/x{odd}y.py"
    (clone / name).write_text("def test(vm):\n    vm.cmd('copy-job-halt', device='x')\n")
    git(clone, "add", "-A")
    git(clone, "commit", "-qm", "evil")
    argv = ("copy-job-halt", "--replacement", "job-halt", "--argument", "device=id",
            "--migrate-users", "--reason", "x.", "--no-verify")  # fmt: skip
    done = run(clone, *argv, "-o", "../out")
    assert (done.status, done.out) == (1, "") and "its name holds the control char" in done.err
    assert printable.shown(name) in done.err and not (clone.parent / "out").exists()
    assert run(clone, *argv, "--dry-run").status == 0
