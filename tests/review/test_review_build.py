"""With --build each patch of a series is compiled, as it was at that point of the series."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_build import *  # noqa: F403
from small_repo import git

from codemods.cli import check_deprecation

pytestmark = pytest.mark.parametrize("project", ["inside"], indirect=True)
Project = tuple[Path, Path]
FAULT = ("return level + local();", "return level + locally();")
RULE = "[patch/compiles]"


@pytest.fixture
def clone(project: Project) -> Project:
    """The project as a clone whose patches 2 and 3 bring a fault and take it back."""
    top, build = project
    git(top, "init", "-q", "-b", "main")
    git(top, "config", "user.name", "A Reviewer")
    git(top, "config", "user.email", "reviewer@example.org")
    (top / ".gitignore").write_text("/build\n")
    (top / "VERSION").write_text("10.2.50\n")
    (top / "docs/about").mkdir(parents=True)
    (top / "docs/about/deprecated.rst").write_text("Deprecated\n==========\n")
    (top / "qapi/qapi-schema.json").write_text("{ 'enum': 'A', 'data': [ 'b' ] }\n")
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", "base")
    git(top, "checkout", "-q", "-b", "topic")
    change(top, "hw/user.c", "heat(2)", "heat(3)")
    change(top, "hw/heat.c", *FAULT)
    change(top, "hw/heat.c", *reversed(FAULT))
    return top, build


def change(top: Path, path: str, old: str, new: str) -> None:
    text = (top / path).read_text()
    assert old in text
    (top / path).write_text(text.replace(old, new))
    git(top, "commit", "-qam", f"{path}: Say {new}")


def check(clone: Project, *argv: object) -> Result:
    top, build = clone
    words = ["--tree", top, f"--build={build}", "--select", "patch/compiles", *argv]
    return CliRunner().invoke(check_deprecation.command, [str(word) for word in words])


def test_a_fault_at_the_end_is_found_where_the_end_is_checked_out(clone: Project) -> None:
    change(clone[0], "hw/heat.c", *FAULT)
    assert "locally" in check(clone, "topic~1..topic").stdout


def test_a_fault_that_was_there_counts_for_nothing(clone: Project) -> None:
    top, _ = clone
    git(top, "checkout", "-q", "topic~1")
    change(top, "hw/user.c", "heat(3)", "heat(4)")
    change(top, "hw/heat.c", "level - 1", "level - 2")
    done = check(clone, "HEAD~2..HEAD")
    assert (done.exit_code, done.stdout) == (0, ""), done.output


@pytest.mark.parametrize("stands", ["main", "topic"])
def test_what_is_generated_is_that_of_each_patch(clone: Project, stands: str) -> None:
    """A build of the last commit holds what the earlier patches do not have yet."""
    top, build = clone
    change(top, "hw/names.c", "return NAME", "return 1 ? NAME_beta : NAME")
    change(top, "qapi/names.txt", "alpha\n", "")
    if stands == "topic":
        (build / "qapi/names.h").write_text('#define NAME_beta "beta"\n')
    git(top, "checkout", "-q", stands)
    lines = check(clone, "topic~2..topic" if stands == "topic" else "main..topic").stdout
    faults = [ln for ln in lines.splitlines() if ": error: " in ln]
    assert faults
    assert all("NAME_alpha" in ln for ln in faults), faults
    if stands == "topic":
        found = json.loads(check(clone, "--json", "topic~2..topic").stdout)["findings"]
        assert {f["patch"] for f in found} == {2}


def test_mails_are_compiled_on_their_base(clone: Project, tmp_path: Path) -> None:
    top, _ = clone
    git(top, "format-patch", "-q", "-o", str(tmp_path / "out"), "main..topic")
    git(top, "checkout", "-q", "main")
    done = check(clone, *sorted((tmp_path / "out").iterdir()))
    assert "locally" in done.stdout
    assert RULE in done.stdout


def test_what_this_build_does_not_compile_is_named(clone: Project) -> None:
    change(clone[0], "hw/elsewhere.c", "another", "one other")
    done = check(clone, "topic~1..topic")
    assert done.exit_code == 0, done.output
    assert (
        "compiled 0 files with the build's own commands, 1 not in this build: hw/elsewhere.c"
        in (done.stderr)
    )


def test_what_is_no_build_and_what_may_not_run(clone: Project, tmp_path: Path) -> None:
    assert check((clone[0], tmp_path / "nothing"), "main..topic").exit_code == 2
    done = check(clone, "--no-verify", "main..topic")
    assert done.exit_code == 2
    assert "leave out --no-verify" in done.stderr
