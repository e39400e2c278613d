"""The series for a whole feature: what goes in, in which patches, and what is said of the rest."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from example_tree import *  # noqa: F403
from example_tree import EXAMPLE, SOURCE, X_TWIN, Done, change, commit, copied, git, run
from example_tree import _original as _original
from test_inventory import MARKED

from codemods.formats.qapi import schema as qapi_schema

ALL = (*X_TWIN, "--since", "11.0", "--include-related", "-o", "out")
ENTRY = "docs/about/deprecated.rst"


def flags(where: Path, flag: str = "deprecated") -> set[str]:
    """The places of the schema that carry `flag`."""
    found = set()
    for path in sorted((where / "qapi").glob("*.json")):
        for definition in qapi_schema.read(path.name, path.read_bytes()).definitions:
            if flag in definition.features:
                found.add(definition.name)
            marked = (m.name for m in definition.members if flag in m.features)
            found |= {f"{definition.name}.{name}" for name in marked}
    return found


def applied(where: Path, done: Done) -> list[str]:
    """Apply the series that `done` wrote; return the subjects of its patches."""
    assert done.status == 0, done.err
    files = [n for n in done.names if "cover-letter" not in n]
    for file in files:
        git(where, "am", "-q", file)
    return git(where, "log", "--reverse", "--format=%s", f"-{len(files)}").splitlines()


def cover(where: Path) -> str:
    return next((where / "out").glob("*-cover-letter.patch")).read_text()


def left_out(where: Path, name: str) -> str:
    """Return why the cover letter says that `name` is left out."""
    items = " ".join(cover(where).split()).split(" - ")
    item = next(i for i in items if f" {name} (" in i)
    return item.partition("): ")[2]


@dataclass(frozen=True)
class Whole:
    """The whole series, written to `out` in a clone and applied there.

    `flags` are those before it and after each of its patches.
    """

    clone: Path
    flags: list[set[str]]


@pytest.fixture(scope="module")
def whole(
    _original: Path, maintainer: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Whole:
    """Made once: no test changes it."""
    where = copied(_original, tmp_path_factory.mktemp("whole") / "clone")
    with pytest.MonkeyPatch.context() as patched:
        for name, value in maintainer.items():
            patched.setenv(name, value)
        done, seen = run(where, *ALL), [flags(where)]
        assert done.status == 0, done.err
        for file in done.names[1:]:
            git(where, "am", "-q", file)
            seen.append(flags(where))
    return Whole(where, seen)


def test_all_that_is_marked(whole: Whole) -> None:
    assert whole.flags[-1] - whole.flags[0] == MARKED
    assert git(whole.clone, "log", "--reverse", "--format=%s", "-5").splitlines() == [
        "migration: Deprecate x-twin capability",
        "migration: Deprecate the other x-twin interfaces",
        "migration: Deprecate the x-twin HMP commands",
        "net: Deprecate the twin-compare object type",
        "qapi/run-state: Deprecate the RunState.twin enum value",
    ]


def test_one_entry_names_the_interfaces(whole: Whole) -> None:
    text = (whole.clone / ENTRY).read_text()
    assert text.count("(since ") == (EXAMPLE / ENTRY).read_text().count("(since ") + 1
    entry = " ".join(text.partition("``x-twin`` capability (since 11.0)")[2].split())
    for name in ("TWIN_EXIT", "twin-do-sync", "RunState.twin", "x-twin-interval", "twin-compare"):
        assert f"``{name}``" in entry
    changed = git(whole.clone, "log", "HEAD~5..", "--format=", "--name-only", "--", ENTRY).split()
    assert changed == [ENTRY]


def test_the_others_refer_to_the_entry(whole: Whole) -> None:
    bodies = git(whole.clone, "log", "-4", "--format=%b%x00").split("\0")[:4]
    for body in (" ".join(b.split()) for b in bodies):
        assert "see its entry in deprecated.rst" in body
        # Each message tells the reason by itself, and is no reStructuredText.
        assert body.startswith("Nobody uses it. ")
        assert "``" not in body


def test_together_is_one_patch(clone: Path) -> None:
    before = flags(clone)
    subjects = applied(clone, run(clone, *ALL, "--together"))
    assert subjects == ["migration: Deprecate x-twin capability"]
    assert flags(clone) - before == MARKED


def test_each_patch_keeps_the_flags_of_those_before_it(whole: Whole) -> None:
    assert len(whole.flags) == 6
    for before, after in pairwise(whole.flags):
        assert before <= after


def test_include_and_exclude(clone: Path) -> None:
    before = flags(clone)
    adjust = ("--include", "set-replica-role", "--exclude", "TWIN_EXIT", "--exclude", "twin")
    applied(clone, run(clone, *ALL, *adjust))
    expected = MARKED | {"set-replica-role"}
    expected -= {"TWIN_EXIT", "RunState.twin", "MigrationStatus.twin"}
    assert flags(clone) - before == expected
    assert left_out(clone, "TWIN_EXIT").startswith("left out on purpose")


def test_include_alone_takes_nothing_else(clone: Path) -> None:
    before = flags(clone)
    argv = (*X_TWIN, "--since", "11.0", "--include", "TWIN_EXIT", "-o", "out")
    applied(clone, run(clone, *argv))
    assert flags(clone) - before == {"MigrationCapability.x-twin", "TWIN_EXIT"}
    assert left_out(clone, "twin-do-sync").startswith("not asked for")


def test_the_cover_letter(whole: Whole) -> None:
    text = cover(whole.clone)
    assert "Deprecate x-twin and what belongs to it" in text
    assert "Nobody uses it." in text
    assert "Deprecated by this series:\n  hmp-commands-info.hx\n       25  HMP command" in text
    assert re.search(r"(?m)^  qapi/migration.json\n(    .+\n)*      313  event +TWIN_EXIT$", text)
    assert "    172  value        MigrationParameter.x-twin-interval (unstable)\n" in text
    left = "- value BlockdevDriver.replica (qapi/block-core.json:38): not decided yet; under"
    assert left in " ".join(text.split())
    parts = ("Nobody uses it.", "Deprecated by this", "Left out:", "Open questions:", "Made with")
    assert list(parts) == sorted(parts, key=text.index)
    blurb = text.partition("Nobody uses it.")[2].partition("Made with")[0]
    assert max(map(len, blurb.splitlines())) < 80
    assert "RunState.twin only occur in what QEMU sends" in " ".join(text.split())
    assert "git-am" not in text
    assert "--include-related" in text


def test_the_mail_names_a_document_once(whole: Whole) -> None:
    beside = cover(whole.clone).partition("Shared or adjacent")[2].partition("Left as they are")
    assert "docs/twin.rst:" in beside[2]
    assert "docs/" not in beside[0]


def test_one_thing_is_not_listed(clone: Path) -> None:
    done = run(clone, "BlockdevDriver.packbox", "--include-related", "-o", "out")
    text = (clone / done.names[0]).read_text()
    assert "nothing else was found that belongs to packbox" in done.err
    assert "Deprecate" in text
    assert "Deprecated by this series" not in text


def test_mark_unstable_comes_first(clone: Path) -> None:
    before = flags(clone, "unstable")
    done = run(clone, *ALL, "--mark-unstable")
    assert done.status == 0, done.err
    git(clone, "am", "-q", done.names[1])
    assert flags(clone, "unstable") - before == MARKED - before
    assert not flags(clone) & MARKED
    assert git(clone, "log", "-1", "--format=%s").endswith("Mark the rest of x-twin unstable")
    for file in done.names[2:]:
        git(clone, "am", "-q", file)
    assert flags(clone) >= MARKED


def test_mark_unstable_where_no_sibling_is(clone: Path) -> None:
    argv = ("BlockdevDriver.packbox", "--include-related", "--mark-unstable", "-o", "out")
    done = run(clone, *argv)
    assert done.status == 1
    assert "is marked unstable, so none is neglected" in done.err
    assert not (clone / "out").exists()


def test_what_is_deprecated_already_is_left(clone: Path) -> None:
    schema, says = "qapi/migration.json", "of a pair meet now, not at the next interval.\n"
    flag = "'twin-do-sync',\n"
    change(clone, schema, flag, f"{flag}  'features': ['deprecated'],\n")
    entry = "#\n# Features:\n#\n# @deprecated: This command is deprecated.\n"
    change(clone, schema, says, says + entry)
    commit(clone)
    done = run(clone, *ALL)
    assert done.status == 0, done.err
    assert left_out(clone, "twin-do-sync").startswith("already deprecated")


def test_an_info_command_that_cannot_be_edited_is_left_for_the_hand(clone: Path) -> None:
    change(clone, "hmp-commands-info.hx", "hmp_info_twin", "hmp_info_migrate")
    commit(clone)
    done = run(clone, *ALL)
    assert done.status == 0, done.err
    assert left_out(clone, "info twin").startswith("by hand:")


def test_a_value_whose_warning_has_no_place_is_left_for_the_hand(clone: Path) -> None:
    before = flags(clone)
    change(clone, "net/twin-compare.c", "    if (!tc->elder_in", "    if (TWIN(struct a *) &&")
    commit(clone)
    done = run(clone, *ALL)
    assert done.status == 0, done.err
    assert left_out(clone, "ObjectType.twin-compare").startswith("by hand: net/twin-compare.c:24")
    applied(clone, done)
    assert flags(clone) - before == MARKED - {"ObjectType.twin-compare"}


def test_asked_for_by_name_it_is_refused(clone: Path) -> None:
    change(clone, "hmp-commands-info.hx", "hmp_info_twin", "hmp_info_migrate")
    commit(clone)
    done = run(clone, *ALL, "--include", "info twin")
    assert done.status == 1
    assert not (clone / "out").exists()


@pytest.mark.parametrize(
    ("argv", "status", "said"),
    [
        (("--include-related", "--include", "CableKind.twinax"), 2, "not in the inventory"),
        (("--include-related", "--exclude", "TWIN_EXTI"), 2, "did you mean TWIN_EXIT"),
        (("--include-related", "--include", "TwinMode"), 1, "cannot be deprecated by itself"),
        (("--include-related", "--include", "docs/twin.rst"), 1, "a document cannot be"),
        (("--exclude", "TWIN_EXIT"), 2, "--exclude needs --include-related"),
        (("--mark-unstable",), 2, "--mark-unstable needs --include-related"),
        (("--interactive",), 2, "needs a terminal"),
        (("--answers", "missing.json"), 2, "not a file of answers"),
        (("--include-related", "copy-job-halt"), 2, "take one NAME"),
    ],
)
def test_refusals(clone: Path, argv: tuple[str, ...], status: int, said: str) -> None:
    done = run(clone, *X_TWIN, *argv, "-o", "out")
    assert (done.status, done.out) == (status, "")
    assert said in done.err
    assert not (clone / "out").exists()


ANSWERS = {"format": 1, "name": "x-twin", "answers": {"set-replica-role": True}}


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("[]", "not a file of answers"),
        ("{", "not a file of answers"),
        (json.dumps({**ANSWERS, "format": 2}), "not a file of answers"),
        (json.dumps({**ANSWERS, "answers": {"set-replica-role": "y"}}), "is true or false"),
        (json.dumps({**ANSWERS, "name": "x-lazy-pages"}), "answers about x-lazy-pages"),
        (json.dumps({**ANSWERS, "answers": {"gone": True}}), "gone is not in the inventory"),
    ],
)
def test_files_of_answers_that_are_refused(clone: Path, document: str, said: str) -> None:
    (clone / "answers.json").write_text(document)
    done = run(clone, *ALL, "--answers", "answers.json")
    assert (done.status, done.out) == (2, "")
    assert said in done.err


def test_answers_are_replayed(clone: Path) -> None:
    (clone / "answers.json").write_text(json.dumps(ANSWERS))
    before = flags(clone)
    applied(clone, run(clone, *ALL, "--answers", "answers.json"))
    assert flags(clone) - before == MARKED | {"set-replica-role"}


def _on_terminal(where: Path, keys: str, *argv: str) -> int:
    """Run the command on a terminal of its own, type `keys`, and return its status."""
    here, there = pty.openpty()
    code = "from codemods.start import deprecate_feature as main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, *argv], cwd=where, stdin=there, stdout=there, stderr=there,
        env={**os.environ, "PYTHONPATH": str(SOURCE)}, start_new_session=True,
        preexec_fn=lambda: __import__("fcntl").ioctl(0, __import__("termios").TIOCSCTTY, 0),
    )  # fmt: skip
    os.close(there)
    seen, typed = b"", 0
    while True:
        try:
            ready, _, _ = select.select([here], [], [], 60)
            part = os.read(here, 4096) if ready else b""
        except OSError:  # the other end is closed
            break
        if not part:
            break
        seen += part
        if seen.count(b"[n]: ") > typed and typed < len(keys):
            os.write(here, keys[typed].encode() + (b"" if keys[typed] == "\x03" else b"\n"))
            typed += 1
    os.close(here)
    return process.wait(60)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_answers_that_cannot_be_kept_keep_the_series_back(
    clone: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: bool
) -> None:
    monkeypatch.setattr("codemods.cli.interactive.ask", lambda found, known: dict(known))
    file = clone / ("kept/answers.json" if elsewhere else "out/x-twin.answers.json")
    argv = (*ALL, "--interactive", "--no-verify", *(("--answers", str(file)) if elsewhere else ()))
    before = git(clone, "for-each-ref")
    done = run(clone, *argv, "--branch", "topic") if elsewhere else None
    assert done is None or (done.status == 1 and not (clone / "out").exists()), done
    file.mkdir(parents=True) if not elsewhere else file.parent.mkdir()
    done = run(clone, *argv, "--branch", "topic")
    if elsewhere:
        assert done.status == 0 and file.exists() and len(list((clone / "out").iterdir())) > 3
    else:
        assert done.status == 1 and "cannot write to out" in done.err
        assert list((clone / "out").iterdir()) == [file]
        assert git(clone, "for-each-ref") == before


def test_interactive(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert _on_terminal(clone, "nynn", *ALL, "--interactive") == 0
    kept = json.loads((clone / "out/x-twin.answers.json").read_text())
    assert kept["answers"] == {
        "BlockdevDriver.replica": False, "query-replica-status": True,
        "set-replica-role": False, "ObjectType.filter-copy": False,
    }  # fmt: skip
    assert left_out(clone, "BlockdevDriver.replica").startswith("answered no")
    first = {p.name: p.read_bytes() for p in (clone / "out").glob("*.patch")}
    # What the mails tell to type asks nothing, and gives the same mails again.
    again = run(clone, *ALL, "--answers", "out/x-twin.answers.json")
    assert again.status == 0, again.err
    assert {p.name: p.read_bytes() for p in (clone / "out").glob("*.patch")} == first
    # Names of files are cut at a fixed length.
    second = run(clone, *ALL, "--answers", "out/x-twin.answers.json", "-v", "2")
    assert [n.removeprefix("out/v2-")[:40] for n in second.names] == [n[:40] for n in sorted(first)]


def test_ctrl_c_writes_nothing(clone: Path) -> None:
    assert _on_terminal(clone, "y\x03", *ALL, "--interactive") != 0
    assert not (clone / "out").exists()


def test_what_an_earlier_series_left_out(clone: Path) -> None:
    """The founding case: one interface was marked, and the others were forgotten."""
    run(clone, *X_TWIN, "--since", "11.0", "-o", "out")
    git(clone, "am", "-q", next((clone / "out").glob("0001*")).relative_to(clone).as_posix())
    before = flags(clone)
    subjects = applied(clone, run(clone, *ALL[:-1], "rest"))
    assert flags(clone) - before == MARKED - {"MigrationCapability.x-twin"}
    assert len(subjects) == 4


def test_a_second_run_says_so(whole: Whole, identity: None) -> None:
    done = run(whole.clone, *X_TWIN, "--since", "11.0", "--include-related", "-o", "again")
    assert done.status == 1
    assert "already deprecated since 11.0" in done.err
    assert not (whole.clone / "again").exists()


def test_a_topic_has_to_be_given_a_title(clone: Path) -> None:
    before = flags(clone)
    done = run(clone, "twin", "--include-related", "-o", "out")
    assert (done.status, done.out) == (2, "")
    assert "'twin' is part of info twin, x_twin_takeover, MigrationStatus.twin," in done.err
    assert "behaviour:twin with --title, --chapter and --reason" in done.err
    title = ("--title", "Lock-step twins", "--chapter", "Migration", "--reason", "Nobody does.")
    applied(clone, run(clone, "behaviour:twin", *title, "--include-related", "-o", "out"))
    assert flags(clone) - before == MARKED
    assert "\nLock-step twins (since " in (clone / ENTRY).read_text()
    subject = "Deprecate Lock-step twins and what belongs to them"
    text = " ".join(cover(clone).split())
    assert subject in text
    listed = text.partition("Left out:")[0]
    assert "behaviour twin" not in listed
    assert "build option" not in listed


def test_a_topic_takes_the_interface_that_has_its_name(clone: Path) -> None:
    before = flags(clone)
    title = ("--title", "Taking over", "--chapter", "Migration", "--reason", "Nobody does.")
    argv = ("behaviour:twin-do-sync", *title, "--include-related", "-o", "out")
    applied(clone, run(clone, *argv))
    assert "twin-do-sync" in flags(clone) - before
    text = " ".join(cover(clone).split())
    assert "command twin-do-sync" in text.partition("Made with")[0].replace("  ", " ")


def test_what_is_to_be_used_instead_stays(clone: Path) -> None:
    before = flags(clone)
    title = ("--title", "Lock-step twins", "--chapter", "Migration", "--reason", "Nobody does.")
    instead = ("--replacement", "twin-compare")
    applied(clone, run(clone, "behaviour:twin", *title, *instead, "--include-related", "-o", "out"))
    assert flags(clone) - before == MARKED - {"ObjectType.twin-compare"}
    assert left_out(clone, "ObjectType.twin-compare").startswith("it is what to use instead")


def test_the_property_of_the_same_name_does_not_stand_in_the_way(clone: Path) -> None:
    before = flags(clone)
    argv = (*X_TWIN, "--since", "11.0", "--include", "x-twin-interval", "-o", "out")
    applied(clone, run(clone, *argv))
    names = ("Parameter", "Parameters")
    wanted = {f"Migration{name}.x-twin-interval" for name in names}
    assert flags(clone) - before == wanted | {"MigrationCapability.x-twin"}
