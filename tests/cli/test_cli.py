"""The command line: options, exit codes, and what goes to which stream."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from example_tree import *  # noqa: F403
from example_tree import (
    PATCH,
    X_TWIN,
    change,
    commit,
    git,
    run,
    snapshot,
    spawn,
    start,
    without_ids,
)
from example_tree import _original as _original

from codemods import __version__
from codemods.checks import of_patches
from codemods.cli import remove_feature
from codemods.errors import Problem
from codemods.model import Check

pytestmark = pytest.mark.usefixtures("identity")

TOUCHED = ["docs/about/deprecated.rst", "migration/options.c", "qapi/migration.json"]
#: The same as X_TWIN, shown and not written.
SHOWN = (*X_TWIN, "--dry-run", "--no-verify")


def mail(where: Path, *argv: str, name: str = PATCH) -> str:
    """The first mail that the command writes."""
    done = run(where, *argv, "-o", "out")
    assert (done.status, done.names[0]) == (0, f"out/{name}"), done.err
    return (where / "out" / name).read_text()


def refused(where: Path, status: int, *argv: str, stdin: str | None = None) -> str:
    """What the command says when it refuses, having written nothing."""
    before = snapshot(where)
    done = run(where, *argv, stdin=stdin)
    assert (done.status, done.out) == (status, ""), (done.out, done.err)
    assert done.err
    assert snapshot(where) == before
    return done.err


def added(diff: str) -> list[str]:
    return [line[1:] for line in diff.splitlines() if re.match(r"\+(?!\+\+ )", line)]


# What is written, and what is printed.


def test_written(folder):
    before = snapshot(folder)
    done = run(folder, *X_TWIN)
    assert done.status == 0
    assert done.out == f"{PATCH}\n"
    made = snapshot(folder)
    assert {name: made[name] for name in before} == before
    assert set(made) - set(before) == {PATCH}
    text = (folder / PATCH).read_text()
    assert re.findall(r"(?m)^diff --git a/(\S+)", text) == TOUCHED
    assert "Signed-off-by" not in text
    assert f"deprecate-feature {__version__}" in text
    assert "deprecate-feature x-twin --no-replacement" in text


def test_clone_is_left_as_it_was(clone):
    before = snapshot(clone)
    assert run(clone, *X_TWIN, "-o", "../out").status == 0
    assert snapshot(clone) == before


def test_a_folder_and_a_clone_give_the_same_mail(folder, clone):
    argv = (*X_TWIN, "--tree", ".")
    assert without_ids(mail(folder, *argv)) == without_ids(mail(clone, *argv))


def test_applied_by_git_am(clone):
    run(clone, *X_TWIN, "-o", "../out")
    planned = json.loads(run(clone, *SHOWN, "--json").out)
    git(clone, "am", "-q", f"../out/{PATCH}")
    assert git(clone, "diff", "--name-only", "HEAD~1").splitlines() == TOUCHED
    assert planned["patches"][0]["files"] == TOUCHED


def test_the_warning_stands_outside_the_block(folder):
    run(folder, *X_TWIN, "--apply")
    text = (folder / "migration/options.c").read_text()
    assert text.index('warn_report("x-twin') < text.index("#ifndef CONFIG_LOCKSTEP")


def test_second_run_finds_nothing_to_do(folder):
    run(folder, *X_TWIN, "--apply")
    said = refused(folder, 1, *X_TWIN)
    assert "already deprecated since 11.0" in said
    assert "hint: " in said


def test_another_release_rewrites_title_and_underline(folder):
    run(folder, *X_TWIN, "--apply")
    diff = run(folder, *SHOWN, "--since", "11.1").out
    assert re.findall(r"(?m)^diff --git a/(\S+)", diff) == TOUCHED[:1]
    assert added(diff) == ["``x-twin`` capability (since 11.1)"]
    assert "'''" not in "".join(added(diff)), "the underline is as long as it was"


# Exit codes.


def test_exit_code_3_and_nothing_written(folder, monkeypatch):
    bad = Problem("bad", "qapi/migration.json", 7, "it is wrong", "mend it")
    failing = Check("bad", lambda before, after, patch: [bad])
    monkeypatch.setattr(of_patches, "every", lambda: {"bad": failing})
    for argv in ((), ("--dry-run",), ("--apply",), ("--json",)):
        said = refused(folder, 3, *X_TWIN, *argv)
        assert "qapi/migration.json:7: bad: it is wrong\nhint: mend it" in said
        assert "nothing was written" in said


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        ((), "NAME"),
        (("--nonsense",), "No such option"),
        (("x-twin", "--color", "green"), "green"),
        (("x-twin", "--warn", "loud"), "loud"),
        (("x-twin", "-v", "0"), "0"),
        (("x-twin", "-v", "two"), "two"),
        (("x-twin", "--kind", "nonsense"), "no such kind"),
        (("x-twin", "--since", "10.2"), "past"),
        (("x-twin", "--since", "2.13"), "no such release"),
        (("x-twin", "--since", "soon"), "form X.Y"),
        (("x-twin", "--tree", "nowhere"), "not a folder"),
        (("x-twin", "--tree", "qapi"), "not a QEMU source tree"),
        (("x-twin", "--rev", "HEAD"), "not a git repository"),
        (("x-twin", "--branch", "new"), "needs a git repository"),
        (("x-twin", "--reason", "a", "--reason-file", "VERSION"), "exclude each other"),
        (("x-twin", "--reason-file", "nowhere"), "nowhere"),
        (("x-twin", "--reason-file", "qapi"), "directory"),
        (("x-twin", "--replacement", "a", "--no-replacement"), "exclude each other"),
        (("x-twin", "--replacement", "squeeze", "--replacement", "squeeze"), "same thing twice"),
        (("x-twin", "--replacement", "squeeze", "--replacement", ""), "names nothing"),
        (("x-twin", "squeeze", *("--replacement", "late-memory") * 3), "more --replacement"),
        (("x-twin", "--message", "a", "--message-file", "VERSION"), "exclude each other"),
        (("x-twin", "--warning-text", "not gr\u00fcn"), "ASCII"),
        (("x-twin", "--when", "a"), "give its place with --warn-at"),
        (("x-twin", "--warn-at", "a.c"), "not FILE:FUNCTION"),
        (("x-twin", "--warn-at", "a.c:f g"), "not FILE:FUNCTION"),
        (("x-twin", "squeeze", "--warn-at", "a.c:f"), "place of one warning"),
        (("x-twin", "--warn-at", "a.c:f", "--warn", "none"), "exclude each other"),
        (("x-twin", "--title", "Twins ``of"), "no title in"),
        (("x-twin", "--title", "(since 9.0)"), "a release in the title"),
        (("x-twin", "--title", "Twins since 9.0"), "a release in the title"),
        (("x-twin", "--title", "Twins (all, since v9.0.1)"), "a release in the title"),
        (("x-twin", "--replacement", "use " + "x" * 61), "a word of over 60 columns"),
        (("x-twin", "--replacement", "a [1]_"), "the replacement is not valid reStruct"),
        (("x-twin", "--replacement", "``x-twin``"), "is to be deprecated"),
        (("migration-capability:x-twin", "--replacement", "x-twin"), "is to be deprecated"),
        (("x-twin", "x-twin"), "twice"),
        (("x-twin", "MigrationCapability.x-twin"), "twice"),
        (("",), "empty"),
        (("x-twin", "--dry-run", "--apply"), "--dry-run"),
        (("x-twin", "--dry-run", "--branch", "new"), "--dry-run"),
        (("x-twin", "--apply", "-o", "out"), "--apply"),
        (("x-twin", "--apply", "--branch", "new"), "--apply"),
        (("x-twin", "--to", "nobody"), "not a mail address"),
        (("x-twin", "--cc", "a@b\nBcc: c@d"), "not a mail address"),
        (("no-such-name", "--cc", "nobody"), "not a mail address"),
        (("x-twin", "squeeze", "--title", "One for both"), "--title"),
    ],
)  # fmt: skip
def test_usage_errors(folder, argv, message):
    assert message in refused(folder, 2, *argv)


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (("x-twn",), "nearest names: x-twin (migration-capability)"),
        (("qapi-enum-value:x-twn",), "x-twin"),
        (("nothing-like-it-at-all",), "no feature is called"),
        (("none",), "names 3 features"),
        (("block-push",), "already deprecated since 10.0"),
        (("MigrationCapability.block-push", "x-twin"), "already deprecated since 10.0"),
        (("x-twin", "--replacement", "nowhere-to-be-found"), "is not in the schema"),
        (("x-twin", "--replacement", "block-push"), "is itself deprecated"),
        (("x-twin", "--replacement", "MigrationCapability.block-push"), "is itself deprecated"),
        (("x-twin", "--replacement", "copy-job-resume"), "is itself deprecated"),
        (("x-twin", "-o", "VERSION"), "cannot write"),
        (("x-twin", "-o", "VERSION/below"), "cannot write"),
    ],
)
def test_refusals(folder, argv, message):
    assert message in refused(folder, 1, *argv)


def test_missing_identity_is_refused(folder, monkeypatch):
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.delenv(f"GIT_{role}_NAME")
        monkeypatch.delenv(f"GIT_{role}_EMAIL")
    monkeypatch.delenv("EMAIL", raising=False)
    said = refused(folder, 1, *X_TWIN)
    assert "name and address" in said
    assert "git config" in said
    assert run(folder, *SHOWN).status == 0, "a dry run needs no identity"


def test_missing_git_is_refused(folder, monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    assert "git was not found" in refused(folder, 1, *X_TWIN)


def test_ambiguous_name_lists_path_line_kind_and_name(folder):
    said = refused(folder, 1, "none")
    for name in ("MigrationStatus", "TwinExitReason"):
        line = rf"  qapi/migration\.json:\d+ qapi-enum-value {name}\.none"
        assert re.search(f"(?m)^{line}$", said), said
    assert "hint: " in said


# Each option.


def test_kind_and_qualified_names_choose(folder):
    by_kind = run(folder, "qapi-enum-value:TwinExitReason.none", "--dry-run", "--no-verify")
    assert by_kind.status == 0
    argv = ("TwinExitReason.none", "--kind", "qapi-enum-value", "--dry-run", "--no-verify")
    assert run(folder, *argv).out == by_kind.out
    assert run(folder, "TwinExitReason.none", "--dry-run", "--no-verify").out == by_kind.out
    general = run(folder, "qapi-enum-value:x-twin", "--dry-run", "--no-verify").out
    assert "migration/options.c" not in general


@pytest.mark.parametrize(
    ("version", "argv", "since"),
    [
        ("10.2.50", (), "11.0"),
        ("10.1.90", (), "10.2"),
        ("7.2.0", (), "8.0"),
        ("10.2.50", ("--since", "11.1"), "11.1"),
        ("7.2.0", ("--since", "11.0"), "11.0"),
    ],
)
def test_since(folder, version, argv, since):
    (folder / "VERSION").write_text(f"{version}\n")
    title = f"``x-twin`` capability (since {since})"
    lines = added(run(folder, *SHOWN, *argv).out)
    assert lines[lines.index(title) + 1] == "'" * len(title)


def test_blanks_around_and_in_a_replacement_are_no_part_of_it(folder):
    argv = ("x-twin", "--reason", "It is old.", "--dry-run")
    plain = run(folder, *argv, "--replacement", "a b").out
    assert "Use a b instead." in plain
    assert run(folder, *argv, "--replacement", "\n a\nb ").out == plain
    assert run(folder, *argv, "--replacement", " \n").out == run(folder, *argv).out


@pytest.mark.parametrize("why", ["``", "|x", "a ``b"])
def test_an_excuse_that_the_entry_of_a_removal_cannot_hold(folder, why):
    done = run(folder, "x-twin", "--no-grace", why, tool=remove_feature.command)
    assert done.status == 2
    assert "the reason is not valid reStructuredText" in done.err


def test_the_longest_word_of_a_replacement(folder):
    done = run(folder, *X_TWIN[:1], "--reason", "It is old.", "--replacement", "use " + "x" * 60)
    assert done.status == 0, done.err


def test_past_release_names_the_right_one(folder):
    said = refused(folder, 2, "x-twin", "--since", "10.1")
    assert "hint: the next release of this tree is 11.0: --since 11.0" in said


@pytest.mark.parametrize("below", ["qapi", "tests/qtest", "."])
def test_tree_around_the_current_folder(folder, below):
    assert run(folder / below, *SHOWN).out == run(folder.parent, *SHOWN, "--tree", "folder").out


def test_no_tree_around_is_refused(tmp_path):
    assert "hint: name one with --tree DIR" in refused(tmp_path, 2, *X_TWIN)


def test_rev_works_on_another_commit(clone):
    wanted = run(clone, *SHOWN).out
    change(clone, "qapi/migration.json", "# Migration\n", "# Journeys\n")
    change(clone, "migration/options.c", "#ifndef CONFIG_LOCKSTEP\n", "#ifndef CONFIG_OTHER\n")
    commit(clone)
    assert run(clone, *SHOWN, "--rev", "HEAD~1").out == wanted
    assert run(clone, *SHOWN).out != wanted
    assert "no such commit" in refused(clone, 2, *SHOWN, "--rev", "nowhere")


def test_changes_that_are_ignored_are_named(clone):
    wanted = run(clone, *SHOWN).out
    change(clone, "migration/options.c", "if (flight.busy)", "if (flight.idle)")
    change(clone, "VERSION", "10.2.50", "9.0.0")
    done = run(clone, *SHOWN)
    assert done.out == wanted
    assert "warning: migration/options.c: changes in the work tree are ignored\n" in done.err
    assert "VERSION" not in done.err
    assert "warning" not in run(clone, *SHOWN, "--quiet").err


def test_a_file_that_was_only_touched_is_not_named(clone):
    """Git cannot tell before it has looked into the file."""
    os.utime(clone / "migration/options.c", (1, 1))
    assert "ignored" not in run(clone, *SHOWN).err


REASON = "It is *old*.\n\n- Nobody uses it.\n- Nobody tests it.\n"


def test_reason(folder):
    text = mail(folder, "x-twin", "--reason", REASON)
    message, _, diff = text.partition("\n---\n")
    for line in ("It is *old*.", "- Nobody uses it."):
        assert f"\n{line}\n" in message
        assert line in added(diff)


@pytest.mark.parametrize("way", ["file", "-"])
def test_reason_from_a_file(folder, way):
    (folder / "why.rst").write_text(REASON)
    argv = ("x-twin", "--dry-run", "--no-verify", "--reason")
    wanted = run(folder, *argv, REASON).out
    file = "-" if way == "-" else "why.rst"
    argv = (*argv[:-1], "--reason-file", file)
    assert run(folder, *argv, stdin=REASON if way == "-" else None).out == wanted


def test_reason_that_is_not_text_is_refused(folder):
    (folder / "why.rst").write_bytes(b"caf\xe9\n")
    assert "not UTF-8" in refused(folder, 2, "x-twin", "--reason-file", "why.rst")


@pytest.mark.parametrize(
    "reason", ["---\ndiff --git a/x b/x\n", "From me\n\nSubject: x\n", 'It\'s "good" $HOME `x`\\']
)
def test_reason_that_looks_like_a_mail_does_no_harm(clone, reason):
    done = run(clone, "x-twin", "--reason", reason, "-o", "../out")
    assert done.status == 0, done.err
    git(clone, "am", "-q", *[f"../{name.removeprefix('../')}" for name in done.names])


def test_long_reason_is_wrapped_in_the_entry(folder):
    lines = added(run(folder, "x-twin", "--reason", "word " * 60, "--dry-run", "--no-verify").out)
    assert max(len(line) for line in lines if line.startswith("word")) <= 80


@pytest.mark.parametrize(
    ("argv", "schema", "warning"),
    [
        ((), "Member @x-twin is deprecated.", "x-twin capability is deprecated"),
        (("--no-replacement",), "Member @x-twin is deprecated without replacement.",
         "x-twin capability is deprecated"),
        (("--replacement", "many-streams"),
         "Member @x-twin is deprecated. Use @many-streams instead.",
         "x-twin capability is deprecated, use many-streams instead"),
        (("--replacement", "a second machine"),
         "Member @x-twin is deprecated. Use a second machine instead.",
         "x-twin capability is deprecated, use a second machine instead"),
        (("--replacement", ""), "Member @x-twin is deprecated.", "x-twin capability is deprecated"),
    ],
)  # fmt: skip
def test_replacement(folder, argv, schema, warning):
    done = run(folder, "x-twin", *argv, "--dry-run", "--no-verify")
    text = re.sub(r"\s*#\s*|\s+", " ", " ".join(added(done.out)))
    assert schema in text
    assert warning in re.sub(r'"\s*"', "", text)


def test_replacements_go_with_the_names(folder):
    names = ("x-twin", "x-lazy-pages")
    argv = ("--replacement", "", "--replacement", "squeeze", "--dry-run", "--no-verify")
    text = re.sub(r'"\s*"', "", " ".join(added(run(folder, *names, *argv).out)))
    assert "x-lazy-pages capability is deprecated, use squeeze instead" in text
    assert '"x-twin capability is deprecated"' in text


def test_one_replacement_of_an_entry_is_for_all_its_names(folder):
    argv = ("x-twin", "x-lazy-pages", "--replacement", "squeeze", "--dry-run", "--no-verify")
    joint = re.sub(r'"\s*"', "", " ".join(added(run(folder, *argv, "--together").out)))
    assert "x-twin capability is deprecated, use squeeze instead" in joint
    assert "x-lazy-pages capability is deprecated, use squeeze instead" in joint
    apart = " ".join(added(run(folder, *argv).out))
    assert '"x-lazy-pages capability is deprecated"' in apart


def test_a_patch_each_with_a_cover_letter(folder):
    done = run(folder, "x-twin", "x-lazy-pages", "--reason", "Nobody uses it.", "-o", "out")
    assert [re.sub("-.*", "", Path(name).name) for name in done.names] == ["0000", "0001", "0002"]
    cover, first, second = ((folder / name).read_text() for name in done.names)
    assert "x-twin and x-lazy-pages" in cover
    assert "Left as they are, to be looked at:\n\n  docs/twin.rst:" in cover
    assert "lines can mean what is deprecated: " in done.err
    assert "checks passed: " in done.err
    assert "x-lazy-pages" not in " ".join(added(first))
    assert 'warn_report("x-lazy-pages' in second


def test_together(folder):
    done = run(folder, "x-twin", "x-lazy-pages", "--together", "-o", "out")
    assert len(done.names) == 1, done.err
    lines = added((folder / done.names[0]).read_text())
    titles = [line for line in lines if "(since 11.0)" in line]
    assert len(titles) == 1
    assert "x-twin" in titles[0]
    assert "x-lazy-pages" in titles[0]


def test_a_subject_that_would_be_too_long_counts(folder):
    names = ("x-twin", "x-lazy-pages", "snapshot-background", "many-streams")
    done = run(folder, *names, "--together", "-o", "out")
    text = (folder / done.names[0]).read_text()
    subject = "[PATCH] migration: Deprecate x-twin, x-lazy-pages,\n snapshot-background and 1 more"
    assert f"Subject: {subject}\n" in text


def test_unstable_is_kept_and_asked_about(folder):
    done = run(folder, *X_TWIN)
    text = (folder / PATCH).read_text()
    assert "[ 'unstable', 'deprecated' ]" in text
    asked = "MigrationCapability.x-twin is `unstable` and may go without a deprecation."
    assert asked in " ".join(text.partition("\n---\n")[2].split())
    # Who reads the mail knows no option of ours; who sends it does.
    assert "--drop-unstable" not in text
    assert "x-twin stays `unstable`: --drop-unstable drops that flag" in done.err


def test_drop_unstable(folder):
    lines = added(run(folder, *SHOWN, "--drop-unstable").out)
    assert "            { 'name': 'x-twin', 'features': [ 'deprecated' ] }," in lines
    assert "# @unstable: Member @x-lazy-pages may change at any time." in lines


def test_drop_unstable_refuses_a_text_without_names(folder):
    words = "@unstable: Members @x-twin and @x-lazy-pages may change at any time."
    change(folder, "qapi/migration.json", words, "@unstable: Mind your step.")
    assert "--keep-unstable" in refused(folder, 1, *SHOWN, "--drop-unstable")


def test_no_warning(folder):
    diff = run(folder, *SHOWN, "--warn", "none").out
    assert re.findall(r"(?m)^diff --git a/(\S+)", diff) == [TOUCHED[0], TOUCHED[2]]


def test_dry_run_is_a_diff_and_nothing_else(clone):
    before = snapshot(clone)
    for argv in (SHOWN, (*X_TWIN, "--dry-run")):
        done = run(clone, *argv)
        assert done.status == 0
        assert done.out.startswith("diff --git a/docs/about/deprecated.rst")
        (clone.parent / "diff").write_text(done.out)
        git(clone, "apply", "--check", "../diff")
    assert snapshot(clone) == before


@pytest.mark.parametrize(
    ("color", "coloured"), [("always", True), ("never", False), ("auto", False)]
)
def test_color(folder, color, coloured):
    plain = run(folder, *SHOWN).out
    shown = run(folder, *SHOWN, "--color", color).out
    assert ("\x1b[" in shown) == coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", shown) == plain


def test_output_folder_is_made_and_names_are_as_given(folder):
    done = run(folder, *X_TWIN, "-o", "deep/er/out")
    assert done.out == f"deep/er/out/{PATCH}\n"
    absolute = run(folder, *X_TWIN, "-o", str(folder / "abs"))
    assert absolute.out == f"{folder / 'abs' / PATCH}\n"


def test_output_folder_keeps_other_files(folder):
    (folder / "out").mkdir()
    (folder / "out/mine").write_text("mine")
    (folder / "out" / PATCH).write_text("old")
    assert run(folder, *X_TWIN, "-o", "out").status == 0
    assert (folder / "out/mine").read_text() == "mine"
    assert (folder / "out" / PATCH).read_text() != "old"


def test_output_folder_that_is_a_dangling_link_is_refused(folder):
    (folder / "out").symlink_to("nowhere/at/all")
    assert "cannot write" in refused(folder, 1, *X_TWIN, "-o", "out")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_output_folder_that_is_read_only_is_refused(folder):
    (folder / "out").mkdir(0o555)
    assert "cannot write" in refused(folder, 1, *X_TWIN, "-o", "out")


@pytest.mark.parametrize(
    ("argv", "name", "subject"),
    [
        (("-v", "2"), f"v2-{PATCH}", "[PATCH v2] migration: Deprecate x-twin capability"),
        (("--rfc",), PATCH, "[RFC PATCH] migration: Deprecate x-twin capability"),
        (("--rfc", "-v", "3"), f"v3-{PATCH}", "[RFC PATCH v3] migration: Deprecate x-twin"),
        (("--cover-letter",), "0000-cover-letter.patch", "[PATCH 0/1] migration: Deprecate x-twin"),
        (("-v", "2", "--cover-letter"), "v2-0000-cover-letter.patch", "[PATCH v2 0/1] migration:"),
    ],
)
def test_as_format_patch_has_it(folder, argv, name, subject):
    assert f"\nSubject: {subject}" in mail(folder, *X_TWIN, *argv, name=name)


def test_a_patch_that_only_dates_an_entry_anew_says_so(folder):
    document = folder / "docs/about/deprecated.rst"
    listed = document.read_text().replace("capability (since 10.0)", "capability (since 11.0)")
    document.write_text(listed)
    done = run(folder, "block-push", "--since", "11.1", "-o", "out")
    text = (folder / done.names[0]).read_text()
    subject = "docs: Correct the release that deprecates block-push capability"
    assert f"\nSubject: [PATCH] {subject}\n" in text.replace("\n capability", " capability")
    assert "\nThe entry named release 11.0; it is 11.1.\n" in text


def test_no_cover_letter(folder):
    done = run(folder, "x-twin", "x-lazy-pages", "--no-cover-letter", "-o", "out")
    assert len(done.names) == 2
    assert "Left as they are" in (folder / done.names[0]).read_text()


@pytest.mark.parametrize("option", ["-s", "--signoff"])
def test_signoff(folder, option):
    line = "\nSigned-off-by: A Maintainer <maintainer@example.org>\n---\n"
    assert line in mail(folder, *X_TWIN, option)


def test_to_and_cc(folder):
    people = ("--to", "A <a@example.org>", "--to", "b@example.org", "--cc", "c@example.org")
    text = mail(folder, *X_TWIN, *people)
    assert re.search(r"(?m)^To: A <a@example\.org>,\n    b@example\.org", text)
    assert re.search(r"(?m)^Cc: c@example\.org", text)


def test_no_cc_asks_nobody(folder):
    text = mail(folder, *X_TWIN, "--no-cc", "--cc", "c@example.org")
    head = text.partition("\n\n")[0]
    assert "To:" not in head
    assert "\nCc: c@example.org" in head
    assert "recipients" not in run(folder, *X_TWIN, "--no-cc").err


def test_branch(clone):
    before = snapshot(clone)
    assert run(clone, *X_TWIN, "--branch", "gone/x-twin", "-o", "../out").status == 0
    assert git(clone, "log", "--format=%s %an", "gone/x-twin", "^main") == (
        "migration: Deprecate x-twin capability A Maintainer"
    )
    after = snapshot(clone)
    changed = {n for n in before if after.get(n) != before[n]}
    assert not {n for n in changed if not n.startswith(".git/")} | (changed & {".git/HEAD"})
    assert git(clone, "status", "--porcelain") == ""
    git(clone, "am", "-q", f"../out/{PATCH}")
    assert git(clone, "rev-parse", "HEAD^{tree}") == git(clone, "rev-parse", "gone/x-twin^{tree}")


@pytest.mark.parametrize("name", ["main", "main/x", "-x", "a..b", "@{-1}", "HEAD"])
def test_branch_that_exists_or_cannot_be_is_refused(clone, name):
    assert "--branch" in refused(clone, 1, *X_TWIN, "--branch", name)


def test_branch_without_a_name_is_refused(clone):
    assert "--branch" in refused(clone, 1, *X_TWIN, "--branch", "")


def test_apply(clone):
    (clone / "migration/options.c").chmod(0o755)
    git(clone, "commit", "-q", "-a", "-m", "mode")
    index = (clone / ".git/index").read_bytes()
    head = git(clone, "rev-parse", "HEAD")
    done = run(clone, *X_TWIN, "--apply")
    assert (done.status, done.names) == (0, TOUCHED)
    assert (clone / ".git/index").read_bytes() == index
    assert git(clone, "rev-parse", "HEAD") == head
    assert git(clone, "diff", "--name-only").splitlines() == TOUCHED
    assert os.access(clone / "migration/options.c", os.X_OK)


def test_apply_refuses_a_dirty_file(clone):
    change(clone, "migration/options.c", "if (flight.busy)", "if (flight.idle)")
    said = refused(clone, 1, *X_TWIN, "--apply")
    assert "migration/options.c" in said


def test_apply_ignores_other_dirty_files(clone):
    (clone / "README.rst").write_text("changed\n")
    assert run(clone, *X_TWIN, "--apply").status == 0


def test_apply_to_another_commit_is_refused(clone):
    git(clone, "commit", "-q", "--allow-empty", "-m", "more")
    assert "checked out" in refused(clone, 1, *X_TWIN, "--apply", "--rev", "HEAD~1")


def test_json(folder):
    done = run(folder, *X_TWIN, "--json", "-o", "out")
    told = json.loads(done.out)
    assert told["files"] == [f"out/{PATCH}"]
    (patch,) = told["patches"]
    assert patch["files"] == TOUCHED
    assert patch["features"][0]["qualified"] == "MigrationCapability.x-twin"
    assert {edit["path"] for edit in patch["edits"]} == set(TOUCHED)
    for edit in patch["edits"]:
        lines = (folder / edit["path"]).read_text().splitlines()
        assert 1 <= edit["line"] <= len(lines) + 1
    account = told["account"]
    assert account["lines"] == len(account["rows"]) == sum(account["totals"].values())
    words = patch["features"][0]["spellings"]
    whole = "|".join(rf"(?<![\w-]){word}(?![\w-])" for word in words)
    argv = ["grep", "--no-index", "-I", "-P", "-n", whole, "--", ":!out"]
    assert account["lines"] == len(git(folder, *argv).splitlines())
    assert {check["check"] for check in told["checks"]} >= set(of_patches.every()) | {"git-am"}
    assert {check["status"] for check in told["checks"]} <= {"passed", "skipped"}


def test_json_of_a_dry_run(folder):
    told = json.loads(run(folder, *SHOWN, "--json").out)
    assert told["files"] == []
    assert told["patches"][0]["subject"] == "migration: Deprecate x-twin capability"


def test_no_verify_runs_no_script(folder, tmp_path):
    for name in ("checkpatch.pl", "get_maintainer.pl", "qapi/schema.py", "qapi/__init__.py"):
        script = folder / "scripts" / name
        script.parent.mkdir(exist_ok=True)
        script.write_text(f"open('{tmp_path / 'ran'}', 'w')\n")
    done = run(folder, *X_TWIN, "--no-verify", "-o", "../out")
    assert done.status == 0, done.err
    assert not (tmp_path / "ran").exists()


def test_quiet(folder):
    assert "warning: " in run(folder, *X_TWIN).err
    quiet = run(folder, *X_TWIN, "-q")
    assert (quiet.out, quiet.err) == (f"{PATCH}\n", "")
    assert run(folder, "x-twn", "-q").err, "a refusal is said all the same"


def test_version(tmp_path):
    done = run(tmp_path, "--version")
    assert (done.status, done.out) == (0, f"deprecate-feature, version {__version__}\n")


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_tells_options_and_exit_codes(tmp_path, option):
    done = run(tmp_path, option)
    assert done.status == 0
    for word in (
        "--since", "--tree", "--rev", "--kind", "--reason", "--reason-file", "--replacement",
        "--no-replacement", "--together", "--keep-unstable", "--drop-unstable", "--dry-run",
        "--color", "-o,", "-v,", "--rfc", "--cover-letter", "--signoff", "--to", "--cc", "--no-cc",
        "--branch", "--apply", "--json", "--no-verify", "-q,", "--version", "Exit status",
    ):  # fmt: skip
        assert word in done.out, word


# As a process of its own.


def test_process_prints_names_on_stdout_and_the_rest_on_stderr(folder):
    done = spawn(folder, *X_TWIN)
    assert (done.status, done.out) == (0, f"{PATCH}\n")
    assert done.err.startswith("warning: ")


@pytest.mark.parametrize(("argv", "status"), [(("x-twn",), 1), (("--since",), 2)])
def test_process_ends_with_the_status(folder, argv, status):
    assert spawn(folder, *argv).status == status


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion(tmp_path, shell):
    env = {"_DEPRECATE_FEATURE_COMPLETE": f"{shell}_source"}
    done = spawn(tmp_path, env=env)
    assert done.status == 0, done.err
    assert "deprecate-feature" in done.out


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("option", ["--color=never", "--json"])
def test_a_reader_that_leaves_is_no_fault(folder, option, unbuffered):
    out, into = os.pipe()
    os.close(out)
    env = {"PYTHONUNBUFFERED": unbuffered}
    process = start(folder, *SHOWN, option, stdout=into, env=env)
    os.close(into)
    said = process.communicate()[1]
    assert process.returncode != 0
    assert said == b""


@pytest.mark.parametrize("option", ["--reason", "--replacement"])
def test_text_that_is_not_utf8_is_refused(folder, option):
    done = spawn(folder, "x-twin", option, os.fsdecode(b"caf\xe9"))
    assert "Traceback" not in done.err
    assert (done.status, done.out) == (1, "")
    assert "UTF-8" in done.err
