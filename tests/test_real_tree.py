"""The main job on a real QEMU, and every capability of it.

QEMU_TREE names a plain source folder of any release; QEMU_CLONE a clone.  The
source is only read.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from example_tree import git, run, spawn

from codemods import kinds
from codemods.checks import of_patches
from codemods.errors import Refused
from codemods.formats.c import functions as c_functions
from codemods.model import Feature, Request
from codemods.plan import deprecation
from codemods.plan.asked import Job, Wording
from codemods.plan.steps import fold
from codemods.review import inputs, review, rules
from codemods.review.model import NOTE
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree
from codemods.source.opening import open_tree
from codemods.source.overlay import Overlay

pytestmark = [pytest.mark.real_tree, pytest.mark.usefixtures("identity")]

KIND = "migration-capability"
ARGV = ("deprecate-feature",)
REASON = "It is hard to maintain, and nobody maintains it."
COLO = ("x-colo", "--since", "11.0", "--no-replacement", "--reason", REASON)
DOCUMENT, SCHEMA = "docs/about/deprecated.rst", "qapi/migration.json"
ME = {
    f"GIT_{role}_{part}": text
    for role in ("AUTHOR", "COMMITTER")
    for part, text in (("NAME", "A Maintainer"), ("EMAIL", "maintainer@example.org"))
}


def sources() -> list[str]:
    return [name for name in ("QEMU_TREE", "QEMU_CLONE") if os.environ.get(name)]


@pytest.fixture(scope="module", params=sources() or ["QEMU_TREE"])
def qemu(request) -> Path:
    where = os.environ.get(request.param)
    if not where:
        pytest.skip("neither QEMU_TREE nor QEMU_CLONE is set")
    return Path(where).resolve()


@pytest.fixture(scope="module")
def tree(qemu: Path) -> FolderTree | GitTree:
    return open_tree(qemu)


@pytest.fixture(scope="module")
def capabilities(tree) -> list[Feature]:
    return list(kinds.every()[KIND].every(tree))


@pytest.fixture(scope="module")
def colo(capabilities) -> Feature:
    found = [f for f in capabilities if f.name == "x-colo"]
    if not found:
        pytest.skip("this QEMU has no capability x-colo")
    return found[0]


@pytest.fixture(scope="module")
def touched(tree) -> list[str]:
    """The files that the main job changes; the C code moved in 8.1."""
    name = "migrate_caps_check"
    files = [path for path in tree.naming(name, ["migration"]) if path.endswith(".c")]
    (code,) = (path for path in files if list(c_functions.functions(path, tree.read(path), name)))
    return [DOCUMENT, code, SCHEMA]


@pytest.fixture(scope="module")
def mail(qemu, colo, tmp_path_factory) -> str:
    """The mail that the main job writes, as a process of its own."""
    where = tmp_path_factory.mktemp("mail")
    done = spawn(where, *COLO, "--tree", str(qemu), "-o", "out", env=ME)
    assert done.status == 0, done.err
    (name,) = done.names
    return (where / name).read_text()


@pytest.fixture(scope="module")
def applied(tree, touched, mail, tmp_path_factory) -> dict[str, bytes]:
    """What the touched files hold when the mail is applied."""
    where = tmp_path_factory.mktemp("applied")
    git(where, "init", "-q")
    for path in touched:
        (where / path).parent.mkdir(parents=True, exist_ok=True)
        (where / path).write_bytes(tree.read(path))
    git(where, "-c", "core.autocrlf=false", "add", "-A")
    git(where, "commit", "-q", "-m", "base")
    (where / "mail").write_text(mail)
    git(where, "am", "-q", "mail")
    return {path: (where / path).read_bytes() for path in touched}


def test_every_check_passes_and_none_is_skipped(qemu, colo, touched):
    done = run(qemu, *COLO, "--dry-run", "--json")
    assert done.status == 0, done.err
    told = json.loads(done.out)
    assert told["patches"][0]["files"] == touched
    found = {check["check"]: check["status"] for check in told["checks"]}
    assert set(found) >= {*of_patches.every(), "git-am", "checkpatch"}
    assert set(found.values()) == {"passed"}, told["checks"]


def test_the_flag_and_its_words(applied):
    text = applied[SCHEMA].decode()
    assert "{ 'name': 'x-colo', 'features': [ 'unstable', 'deprecated' ] }" in text
    doc = " ".join(text.partition("@MigrationCapability:")[2].partition("##")[0].split())
    words = doc.partition("@deprecated: ")[2].replace("# ", "")
    assert "ember @x-colo is deprecated without replacement." in words


def test_every_word_about_other_members_is_kept(applied, tree):
    old = tree.read("qapi/migration.json").decode()
    was = old.partition("@MigrationCapability:")[2].partition("##")[0].split("\n#\n")
    now = applied[SCHEMA].decode()
    flat = " ".join(now.replace("\n#", " ").split())
    for paragraph in was:
        assert " ".join(paragraph.replace("\n#", " ").split()).lstrip("# ") in flat


def test_the_warning_stands_outside_preprocessor_blocks(applied, touched):
    body = applied[touched[1]].decode().partition("bool migrate_caps_check(bool")[2]
    before = body.partition('warn_report("x-colo capability is deprecated")')[0]
    assert before != body, "there is no warning"
    opened = before.count("\n#if")
    assert opened == before.count("\n#endif")


def test_the_entry_stands_last_under_migration(applied):
    chapter = applied[DOCUMENT].decode().partition("\nMigration\n")[2]
    titles = [line for line in chapter.splitlines() if "(since " in line]
    assert titles[-1] == "``x-colo`` capability (since 11.0)"
    assert f"\n{titles[-1]}\n{chr(39) * len(titles[-1])}\n\n" in chapter
    assert "\n----" not in chapter.partition("x-colo")[2], "another chapter follows"


def test_git_am_gives_the_planned_bytes(applied, tree, colo):
    request = Request("11.0", no_replacement=True)
    (patch,) = fold(tree, deprecation.steps([Job(colo, request)], Wording(ARGV, REASON)))
    assert applied == dict(patch.files)


def test_second_run_on_the_result_finds_nothing_to_do(applied, tree, colo):
    done = Overlay(tree, applied)
    with pytest.raises(Refused, match=r"already deprecated since 11\.0"):
        fold(
            done,
            deprecation.steps(
                [Job(colo, Request("11.0", no_replacement=True))], Wording(ARGV, REASON)
            ),
        )


def test_account_is_that_of_a_plain_search(qemu, tree, colo):
    told = json.loads(run(qemu, *COLO, "--dry-run", "--json").out)["account"]
    each = [part for word in colo.spellings for part in ("-e", word)]
    where = ["grep", "-I", "-F", "-n", *each]
    if isinstance(tree, FolderTree):
        where[1:1] = ["--no-index", "--no-exclude-standard"]
    else:
        where.append(tree.commit)
    done = subprocess.run(["git", *where], cwd=qemu, capture_output=True, check=True)
    assert told["lines"] == len(told["rows"]) == sum(told["totals"].values())
    # Each line is one that the search finds; the constant can mean nothing else.
    lines = [
        line.removeprefix(b"%s:" % getattr(tree, "commit", "").encode())
        for line in done.stdout.splitlines()
    ]
    hits = {tuple(os.fsdecode(line).split(":", 2)[:2]) for line in lines}
    rows = {(row["path"], str(row["line"])) for row in told["rows"]}
    constant = colo.spellings[-1].encode()
    certain = {tuple(os.fsdecode(line).split(":", 2)[:2]) for line in lines if constant in line}
    assert certain <= rows <= hits


def test_mail_names_those_who_look_after_it(mail):
    head = mail.partition("\n\n")[0]
    assert "To: qemu-devel@nongnu.org" in head
    assert head.count("@") > 4


def test_a_review_has_nothing_against_it(tree, mail, tmp_path):
    (tmp_path / "mail").write_text(mail)
    series = inputs.read(tree, [str(tmp_path / "mail")], None)
    # Older trees copy nobody, and lead to another release than the one that is asked for.
    given = {"patch/recipients", "entry/since-wrong"}
    chosen = [rule for rule in rules.every() if rule not in given]
    found = review.review(series, chosen, lambda _: None, True)
    assert {f.rule for f in found.findings} >= {"qapi/unstable-too"}
    assert [f for f in found.findings if f.severity != NOTE] == []


def test_every_capability_passes_the_checks_or_is_refused_with_a_reason(tree, capabilities):
    assert len(capabilities) > 10
    fast = [check for check in of_patches.every().values() if not check.executes]
    bad, planned = [], 0
    for feature in capabilities:
        try:
            patches = fold(
                tree, deprecation.steps([Job(feature, Request("11.0"))], Wording(ARGV, REASON))
            )
        except Refused as err:
            assert "already deprecated" in str(err) or err.hint, str(err)
            continue
        planned += 1
        after = Overlay(tree, patches[0].files)
        bad += [p for check in fast for p in check.run(tree, after, patches[0])]
        assert SCHEMA in patches[0].files
    assert bad == []
    assert planned > 10


def test_all_flags_together_are_what_the_trees_own_parser_accepts(tree, capabilities):
    jobs = [Job(f, Request("11.0")) for f in capabilities if not _refused(tree, f)]
    (patch,) = fold(tree, deprecation.steps(jobs, Wording(ARGV, REASON), together=True))
    after = Overlay(tree, patch.files)
    assert list(of_patches.every()["qapi-schema"].run(tree, after, patch)) == []


def _refused(tree, feature: Feature) -> bool:
    try:
        fold(tree, deprecation.steps([Job(feature, Request("11.0"))], Wording(ARGV, REASON)))
    except Refused:
        return True
    return False


def test_nothing_of_the_source_is_touched(qemu, touched, colo, tmp_path):
    names = (*touched, ".git/index", ".git/HEAD", ".git/packed-refs", ".git/config")
    watched = [qemu / name for name in names if (qemu / name).is_file()]

    def seen():
        return sorted(qemu.iterdir()), [(p.read_bytes(), p.stat().st_mtime_ns) for p in watched]

    before = seen()
    assert run(qemu, *COLO, "-o", str(tmp_path / "out")).status == 0
    assert seen() == before


def test_a_copy_without_scripts_warns_and_works(tree, touched, colo, tmp_path):
    """An export that leaves the scripts out is still deprecated in."""
    for path in tree.files():
        if path in (*touched, "VERSION") or path.startswith("qapi/"):
            (tmp_path / "part" / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "part" / path).write_bytes(tree.read(path))
    done = run(tmp_path / "part", *COLO, "-o", "../out")
    assert done.status == 0, done.err
    assert "not checked with checkpatch" in done.err
