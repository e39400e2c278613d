"""The series below examples/ is what the tool makes of the tree beside it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from codemods.cli import remove_feature
from codemods.cli.deprecate_feature import command

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"


def _argv() -> list[str]:
    """The arguments of the command line that examples/README.md shows."""
    text = (EXAMPLES / "README.md").read_text()
    shown = text.split("```console\n$ ")[1].split("```")[0].replace("\\\n", " ")
    return shlex.split(shown)[1:]


@pytest.mark.usefixtures("identity")
def test_series(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, regenerate: bool) -> None:
    monkeypatch.chdir(ROOT)
    argv = _argv()
    # The mails tell the command line, so it is the shown one; only the folder is ours.
    monkeypatch.setattr("sys.argv", ["deprecate-feature", *argv])
    made = [str(tmp_path / "made") if word == "outgoing" else word for word in argv]
    result = CliRunner().invoke(command, made)
    assert result.exit_code == 0, result.output
    files = {p.name: p.read_bytes() for p in (tmp_path / "made").iterdir()}
    series = EXAMPLES / "series"
    if regenerate:
        series.mkdir(exist_ok=True)
        for old in series.iterdir():
            old.unlink()
        for name, data in files.items():
            (series / name).write_bytes(data)
    assert files == {p.name: p.read_bytes() for p in series.iterdir()}


@pytest.mark.parametrize("option", ["--related", "--users"])
def test_readme_shows_what_is_printed(option: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The inventory and the users in the README are the tool's own output, uncut."""
    monkeypatch.chdir(ROOT)
    shown = [part for part in (ROOT / "README.md").read_text().split("```console\n$ ")[1:]
             if option in part.split("```")[0]]  # fmt: skip
    first, _, printed = shown[0].split("```")[0].partition("\n")
    result = CliRunner().invoke(command, shlex.split(first)[1:])
    assert result.exit_code == 0, result.output
    assert printed == result.stdout


@pytest.mark.usefixtures("identity")
def test_readme_shows_the_patches_that_move_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = next(part.split("```")[0]
                 for part in (ROOT / "README.md").read_text().split("```console\n$ ")
                 if "--migrate-users" in part.split("```")[0])  # fmt: skip
    typed, _, printed = shown.replace("\\\n", " ").partition("\n")
    argv = shlex.split(typed)[1:]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["deprecate-feature", *argv])
    tree = {"examples/tree": str(EXAMPLES / "tree")}
    result = CliRunner().invoke(command, [tree.get(word, word) for word in argv])
    assert result.exit_code == 0, result.output
    assert printed == result.stdout


def test_readme_shows_a_removal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it prints is part of what the command says, which is about all kinds of files."""
    readme = (ROOT / "README.md").read_text()
    after = readme.partition("```console\n$ remove-feature ")[2]
    typed, shown = after.partition("\n")[0], after.split("```diff\n")[1].split("```")[0]
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(remove_feature.command, [*shlex.split(typed), "-q"])
    assert result.exit_code == 0, result.output
    assert shown.strip()
    assert shown in result.stdout
    changed = re.findall(r"^diff --git a/(\S+)", result.stdout, re.M)
    assert changed == ["audio/audio-hmp-cmds.c", "docs/about/deprecated.rst",
                       "docs/about/removed-features.rst", "hmp-commands-info.hx", "net/cable.c",
                       "qapi/net.json"]  # fmt: skip
    assert "-static int socket_number(CableSocket socket)" in result.stdout
    assert "-{ 'enum': 'CableSocket'," in result.stdout


def test_readme_lists_every_option() -> None:
    readme = (ROOT / "README.md").read_text()
    named = [param for param in command.params if param.name not in ("names", "show_version")]
    missing = [p.name for p in named if not any(re.search(rf"^\|.*`{o}\b", readme, re.M)
                                                for o in (*p.opts, *p.secondary_opts))]  # fmt: skip
    assert named
    assert missing == []


def test_readme_shows_the_series() -> None:
    """What the README prints of the diff stands in the series, line by line."""
    readme = (ROOT / "README.md").read_text()
    shown = readme.split("```diff\n")[1].split("```")[0]
    mails = "".join(p.read_text() for p in sorted((EXAMPLES / "series").iterdir()))
    assert shown.strip() in mails
