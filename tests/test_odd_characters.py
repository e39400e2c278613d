"""Texts of a tree, of its history and of mails with characters that turn a terminal or hide.

Whatever is said of such a tree shows them as text: on a terminal, in a mail, on the page.
A diff alone holds the bytes of its file.
"""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from example_tree import *  # noqa: F403
from example_tree import EXAMPLE, X_TWIN, git, run

from codemods import printable
from codemods.cli import audit_deprecations, check_deprecation, deprecate_feature, remove_feature
from codemods.cli.terminal import progress

ODD = ("\x1b[31m", "\x07", "\u202e", "\x9b31m", "\u2028", "\x0c", "\x7f", "\x85", "\udce9")
#: Those that git takes in a name or a message.
OF_GIT = ODD[:-1]
TOPIC = "main..topic"
DEPRECATE, REMOVE = deprecate_feature.command, remove_feature.command
CHECK, AUDIT = check_deprecation.command, audit_deprecations.command
OUT = ("--no-verify", "-o", "../out")
MODES = (
    (DEPRECATE, *X_TWIN, *OUT),
    (DEPRECATE, *X_TWIN, "--json", *OUT),
    (DEPRECATE, *X_TWIN, "--include-related", *OUT),
    (DEPRECATE, "copy-job-halt", "--replacement", "job-halt", "--migrate-users", *OUT),
    (DEPRECATE, "x-twin", "--related"),
    (DEPRECATE, "x-twin", "--related", "--json"),
    (DEPRECATE, "copy-job-halt", "--users"),
    (DEPRECATE, "block-push", "--status"),
    (DEPRECATE, "nothing-of-it"),
    (REMOVE, "net-cable-set.port", "info.beeps", *OUT),
    (REMOVE, "isa-beeper", "--no-grace", "Why not.", *OUT),
    (AUDIT,),
    (AUDIT, "--json", "--users"),
    (AUDIT, "--format", "md"),
    (AUDIT, "--format", "html", "-o", "../out/page"),
    (AUDIT, "--rev", TOPIC),
    (CHECK, TOPIC, "--no-verify"),
    *((CHECK, TOPIC, "--no-verify", "--format", form) for form in ("full", "sarif", "b4")),
    (CHECK, "../mail", "--no-verify", "--reply", "../out"),
)


def spoil(rng: random.Random, root: Path, many: int) -> None:
    """Put an odd character behind a word of some lines of `many` files."""
    files = sorted(p for p in root.rglob("*") if p.is_file() and ".git" not in p.parts)
    for path in rng.sample(files, many):
        lines = path.read_bytes().split(b"\n")
        for _ in range(rng.choice([1, 2, 4])):
            n = rng.randrange(len(lines))
            ends = [m.end() for m in re.finditer(rb"[\w.]{1,80}", lines[n])]
            if ends:
                at = rng.choice(ends)
                odd = rng.choice(ODD).encode("utf-8", "surrogateescape")
                lines[n] = lines[n][:at] + odd + lines[n][at:]
        path.write_bytes(b"\n".join(lines))


def odd_clone(rng: random.Random, top: Path) -> Path:
    """Return a clone with odd texts and names, and a branch; beside it that branch as a mail."""
    root = top / "clone"
    subprocess.run(["cp", "-R", EXAMPLE, root], check=True)
    git(root, "init", "-q", "-b", "main")
    spoil(rng, root, rng.choice([2, 4, 12]))
    odd = rng.choice(OF_GIT)
    (root / f"docs/x{odd}y.rst").write_text("It says x-twin, copy-job-halt and block-push.\n")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", f"first{odd}line")
    git(root, "checkout", "-q", "-b", "topic")
    title = f"Twins{odd} of kinds"
    with (root / "docs/about/deprecated.rst").open("a") as file:
        file.write(f"\n{title}\n{chr(39) * len(title)}\n\nNo{odd}thing.\n")
    git(root, "-c", f"user.name=Ev{odd}il", "commit", "-qam", f"docs: Dep{odd}recate\n\nSo{odd}.")
    made = ["git", "format-patch", "--stdout", TOPIC]
    (top / "mail").write_bytes(
        subprocess.run(made, cwd=root, capture_output=True, check=True).stdout
    )
    git(root, "checkout", "-q", "main")
    return root


def said(path: Path) -> Iterator[str]:
    """Yield what a file says that is ours: of a patch not the lines that stand in the tree."""
    text = path.read_bytes().decode("utf-8", "surrogateescape")
    head, _, diff = text.partition("\ndiff --git ")
    yield from (path.name, head)
    yield from (line for line in diff.split("\n") if line[:1] not in (" ", "-"))


@pytest.mark.usefixtures("identity")
@pytest.mark.parametrize("seed", range(3))
def test_nothing_odd_is_said(tmp_path: Path, seed: int) -> None:
    root = odd_clone(random.Random(seed), tmp_path)
    ended = []
    for tool, *argv in MODES:
        done = run(root, *argv, tool=tool)
        ended.append(done.status)
        assert done.status in (0, 1, 2), (argv, done.err)
        assert printable.unfit(done.out + done.err) == "", argv
        for path in sorted((tmp_path / "out").glob("*")):
            assert [x for x in said(path) if printable.unfit(x)] == [], argv
            path.unlink()
    assert ended.count(0) > len(MODES) // 4


def test_the_names_of_a_step_are_no_style(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(progress, "_PATIENCE_S", 0.0)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "dumb")
    with progress.Progress(shown=True) as shown:
        shown.step("looking up [/twin]")
        assert shown._timer is not None
        shown._timer.join()
        shown.step("looking up [red]\x1b]0;x\x07\u202e [/]")
        assert str(shown._status.status) == "looking up [red]\\x1b]0;x\\x07\\u202e [/]"
