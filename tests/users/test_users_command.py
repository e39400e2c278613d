"""--users, --migrate-users and --argument on the bundled example."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from example_tree import _original, change, clone, folder, git, run, snapshot  # noqa: F401

from codemods.checks.of_patches import python_same, qapi_doc
from codemods.cli import users
from codemods.model import Feature, Patch
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay
from codemods.source.splice import Edit
from codemods.users import migrate
from codemods.users.model import Move, Use

NAME = "copy-job-halt"
TO = ("--replacement", "job-halt", "--argument", "device=id")
WHY = ("--reason", "Jobs of all kinds are halted by one command.", "--since", "11.0")
#: Who uses the command in the example, looked up by hand; True where it can be moved.
USERS = {
    "docs/interop/block-jobs.rst:22": False,
    "docs/interop/block-jobs.rst:25": True,
    "docs/interop/block-jobs.rst:29": False,
    "hmp-commands.hx:70": False,
    "qapi/job.json:99": True,
    "scripts/halt-copies.py:9": True,
    "scripts/halt-copies.py:26": True,
    "tests/functional/generic/test_copy_job.py:19": True,
    "tests/functional/generic/test_copy_job.py:25": True,
    "tests/functional/generic/test_copy_job.py:30": False,
    "tests/qemu-iotests/071:18": True,
    "tests/qemu-iotests/071:25": False,
    "tests/qemu-iotests/071:29": False,
    "tests/qemu-iotests/071.out:2": True,
    "tests/qemu-iotests/071.out:7": False,
    "tests/qemu-iotests/072:15": True,
    "tests/qemu-iotests/072.out:5": True,
    "tests/qemu-iotests/iotests.py:37": True,
    "tests/qtest/copy-job-test.c:23": True,
    "tests/qtest/copy-job-test.c:37": False,
}
SUBJECTS = [
    "iotests", "tests/functional", "tests/qtest", "scripts", "docs", "qapi", "qapi/block-core",
]  # fmt: skip


def listed(where: Path, *argv: str) -> list[dict[str, object]]:
    done = run(where, NAME, "--users", "--json", *argv)
    assert done.status == 0, done.err
    (document,) = json.loads(done.out)
    users: list[dict[str, object]] = document["users"]
    return users


def test_the_users_are_those_found_by_hand(folder: Path) -> None:  # noqa: F811
    found = {f"{u['path']}:{u['line']}": u["rewritten"] for u in listed(folder, *TO)}
    assert found == USERS


def test_every_user_left_has_a_reason(folder: Path) -> None:  # noqa: F811
    assert all(bool(u["by_hand"]) != u["rewritten"] for u in listed(folder, *TO))


def test_without_a_replacement_they_are_listed(folder: Path) -> None:  # noqa: F811
    users = listed(folder)
    assert {f"{u['path']}:{u['line']}" for u in users} == set(USERS)
    assert not any(u["rewritten"] or u["by_hand"] for u in users)


def test_without_the_argument_nothing_that_gives_it_is_moved(folder: Path) -> None:  # noqa: F811
    moved = [u for u in listed(folder, "--replacement", "job-halt") if u["rewritten"]]
    assert {u["use"] for u in moved} <= {"element of a list"}


def test_plain_columns_in_a_pipe(folder: Path) -> None:  # noqa: F811
    done = run(folder, NAME, "--users", *TO)
    lines = done.out.splitlines()
    assert lines[0].split() == ["place", "area", "use", "move"]
    assert len(lines) == 1 + len(USERS)
    assert any("071:25" in line and "no argument 'force'" in line for line in lines)
    assert done.err == f"{NAME}: 20 users in 11 files, 12 can be rewritten, 8 by hand\n"


@pytest.mark.parametrize("columns", [80, 120])
def test_a_table_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    path = f"tests/{'long-folder/' * 4}test_of_jobs.py"
    move = Move(Feature("qmp-command", NAME, NAME, "x", 1), "job-halt")
    by_hand = "why it has to be done by hand is told in more words than fit on a line"
    uses = [use(path, n, "call of cmd()", n, by_hand=by_hand) for n in (3, 9, 27)]
    users._table(move, [*uses, use(path, 30, "message", 5), use("b.py", 1, "message", 5)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [f"Users of {NAME}", path]
    assert max(map(len, lines)) <= columns
    assert lines[2].split()[:6] == ["3,", "9,", "27", "call", "of", "cmd()"]
    assert by_hand in " ".join(" ".join(lines).split())
    assert [line.split() for line in lines[-2:]] == [["b.py"], ["1", "message", "rewritten"]]


def test_a_feature_without_users(folder: Path) -> None:  # noqa: F811
    done = run(folder, "isa-beeper", "--users", "--kind", "device")
    assert done.status in (0, 1)
    assert run(folder, "no-such-thing", "--users").status == 1


def test_listing_writes_nothing(folder: Path) -> None:  # noqa: F811
    before = snapshot(folder)
    listed(folder, *TO)
    assert snapshot(folder) == before


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["--migrate-users"], "--migrate-users needs to know what to move to"),
        (["--migrate-users", "--no-replacement"], "--migrate-users needs to know"),
        (["--users", "--argument", "a=b"], "--argument maps to arguments of a replacement"),
        (["--argument", "a=b", "--replacement", "job-halt"], "--argument goes with"),
        (["--users", "--migrate-users", *TO], "--users only lists"),
        (["--users", "--replacement", "job-halt", "--argument", "device"], "give it as old=new"),
        (["--users", "--replacement", "job-halt", "--argument", "=id"], "give it as old=new"),
        (["--users", *TO, "--argument", "device=x"], "'device' is renamed twice"),
    ],
)
def test_command_lines_without_sense(folder: Path, argv: list[str], message: str) -> None:  # noqa: F811
    done = run(folder, NAME, *argv)
    assert done.status == 2
    assert message in done.err


def test_the_series(clone: Path, tmp_path: Path) -> None:  # noqa: F811
    before = snapshot(clone)
    out = tmp_path / "out"
    done = run(clone, NAME, "--migrate-users", *TO, *WHY, "-o", str(out))
    assert done.status == 0, done.err
    assert snapshot(clone) == before
    mails = sorted(out.iterdir())
    texts = [mail.read_text(encoding="utf-8") for mail in mails]
    assert "[PATCH 0/7] qapi/block-core: Deprecate copy-job-halt" in texts[0]
    assert "Users that are left to be moved by hand (8):" in texts[0]
    assert "tests/qemu-iotests/071:25: call of cmd(): `job-halt` has no" in texts[0]
    subjects = [t.partition("Subject: ")[2].partition("\n")[0] for t in texts[1:]]
    assert [s.partition("] ")[2].partition(":")[0] for s in subjects] == SUBJECTS
    git(clone, "am", "-q", *map(str, mails[1:]))
    left = listed(clone, *TO)
    places = {place.partition(":")[0] for place, moved in USERS.items() if not moved}
    assert {u["path"] for u in left} == places
    assert not any(u["rewritten"] for u in left)


def test_the_moved_python(folder: Path) -> None:  # noqa: F811
    done = run(folder, NAME, "--migrate-users", *TO, *WHY, "--dry-run")
    assert done.status == 0, done.err
    added = [line[1:].strip() for line in done.out.splitlines() if line.startswith("+")]
    for line in (
        "self.vm.cmd('job-halt', id='job0')   # no reply data",
        "'arguments': {'id': 'job0'},",
        "vm.qmp_log('job-halt', id='job0')",
        '{"execute": "job-halt", "arguments": {"id": "job0"}}',
        "self.cmd('job-halt', id=job)",
        "COMMANDS = ['query-jobs', 'job-halt']",
        "ask(stream, 'job-halt', id=job['id'])",
    ):
        assert line in added
    assert not any("force=True" in line for line in added)


def test_users_of_a_feature_that_is_deprecated_already(clone: Path, tmp_path: Path) -> None:  # noqa: F811
    change(clone, "scripts/halt-copies.py", "'copy-job-halt', device", "'copy-job-resume', device")
    change(clone, "scripts/halt-copies.py", "['query-jobs', 'copy-job-halt']", "[]")
    git(clone, "commit", "-aqm", "more")
    out = tmp_path / "out"
    to = ("--replacement", "job-resume", "--argument", "device=id")
    done = run(clone, "copy-job-resume", "--migrate-users", *to, "-o", str(out))
    assert done.status == 0, done.err
    assert any("scripts-Use-job-resume" in p.name for p in out.iterdir())
    assert not any("Deprecate" in p.name for p in out.iterdir())


def test_users_that_all_have_to_be_moved_by_hand(clone: Path) -> None:  # noqa: F811
    change(clone, "scripts/halt-copies.py", "'copy-job-halt', device", "'copy-job-resume', device")
    git(clone, "commit", "-aqm", "more")
    before = snapshot(clone)
    done = run(clone, "copy-job-resume", "--migrate-users", "--replacement", "job-resume")
    assert done.status == 1
    assert "already deprecated since " in done.err
    assert "and its only user has to be moved by hand\nhint: --users in place of" in done.err
    assert snapshot(clone) == before


def test_the_plain_command_still_makes_one_patch(clone: Path, tmp_path: Path) -> None:  # noqa: F811
    done = run(clone, NAME, "--replacement", "job-halt", *WHY, "-o", str(tmp_path / "out"))
    assert len(done.names) == 1


def test_a_test_that_would_print_the_warning_is_named(clone: Path, tmp_path: Path) -> None:  # noqa: F811
    out = tmp_path / "out"
    argv = ("x-twin", "--kind", "migration-capability", "--no-replacement", *WHY, "--cover-letter")
    done = run(clone, *argv, "-o", str(out))
    assert done.status == 0, done.err
    text = next(out.glob("*cover*")).read_text(encoding="utf-8")
    assert "will print the new warning" in text
    assert "tests/qtest/twin-test.c:" in text


def use(path: str, line: int, what: str, start: int, *, by_hand: str = "") -> Use:
    edits = () if by_hand else (Edit(path, start, start + 1, b"x"),)
    return Use(path, line, "python", what, by_hand, edits)


def test_what_two_areas_find_counts_once() -> None:
    first, again = use("a", 1, "x", 5), use("a", 1, "y", 5)
    other = use("a", 1, "x", 9)
    assert migrate.consistent([first, again, other]) == (first, other)


def test_a_mail_names_no_option_of_the_tool() -> None:
    why = "the argument 'a' is described differently (if it means the same: --argument a=a)"
    uses = [Use(f"docs/{n}.rst", 1, "documentation", "call", why) for n in range(4)]
    said = migrate.listing("Users", uses, 3)
    assert "is described differently\n" in f"{said}\n"
    assert said.endswith("\n  and 1 more")
    assert "--" not in said


@pytest.mark.parametrize(
    ("what", "out", "stays"),
    [
        ("logged call of qmp_log()", "logged call", True),
        ("call of cmd()", "logged call", False),
        ("call of cmd()", "line of the log", False),
        ("element of a list", "line of the log", True),
        ("call of wrapper()", "line of the log", True),
    ],
)
def test_a_test_keeps_to_its_expected_output(what: str, out: str, stays: bool) -> None:
    uses = [use("t", 1, what, 5), use("t.out", 3, out, 0, by_hand="no")]
    assert bool(migrate.consistent(uses)[0].by_hand) is stays


OLD = b"# tank\nf('tank-fill', tank=1)\nd = {'tank-fill': 'tank'}\n"


def same(tmp_path: Path, new: bytes, *edits: tuple[int, int, bytes]) -> list[str]:
    (tmp_path / "a.py").write_bytes(OLD)
    before = FolderTree(tmp_path)
    given = tuple((Edit("a.py", *e), 1) for e in edits)
    patch = Patch("s", "b", (), given, {"a.py": new})
    found = python_same.run(before, Overlay(before, {"a.py": new}), patch)
    return [problem.message for problem in found]


def test_python_same_accepts_what_is_named(tmp_path: Path) -> None:
    new = OLD.replace(b"'tank-fill', tank=", b"'pond', zz=")
    assert same(tmp_path, new, (10, 19, b"pond"), (22, 26, b"zz")) == []


@pytest.mark.parametrize(
    ("new", "edits", "message"),
    [
        (OLD + b"x = 1\n", [], "more than the named edits is changed"),
        (OLD.replace(b"f(", b"g("), [(7, 8, b"g")], "the edit changes what the code does"),
        (OLD.replace(b"=1", b"=2"), [(27, 28, b"2")], "the edit changes what the code does"),
        (OLD.replace(b"f(", b"f(("), [(8, 9, b"((")], "not Python"),
    ],
)  # fmt: skip
def test_python_same_stops(
    tmp_path: Path, new: bytes, edits: list[tuple[int, int, bytes]], message: str
) -> None:
    assert [message in said for said in same(tmp_path, new, *edits)] == [True]


def test_schema_examples_may_change_and_nothing_else(folder: Path) -> None:  # noqa: F811
    before = FolderTree(folder)
    path = "qapi/job.json"
    old = before.read(path)
    at = old.index(b"copy-job-halt")
    line = old.count(b"\n", 0, at) + 1
    edit = Edit(path, at, at + 13, b"job-halt")
    new = old.replace(b"copy-job-halt", b"job-halt", 1)
    moved = Patch("s", "b", (), ((edit, line),), {path: new})
    assert list(qapi_doc.run(before, Overlay(before, {path: new}), moved)) == []
    more = new.replace(b"# Since:", b"# since:", 1)
    assert list(qapi_doc.run(before, Overlay(before, {path: more}), moved))
    feature = Feature("k", "n", "n", path, 1)
    deprecating = Patch("s", "b", (feature,), ((edit, line),), {path: new})
    assert list(qapi_doc.run(before, Overlay(before, {path: new}), deprecating))
