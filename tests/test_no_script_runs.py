"""A tree in which every program leaves a trace: what is to run none of them runs none.

Each script of the example is rewritten, those that QEMU has where we look for them are
added, and so are the hooks and filters of the clone.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from example_tree import *  # noqa: F403
from example_tree import X_TWIN, change, commit, copied, git
from example_tree import _original as _original

from codemods.checks.of_mails import checkpatch
from codemods.checks.of_patches import _qapi_steps
from codemods.cli import audit_deprecations, check_deprecation, deprecate_feature, remove_feature
from codemods.series import recipients

COMMANDS = {
    "deprecate-feature": deprecate_feature.command,
    "remove-feature": remove_feature.command,
    "check-deprecation": check_deprecation.command,
    "audit-deprecations": audit_deprecations.command,
}
ASKED_OF_QEMU = (
    checkpatch.SCRIPT,
    recipients.SCRIPT,
    f"{_qapi_steps.SCRIPTS}__init__.py",
    f"{_qapi_steps.SCRIPTS}schema.py",
)
OTHERS_OF_QEMU = (
    "configure", "qapi/gen.py", "scripts/qapi-gen.py", "scripts/tracetool.py",
    "scripts/hxtool", "scripts/git.sh", "tests/qemu-iotests/check", "tests/lib.pl",
    "docs/conf.py", "git", "perl", "python3", "sh", "sitecustomize.py", "usercustomize.py",
    "click.py", "docutils.py", "bin/git", "bin/perl",
)  # fmt: skip
HOOKS = (
    "applypatch-msg", "commit-msg", "fsmonitor-watchman", "post-applypatch", "post-checkout",
    "post-commit", "post-index-change", "post-rewrite", "pre-applypatch", "pre-auto-gc",
    "pre-commit", "prepare-commit-msg", "reference-transaction",
)  # fmt: skip

REMOVED = ("net-cable-set.port", "info.beeps")
TOPIC = "main..topic"
#: All that is to run nothing.
MODES = {
    "mails": ("deprecate-feature", *X_TWIN, "--no-verify", "-o", "../out"),
    "dry run": ("deprecate-feature", *X_TWIN, "--no-verify", "--dry-run"),
    "json": ("deprecate-feature", *X_TWIN, "--no-verify", "--json", "-o", "../out"),
    "branch": ("deprecate-feature", *X_TWIN, "--no-verify", "--branch", "new", "-o", "../out"),
    "apply": ("deprecate-feature", *X_TWIN, "--no-verify", "--apply"),
    "whole": ("deprecate-feature", *X_TWIN, "--include-related", "--no-verify", "-o", "../out"),
    "whole, by json": ("deprecate-feature", *X_TWIN, "--include-related", "--no-verify", "--json",
                       "--dry-run"),
    "moved": ("deprecate-feature", "copy-job-halt", "--replacement", "job-halt",
              "--argument", "device=id", "--migrate-users", "--no-verify", "-o", "../out"),
    "both": ("deprecate-feature", *X_TWIN, "--remove", "net-cable-set.port", "--no-verify",
             "-o", "../out"),
    "related": ("deprecate-feature", "x-twin", "--related"),
    "related, by json": ("deprecate-feature", "x-twin", "--related", "--json"),
    "users": ("deprecate-feature", "copy-job-halt", "--users"),
    "users, by json": ("deprecate-feature", "copy-job-halt", "--users", "--json"),
    "status": ("deprecate-feature", "block-push", "--status"),
    "status, by json": ("deprecate-feature", "block-push", "--status", "--json"),
    "removal": ("remove-feature", *REMOVED, "--no-verify", "-o", "../out"),
    "removal, dry": ("remove-feature", *REMOVED, "--no-verify", "--dry-run"),
    "removal, by json": ("remove-feature", *REMOVED, "--no-verify", "--json", "-o", "../out"),
    "removal, branch": ("remove-feature", *REMOVED, "--no-verify", "--branch", "new", "-o",
                        "../out"),
    "removal, unused too": ("remove-feature", "isa-beeper", "--with-unused", "--no-grace", "X.",
                            "--no-verify", "--dry-run"),
    "removal, whole": ("remove-feature", "x-twin", "--include-related", "--no-grace", "X.",
                       "--no-verify", "--dry-run"),
    "removal, applied": ("remove-feature", *REMOVED, "--no-verify", "--apply"),
    "audit": ("audit-deprecations",),
    "audit, page": ("audit-deprecations", "--format", "html", "-o", "../page.html"),
    "audit, users": ("audit-deprecations", "--json", "--users"),
    "audit, changes": ("audit-deprecations", "--rev", TOPIC),
    "audit, fixes": ("audit-deprecations", "--fix", "-o", "../out"),
    "review": ("check-deprecation", TOPIC, "--no-verify"),
    "review, by json": ("check-deprecation", TOPIC, "--no-verify", "--format", "json"),
    "review, sarif": ("check-deprecation", TOPIC, "--no-verify", "--format", "sarif"),
    "review, mails": ("check-deprecation", "../mail", "--no-verify", "--format", "full"),
    "review, answers": ("check-deprecation", "../mail", "--no-verify", "--reply", "../answer"),
    "review, fixes": ("check-deprecation", TOPIC, "--no-verify", "--fix", "../fix"),
}  # fmt: skip


def canary(path: str, nest: Path) -> str:
    """A program for the place `path` that leaves a file of that name in `nest`, whoever runs it."""
    mark = f"{nest}/{path.replace('/', '+')}"
    if path.endswith(".py") or path == "tests/qemu-iotests/071":
        return f"#!/usr/bin/env python3\nopen({mark!r}, 'w').close()\nraise SystemExit(7)\n"
    if path.endswith(".pl"):
        return f"#!/usr/bin/env perl\nopen(my $f, '>', '{mark}'); close($f); exit 7;\n"
    return f"#!/bin/sh\n: > '{mark}'\nexit 7\n"


def is_program(path: Path) -> bool:
    return path.is_file() and (
        path.suffix in (".py", ".pl", ".sh")
        or bool(path.stat().st_mode & 0o111)
        or path.read_bytes()[:2] == b"#!"
    )


def plant(root: Path, path: str, nest: Path) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(canary(path, nest))
    (root / path).chmod(0o755)


@pytest.fixture(scope="module")
def _planted(_original: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The prepared clone, and the folder in which traces are left."""
    top = tmp_path_factory.mktemp("canaries")
    nest, root = top / "nest", copied(_original, top / "clone")
    nest.mkdir()
    programs = [str(p.relative_to(root)) for p in root.rglob("*")
                if ".git" not in p.parts and is_program(p)]  # fmt: skip
    assert len(programs) > 4
    for path in (*programs, *ASKED_OF_QEMU, *OTHERS_OF_QEMU):
        plant(root, path, nest)
    commit(root)
    git(root, "checkout", "-q", "-b", "topic")
    last, title = "``blockdev-copy`` instead.\n", "Twins of all kinds (since 11.0)"
    change(
        root,
        "docs/about/deprecated.rst",
        last,
        f"{last}\n{title}\n{chr(39) * (len(title) + 2)}\n\nNothing replaces them.\n",
    )
    change(root, "qapi/migration.json", "'x-twin', 'features': [ 'unstable' ]",
           "'x-twin', 'features': [ 'unstable', 'deprecated' ]")  # fmt: skip
    commit(root)
    (top / "mail").write_text(git(root, "format-patch", "--stdout", "main..topic") + "\n")
    git(root, "checkout", "-q", "main")
    _prepare(root, nest)
    return root, nest


def _prepare(root: Path, nest: Path) -> None:
    """Let git of this clone run programs wherever it can."""
    for name in HOOKS:
        plant(root, f".git/hooks/{name}", nest)
    trap = root / ".git/trap"
    plant(root, ".git/trap", nest)
    for name in (
        "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "diff.evil.textconv",
        "diff.evil.command", "diff.external", "merge.evil.driver", "core.fsmonitor",
        "core.pager", "core.editor", "core.sshCommand", "gpg.program", "credential.helper",
    ):  # fmt: skip
        git(root, "config", name, str(trap))
    (root / ".git/info").mkdir(exist_ok=True)
    (root / ".git/info/attributes").write_text("* filter=evil diff=evil merge=evil\n")
    index = root / ".git/index"
    for path in root.rglob("*"):
        if path.is_file() and ".git" not in path.parts:
            # As old as the index: git would have to look into it.
            os.utime(path, ns=(index.stat().st_mtime_ns,) * 2)


@pytest.fixture
def planted(
    _planted: tuple[Path, Path], tmp_path: Path, identity: None, monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, Path]:
    root, nest = _planted
    for path in nest.iterdir():
        path.unlink()
    subprocess.run(["cp", "-a", root, tmp_path / "clone"], check=True)
    (tmp_path / "mail").write_bytes((root.parent / "mail").read_bytes())
    monkeypatch.chdir(tmp_path / "clone")
    monkeypatch.setenv("PATH", os.pathsep.join([".", "", "bin", os.environ["PATH"]]))
    return tmp_path / "clone", nest


def traces(nest: Path) -> set[str]:
    return {path.name.replace("+", "/") for path in nest.iterdir()}


def plain() -> dict[str, str]:
    """The environment without the relative entries of PATH."""
    entries = os.environ["PATH"].split(os.pathsep)
    return {**os.environ, "PATH": os.pathsep.join(e for e in entries if Path(e).is_absolute())}


def call(argv: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.argv", list(argv))
    done = CliRunner().invoke(COMMANDS[argv[0]], list(argv[1:]), prog_name=argv[0])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code


@pytest.mark.parametrize("mode", MODES)
def test_nothing_runs(
    planted: tuple[Path, Path], mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    status = call(MODES[mode], monkeypatch)
    assert traces(planted[1]) == set()
    # What has come to its end has left nothing out: 1 says that a review found something.
    assert status == (1 if mode.startswith("review") else 0)


@pytest.mark.parametrize(
    "argv", [("deprecate-feature", *X_TWIN, "-o", "../out"), ("remove-feature", *REMOVED),
             ("check-deprecation", TOPIC)],
    ids=lambda argv: argv[0],
)  # fmt: skip
def test_with_checks_the_scripts_that_are_asked_run(
    planted: tuple[Path, Path], argv: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or the test above could not fail; and no other program does even then."""
    call(argv, monkeypatch)
    found = traces(planted[1])
    assert found and found <= set(ASKED_OF_QEMU)


def test_each_canary_sings(planted: tuple[Path, Path]) -> None:
    root, nest = planted
    for path in (".git/trap", *ASKED_OF_QEMU, *OTHERS_OF_QEMU):
        assert subprocess.run([str(root / path)], env=plain(), check=False).returncode == 7
        assert path in traces(nest)


def test_plain_git_runs_what_was_prepared(planted: tuple[Path, Path]) -> None:
    root, nest = planted
    (root / "VERSION").write_text("99.0.0\n")
    subprocess.run(["git", "add", "-A"], cwd=root, env=plain(), capture_output=True, check=False)
    subprocess.run(["git", "-c", "core.fsmonitor=false", "-c", "filter.evil.process=",
                    "-c", "filter.evil.clean=cat", "commit", "-qam", "x"],
                   cwd=root, env=plain(), capture_output=True, check=False)  # fmt: skip
    assert {".git/trap", ".git/hooks/pre-commit"} <= traces(nest)
