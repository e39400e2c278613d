"""The command line: forms of the findings, which rules, exit statuses, answers and fixes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from example_tree import copied
from review_series import TREES
from small_repo import git

from codemods.cli import check_deprecation, deprecate_feature
from codemods.cli.check_deprecation import FORMATS
from codemods.review import rules

ROOT = Path(__file__).parent.parent.parent
TWIN = ROOT / "examples/review/twin.mbox"
EXAMPLE = TREES[""]


def check(*argv: object, stdin: bytes | None = None) -> Result:
    words = [str(word) for word in argv]
    return CliRunner().invoke(check_deprecation.command, words, input=stdin)


@pytest.fixture(scope="module")
def _original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("original") / "repo"
    shutil.copytree(EXAMPLE, where)
    git(where, "init", "-q", "-b", "main")
    git(where, "config", "user.name", "A Reviewer")
    git(where, "config", "user.email", "reviewer@example.org")
    git(where, "add", "-A", "-f")
    git(where, "commit", "-q", "-m", "base")
    return where


@pytest.fixture
def repo(_original: Path, tmp_path: Path) -> Path:
    """The example as a clone."""
    return copied(_original, tmp_path / "repo")


def commit(where: Path, path: str, old: str, new: str, subject: str = "docs: Deprecate it") -> None:
    text = (where / path).read_text()
    assert text.count(old) == 1
    (where / path).write_text(text.replace(old, new))
    git(where, "commit", "-qam", subject)


def entry(title: str, more: int = 0) -> tuple[str, str, str]:
    last = "``blockdev-copy`` instead.\n"
    text = f"{last}\n{title}\n{chr(39) * (len(title) + more)}\n\nNothing replaces it.\n"
    return "docs/about/deprecated.rst", last, text


@pytest.mark.parametrize("form", FORMATS)
def test_forms(form: str) -> None:
    done = check("--tree", EXAMPLE, "--format", form, TWIN, "-q")
    assert done.exit_code == 1, done.output
    assert "qapi/words-lost" in done.stdout
    assert done.stderr == ""
    if form in ("b4", "gitlab", "sarif", "json"):
        json.loads(done.stdout)


def test_json_has_the_keys_that_are_documented() -> None:
    data = json.loads(check("--tree", EXAMPLE, "--json", TWIN, "-q").stdout)
    assert data["format"] == 1
    assert [p["subject"] for p in data["patches"]] == [
        "migration: Deprecate twin lock-step",
        "migration: Remove the block-push capability",
    ]
    first = data["findings"][0]
    assert first["rule"] == "qapi/words-lost"
    assert (first["path"], first["line"], first["patch"]) == ("qapi/migration.json", 98, 1)
    assert set(first) == {
        "rule", "severity", "path", "line", "message", "names", "patch", "hint", "fixable",
    }  # fmt: skip


def test_b4_takes_what_it_is_told() -> None:
    (answer,) = json.loads(check("--tree", EXAMPLE, "--format", "b4", TWIN, "-q").stdout)
    assert answer["tool"] == "check-deprecation"
    assert answer["status"] == "warn"
    assert answer["summary"] == "1 warning, 4 notes"
    terse = check("--tree", EXAMPLE, "--format", "terse", TWIN, "-q").stdout
    assert all(re.match(r"qapi/migration\.json:\d+: WARNING: ", ln) for ln in terse.splitlines())


def test_terse_is_silent_where_all_is_well(repo: Path) -> None:
    git(repo, "checkout", "-q", "-b", "topic")
    commit(repo, *entry("Twins of all kinds (since 11.0)"))
    done = check("--tree", repo, "--format", "terse", "main..topic", "-q")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(("form", "told"), [("concise", True), ("terse", False), ("b4", False)])
def test_b4_takes_a_warning_for_a_failure(repo: Path, form: str, told: bool) -> None:
    git(repo, "checkout", "-q", "-b", "topic")
    commit(repo, *entry("Twins of all kinds (since 11.0)"))
    mail = git(repo, "format-patch", "--stdout", "main..topic") + b"\nbase-commit: " + b"1" * 40
    git(repo, "checkout", "-q", "main")
    done = check("--tree", repo, "--format", form, "-", stdin=mail + b"\n")
    assert ("base-commit 1111" in done.stderr) is told


def test_sarif_names_its_rules() -> None:
    run = json.loads(check("--tree", EXAMPLE, "--format", "sarif", TWIN).stdout)["runs"][0]
    known = run["tool"]["driver"]["rules"]
    assert all(known[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    assert {r["level"] for r in run["results"]} == {"warning", "note"}


def test_gitlab_keeps_a_fingerprint_when_a_line_moves(repo: Path) -> None:
    git(repo, "checkout", "-q", "-b", "topic")
    commit(repo, *entry("Twins of all kinds (since 10.2)"))
    first = json.loads(check("--tree", repo, "--format", "gitlab", "main..topic").stdout)
    commit(repo, "docs/about/deprecated.rst", "New scripts should not use them.\n",
           "New scripts should not use them.\n\nNor old ones.\n")  # fmt: skip
    second = json.loads(check("--tree", repo, "--format", "gitlab", "main..topic").stdout)
    assert [i["fingerprint"] for i in first] == [i["fingerprint"] for i in second]
    assert first[0]["location"] != second[0]["location"]


def test_full_shows_the_lines_and_the_fix(repo: Path) -> None:
    git(repo, "checkout", "-q", "-b", "topic")
    commit(repo, *entry("Twins of all kinds (since 11.0)", more=3))
    done = check("--tree", repo, "--format", "full", "topic")
    assert "->   139 +''''''''''''''''''''''''''''''''''\n" in done.stdout
    assert "      +'''''''''''''''''''''''''''''''\n" in done.stdout
    assert done.stdout.endswith("1 warning found\n")


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ((), 1),
        (("--exit-zero",), 0),
        (("--select", "users/left"), 0),
        (("--select", "users/left", "--strict"), 1),
        (("--select", "entry"), 0),
        (("--ignore", "qapi"), 0),
        (("--select", "qapi/nothing"), 2),
        (("--format", "nothing"), 2),
    ],
)
def test_exit_status(options: tuple[str, ...], status: int) -> None:
    done = check("--tree", EXAMPLE, *options, TWIN, "-q")
    assert done.exit_code == status, done.output
    assert "Traceback" not in done.output


def test_a_patch_that_does_not_apply_is_named(tmp_path: Path) -> None:
    bad = tmp_path / "bad.patch"
    bad.write_text(TWIN.read_text().replace("block-push is deprecated", "nobody wrote this", 1))
    done = check("--tree", EXAMPLE, bad)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert f"check-deprecation: {bad} (mail 1): the patch does not apply: " in done.stderr
    assert "hint: name the commit that it was made for with --base" in done.stderr


@pytest.mark.parametrize("rule", rules.every())
def test_every_rule_can_be_explained(rule: str) -> None:
    done = check("--explain", rule)
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{rule} (")
    assert "Source: " in " ".join(done.stdout.split())


def test_a_slip_in_the_name_of_a_rule() -> None:
    done = check("--explain", "entry/odrer")
    assert done.exit_code == 2
    assert "did you mean entry/order" in done.stderr


def test_control_characters_reach_no_terminal(repo: Path) -> None:
    git(repo, "checkout", "-q", "-b", "topic")
    commit(repo, *entry("Twins of \x1b[31mall kinds (since 10.2)"), "docs: \x1b[2J hide")
    done = check("--tree", repo, "--format", "full", "main..topic")
    assert done.exit_code == 1
    assert "\x1b" not in done.output


def test_fixups_put_right_what_is_certain(repo: Path, tmp_path: Path) -> None:
    git(repo, "checkout", "-q", "-b", "topic")
    commit(repo, *entry("Twins of all kinds (since 10.2)", more=2), "docs: Deprecate twins")
    head = git(repo, "rev-parse", "HEAD")
    out = tmp_path / "fixes"
    done = check("--tree", repo, "--fix", out, "main..topic", "-q")
    assert done.exit_code == 1, done.output
    (name,) = done.stdout.split()
    assert git(repo, "rev-parse", "HEAD") == head
    assert git(repo, "status", "--porcelain") == b""
    git(repo, "am", "-q", name)
    assert git(repo, "log", "-1", "--format=%s") == b"fixup! docs: Deprecate twins\n"
    assert (
        "Twins of all kinds (since 11.0)\n" + "'" * 31 + "\n\nNoth"
        in (repo / "docs/about/deprecated.rst").read_text()
    )
    again = check("--tree", repo, "main..HEAD", "--select", "entry")
    assert (again.exit_code, again.stdout) == (0, "")


def test_fixups_of_mails_stand_on_the_mails(repo: Path, tmp_path: Path) -> None:
    git(repo, "checkout", "-q", "-b", "topic")
    commit(repo, *entry("Twins of all kinds (since 11.0)", more=2), "docs: Deprecate twins")
    mail = tmp_path / "one.patch"
    mail.write_bytes(git(repo, "format-patch", "--stdout", "main..topic"))
    git(repo, "checkout", "-q", "main")
    done = check("--tree", repo, "--fix", tmp_path / "fixes", mail, "-q")
    (name,) = done.stdout.split()
    git(repo, "am", "-q", str(mail), name)
    assert check("--tree", repo, "HEAD~2..HEAD", "--select", "entry").stdout == ""


def test_nothing_to_fix_writes_nothing(repo: Path, tmp_path: Path) -> None:
    git(repo, "checkout", "-q", "-b", "topic")
    commit(repo, *entry("Twins of all kinds (since 11.0)"))
    done = check("--tree", repo, "--fix", tmp_path / "fixes", "main..topic")
    assert (done.exit_code, done.stdout) == (0, "")
    assert not (tmp_path / "fixes").exists()


@pytest.mark.usefixtures("identity")
@pytest.mark.parametrize(
    "argv",
    [
        ("x-twin", "--no-replacement", "--include-related"),
        ("x-lazy-pages", "--replacement", "squeeze"),
        (
            "copy-job-halt",
            "--replacement",
            "job-halt",
            "--migrate-users",
            "--argument",
            "device=id",
        ),
        ("bell", "--no-replacement"),
        ("packbox", "--no-replacement"),
        ("scroll", "--replacement", "the file backend"),
        ("tonecatch", "--no-replacement"),
        ("light-set", "--no-replacement"),
        ("NetCable.length", "--no-replacement"),
        ("CableKind.fibre", "--no-replacement"),
        ("twin-compare", "--no-replacement"),
    ],
    ids=lambda argv: argv[0],
)
def test_what_we_make_ourselves_is_clean(
    argv: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    words = [*argv, "--reason", "Nobody uses it.", "--tree", str(EXAMPLE), "-o", str(out), "-q",
             "--cc", "management-apps@example.org"]  # fmt: skip
    monkeypatch.setattr("sys.argv", ["deprecate-feature", *words])
    made = CliRunner().invoke(deprecate_feature.command, words)
    assert made.exit_code == 0, made.output
    done = check("--tree", EXAMPLE, *sorted(out.iterdir()), "-q")
    assert not re.search(r"(?m): (?:error|warning): ", done.stdout), done.stdout
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("at", ["main", "topic"])
def test_a_build_compiles_each_patch(repo: Path, at: str) -> None:
    """Wherever the work tree stands, at the base of the series or at its end."""
    if shutil.which("cc") is None:
        pytest.skip("there is no C compiler")
    (repo / "hw/heat.c").write_text("int heat(void)\n{\n    int unused;\n    return 1;\n}\n")
    git(repo, "add", "hw/heat.c")
    git(repo, "commit", "-q", "-m", "base")
    git(repo, "checkout", "-q", "-b", "topic")
    commit(repo, "hw/heat.c", "return 1", "return 2", "hw: Heat more")
    commit(repo, "hw/heat.c", "return 2", "return cold", "hw: Cool down")
    commit(repo, "hw/heat.c", "return cold", "return 3", "hw: Heat again")
    build = repo.parent / "build"
    build.mkdir()
    argv = {"directory": str(build), "file": "../repo/hw/heat.c", "output": "heat.o",
            "command": "cc -Wall -o heat.o -c ../repo/hw/heat.c"}  # fmt: skip
    (build / "compile_commands.json").write_text(json.dumps([argv]))
    git(repo, "checkout", "-q", at)
    asked = ("--tree", repo, "main..topic", "--select", "patch/compiles")
    done = check(*asked, f"--build={build}")
    assert done.exit_code == 1, done.output
    lines = [line for line in done.stdout.splitlines() if "return-type" not in line]
    assert len(lines) == 1, lines
    (line,) = lines
    assert line.startswith("hw/heat.c:4: error: the compiler says: error: ") and "cold" in line
    assert line.endswith("[patch/compiles]")
    assert check(*asked).stdout == ""
    assert check(*asked, f"--build={build}", "--no-verify").exit_code == 2
    git(repo, "checkout", "-q", "-b", "other", "main")
    commit(repo, "VERSION", "10.2.50", "10.2.51", "Update")
    done = check(*asked, f"--build={build}")
    assert done.exit_code == 2 and "to be checked out" in done.stderr


@pytest.mark.parametrize("form", ["range", "mail"])
def test_what_a_series_brings_is_not_run(repo: Path, tmp_path: Path, form: str) -> None:
    """Not even where the tree's own scripts would be: whoever reads a mail trusts no sender."""
    trap = f"open({str(tmp_path / 'sprung')!r}, 'w').close()\n"
    (repo / "scripts/qapi").mkdir(parents=True)
    for name in ("__init__", "schema", "parser", "error", "expr", "source"):
        (repo / f"scripts/qapi/{name}.py").write_text("")
    git(repo, "add", "-A")
    git(repo, "commit", "-qm", "scripts")
    base = git(repo, "rev-parse", "HEAD").decode().strip()
    (repo / "scripts/qapi/error.py").write_text(trap)
    old = "'x-twin', 'features': [ 'unstable' ]"
    commit(repo, "qapi/migration.json", old, old.replace("' ]", "', 'deprecated' ]"))
    what: object = f"{base}..HEAD"
    if form == "mail":
        what = tmp_path / "mail"
        (tmp_path / "mail").write_bytes(git(repo, "format-patch", "--stdout", base))
        git(repo, "reset", "-q", "--hard", base)
    done = check("--tree", repo, what)
    assert not (tmp_path / "sprung").exists()
    assert "scripts/qapi/: the series changes it, so it was not run" in done.stderr
    # Its own it runs: the trap would have sprung.
    (repo / "scripts/qapi/error.py").write_text(trap)
    git(repo, "reset", "-q", "--soft", base)
    git(repo, "add", "-A")
    git(repo, "commit", "-q", "--amend", "-m", "scripts")
    (repo / "qapi/migration.json").write_text(
        (repo / "qapi/migration.json").read_text().replace("# @squeeze:", "# @squeeze :", 1)
    )
    git(repo, "commit", "-qam", "qapi: Change it")
    check("--tree", repo, "HEAD~..HEAD")
    assert (tmp_path / "sprung").exists()


@pytest.mark.parametrize("where", ["file", "stdin"])
def test_a_series_without_end_is_not_waited_for(where: str) -> None:
    argv = ("--tree", EXAMPLE, "--no-verify")
    if where == "file":
        done = check(*argv, "/dev/zero")
        assert done.exit_code == 2 and "more than 64 MiB are no series" in done.stderr
        return
    code = "import sys; from codemods.start import check_deprecation; sys.exit(check_deprecation())"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with Path("/dev/zero").open("rb") as zero:
        ended = subprocess.run(
            [sys.executable, "-c", code, *map(str, argv), "-"], stdin=zero, env=env,
            capture_output=True, timeout=120, check=False,
        )  # fmt: skip
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.endswith(b"standard input: more than 64 MiB are no series\n")


def test_a_standard_input_that_is_closed_holds_no_series() -> None:
    code = "import sys; from codemods.start import check_deprecation; sys.exit(check_deprecation())"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    line = ["sh", "-c", 'exec "$@" <&-', "sh", sys.executable, "-c", code]
    ended = subprocess.run([*line, "--tree", str(EXAMPLE), "-"], env=env, timeout=120,
                           capture_output=True, check=False)  # fmt: skip
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert b"no patch in it" in ended.stderr or b"not a mail" in ended.stderr
