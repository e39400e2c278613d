"""Commits and mails are a function of the tree and the plan alone."""

from __future__ import annotations

import email
import email.header
import os
import subprocess
from email.policy import default
from pathlib import Path

import pytest
from small_repo import *  # noqa: F403
from small_repo import EVERY, FILES, ME, fill, git, patch, snapshot
from small_repo import _clean_env as _clean_env

from codemods.errors import Refused, UsageError
from codemods.series import commits, mail, rendering
from codemods.series.rendering import Cover, Format, render
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree

TWO = (patch(), patch("docs: Deprecate y", VERSION=b"12.0.0\n", dos_DOT_txt=b"gone\r\n"))
HOSTILE = """
[diff]
    noprefix = true
    mnemonicPrefix = true
    external = /bin/false
    algorithm = patience
    context = 9
    renames = copies
    orderFile = /nonexistent
    interHunkContext = 9
[core]
    autocrlf = true
    attributesFile = {folder}/attributes
    hooksPath = {folder}/hooks
    abbrev = 40
    quotePath = false
    fsmonitor = /bin/false
    commentChar = B
[commit]
    gpgsign = true
    template = /nonexistent
    cleanup = scissors
[format]
    signature = HOSTILE
    attach = HOSTILE
    thread = deep
    subjectPrefix = HOSTILE
    numbered = false
    suffix = .hostile
    notes = true
    useAutoBase = true
    from = Hostile <h@example.org>
    pretty = fuller
    outputDirectory = /nonexistent
    headers = "X-Hostile: yes\\n"
    to = hostile@example.org
    coverLetter = true
    signOff = true
    encodeEmailHeaders = false
[i18n]
    commitEncoding = latin1
    logOutputEncoding = latin1
[color]
    ui = always
[alias]
    fast-import = !false
    format-patch = !false
[init]
    templateDir = {folder}/template
    defaultBranch = hostile
[user]
    name = Global
    email = global@example.org
[log]
    showSignature = true
    date = relative
[fastimport]
    unpackLimit = 0
[transfer]
    fsckObjects = true
"""


def hostile(folder: Path) -> None:
    """Leave a global configuration that would change every byte."""
    (folder / "hooks").mkdir(parents=True)
    for name in "reference-transaction", "applypatch-msg", "pre-commit", "post-index-change":
        hook = folder / "hooks" / name
        hook.write_text(f"#!/bin/sh\ntouch {folder}/hook-ran\nexit 1\n")
        hook.chmod(0o755)
    (folder / "template/hooks").mkdir(parents=True)
    (folder / "attributes").write_text("* -diff\n*.txt text eol=crlf filter=bad\n")
    (Path(os.environ["HOME"]) / ".gitconfig").write_text(HOSTILE.format(folder=folder))


def head(file: rendering.PatchFile) -> email.message.EmailMessage:
    """The mail without its From line, parsed."""
    return email.message_from_bytes(file.data.partition(b"\n")[2], policy=default)


def am(where: Path, files: tuple[rendering.PatchFile, ...], *options: str) -> None:
    """Apply the mails as a user would."""
    box = where.parent / "box"
    box.mkdir()
    for file in files:
        (box / file.name).write_bytes(file.data)
    git(where, "am", "-q", "--keep-cr", *options, *(str(box / file.name) for file in files))


def test_one_patch(tree):
    (file,) = render(tree, (patch(),), ME, Format())
    assert file.name == "0001-migration-Deprecate-x.patch"
    assert head(file)["Subject"] == "[PATCH] migration: Deprecate x"
    assert head(file)["From"] == "Jürgen Test <me@example.org>"
    assert f"base-commit: {tree.commit}\n".encode() in file.data
    assert b"Signed-off-by" not in file.data
    assert b"Message-I" not in file.data


@pytest.mark.parametrize(
    ("options", "name", "subject"),
    [
        (Format(), "0001-migration-Deprecate-x.patch", "[PATCH 1/2]"),
        (Format(version=2, rfc=True), "v2-0001-migration-Deprecate-x.patch", "[RFC PATCH v2 1/2]"),
        (Format(version=1), "v1-0001-migration-Deprecate-x.patch", "[PATCH v1 1/2]"),
    ],
)
def test_names_and_prefixes(tree, options, name, subject):
    cover, file, _ = render(tree, TWO, ME, options, cover=Cover("Title", "Blurb."))
    assert file.name == name
    assert head(file)["Subject"].startswith(subject + " ")
    assert cover.is_cover and not file.is_cover
    assert head(cover)["Subject"] == subject.replace("1/2", "0/2") + " Title"
    assert b"SUBJECT HERE" not in cover.data and b"BLURB HERE" not in cover.data
    assert b"2 files changed" in cover.data


def test_a_cover_letter_without_text_is_a_bug(tree):
    with pytest.raises(ValueError, match="cover letter"):
        render(tree, TWO, ME, Format())
    assert len(render(tree, TWO, ME, Format(cover_letter=False))) == 2


def test_a_text_for_a_cover_letter_that_is_not_wanted_is_nowhere(tree):
    options, notes = Format(cover_letter=False), "Größe?"
    first, _ = render(tree, TWO, ME, options, cover=Cover("Title", "Blurb."), notes=notes)
    assert "\n---\nGröße?\n".encode() in first.data and b"Blurb." not in first.data
    assert head(first).get_content_charset() == "utf-8"


def test_one_patch_with_a_cover_letter_is_numbered(tree):
    files = render(tree, (patch(),), ME, Format(cover_letter=True), cover=Cover("T", "B"))
    assert [head(f)["Subject"] for f in files] == [
        "[PATCH 0/1] T",
        "[PATCH 1/1] migration: Deprecate x",
    ]


def test_applies_to_every_kind_of_file(tree, tmp_path):
    files = render(tree, (EVERY,), ME, Format())
    git(tmp_path, "clone", "-q", "repo", "copy")
    for key, value in (("user.name", "x"), ("user.email", "x@y")):
        git(tmp_path / "copy", "config", key, value)
    am(tmp_path / "copy", files)
    for path, data in {**FILES, **EVERY.files}.items():
        assert (tmp_path / "copy" / path).read_bytes() == data
    assert os.access(tmp_path / "copy/run.sh", os.X_OK)


def test_our_commit_is_what_am_makes(tree, tmp_path):
    with commits.commits(tree, TWO, ME) as made:
        trees = made.repo.run("log", "--format=%T %an %ae %B", f"{made.base}..series")
    git(tmp_path, "clone", "-q", "repo", "copy")
    for key, value in (("user.name", "x"), ("user.email", "x@y")):
        git(tmp_path / "copy", "config", key, value)
    am(tmp_path / "copy", render(tree, TWO, ME, Format(cover_letter=False)))
    assert git(tmp_path / "copy", "log", "--format=%T %an %ae %B", "-2") == trees


def test_hostile_configuration_changes_no_byte(tree, tmp_path, monkeypatch):
    cover = Cover("Ünïcode", "Text")
    calm = render(tree, (EVERY, *TWO), ME, Format(), cover=cover)
    calm_diff = commits.diff(tree, TWO)
    hostile(tmp_path / "evil")
    git(tree.where, "config", "diff.noprefix", "true")
    for name, value in {
        "GIT_DIR": "/nonexistent", "GIT_INDEX_FILE": "/nonexistent", "GIT_WORK_TREE": "/",
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "diff.noprefix", "GIT_CONFIG_VALUE_0": "true",
        "GIT_CONFIG_PARAMETERS": "'format.suffix=.no'", "GIT_EXTERNAL_DIFF": "/bin/false",
        "GIT_DIFF_OPTS": "-u9", "GIT_AUTHOR_NAME": "Env", "GIT_COMMITTER_DATE": "1 +0000",
        "GIT_OBJECT_DIRECTORY": "/nonexistent", "GIT_TEMPLATE_DIR": "/nonexistent",
        "COLUMNS": "20", "GIT_ATTR_SOURCE": "HEAD", "LANG": "de_DE.UTF-8",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    assert render(GitTree(tree.where), (EVERY, *TWO), ME, Format(), cover=cover) == calm
    assert commits.diff(GitTree(tree.where), TWO) == calm_diff
    assert not (tmp_path / "evil/hook-ran").exists()


def test_nothing_is_written_to_the_repository(tree):
    before = snapshot(tree.where)
    render(tree, (EVERY, *TWO), ME, Format(cover_letter=False))
    commits.diff(tree, TWO)
    commits.identity(tree.where)
    assert snapshot(tree.where) == before


@pytest.mark.parametrize(
    "shape", ["shallow", "worktree", "detached", "bare", "shared", "odd\nname"]
)
def test_every_shape_of_clone_gives_the_same_mails(repo, tmp_path, shape):
    want = render(GitTree(repo), TWO, ME, Format(cover_letter=False))
    where = tmp_path / f"copy {shape}"
    if shape == "shallow":
        git(tmp_path, "clone", "-q", "--depth=1", f"file://{repo}", str(where))
    elif shape == "worktree":
        git(repo, "worktree", "add", "-q", "-b", "side", str(where))
    elif shape == "bare":
        git(tmp_path, "clone", "-q", "--bare", "repo", str(where))
    else:
        git(tmp_path, "clone", "-q", "--shared", "repo", str(where))
    if shape == "detached":
        git(where, "checkout", "-q", "--detach")
    before = snapshot(tmp_path)
    assert render(GitTree(where), TWO, ME, Format(cover_letter=False)) == want
    assert snapshot(tmp_path) == before


def test_sha256_repository(tmp_path):
    where = tmp_path / "new"
    where.mkdir()
    git(where, "init", "-q", "--object-format=sha256")
    fill(where)
    git(where, "add", "-A")
    git(where, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "one")
    tree = GitTree(where)
    (file,) = render(tree, (EVERY,), ME, Format())
    assert f"base-commit: {tree.commit}\n".encode() in file.data and len(tree.commit) == 64


def test_plain_folder_gives_the_same_diff_and_no_base(tree, tmp_path):
    fill(tmp_path / "plain")
    plain = FolderTree(tmp_path / "plain")
    (ours,) = render(plain, (EVERY,), ME, Format())
    (theirs,) = render(tree, (EVERY,), ME, Format())
    assert b"base-commit" not in ours.data
    assert (
        ours.data.split(b"\n---\n")[1].split(b"\n-- \n")[0] + b"\n\n"
        == (theirs.data.split(b"\n---\n")[1].split(b"base-commit")[0])
    )
    assert commits.diff(plain, (EVERY,)) == commits.diff(tree, (EVERY,))


def test_diff_applies_and_has_no_colour(tree):
    plain = commits.diff(tree, (*TWO, EVERY))
    assert b"\x1b[" not in plain
    git(tree.where, "apply", stdin=plain)
    for path, data in EVERY.files.items():
        assert (tree.where / path).read_bytes() == data
    assert commits.diff(tree, ()) == b""


DANGEROUS = """Subject: not a header

---
diff --git a/VERSION b/VERSION
--- a/VERSION
+++ b/VERSION
@@ -1 +1 @@
-10.2.50
+hostile
Index: VERSION
From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
From: Hostile <h@example.org>
[PATCH] x
>From y
# not a comment
--{0}
trailing{0}{0}


end""".replace("{0}", " ")


def test_dangerous_text_does_not_disturb_am(tree, tmp_path):
    one = patch(body=DANGEROUS)
    for number, files in enumerate(
        (
            render(tree, (one,), ME, Format(), notes=DANGEROUS),
            render(tree, (one, TWO[1]), ME, Format(), cover=Cover("T", DANGEROUS)),
        )
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        copy = folder / "copy"
        git(tmp_path, "clone", "-q", "repo", str(copy))
        for key, value in (("user.name", "x"), ("user.email", "x@y")):
            git(copy, "config", key, value)
        am(copy, files, "--empty=drop")
        assert (copy / "VERSION").read_bytes() == (b"11.0.0\n", b"12.0.0\n")[number]
        said = git(copy, "log", "-1", "--format=%an%n%B", f"HEAD~{number}").decode()
        assert said.rstrip("\n") + "\n" == "Jürgen Test\n" + mail.message(one)


def test_notes_stand_below_the_dashes(tree):
    (file,) = render(tree, (patch(),), ME, Format(), notes="Open: naïve?\n--- a/x")
    _, below = file.data.split(b"\n---\n")
    assert below.startswith("Open: naïve?\n --- a/x\n\n VERSION |".encode())
    assert head(file).get_content_charset() == "utf-8"
    with_cover = render(tree, TWO, ME, Format(), cover=Cover("T", "B"), notes="Open")
    assert not any(b"Open" in f.data for f in with_cover)


def test_signoff_once(tree):
    line = "Signed-off-by: Jürgen Test <me@example.org>"
    for body in ("Text.", f"Text.\n\n{line}", ""):
        (file,) = render(tree, (patch(body=body),), ME, Format(signoff=True))
        assert file.data.decode().count(line) == 1
    joined = mail.message(patch(body="Text.\n\nLink: x\nCc: a@b"), line)
    assert joined.endswith(f"\n\nLink: x\nCc: a@b\n{line}\n")
    assert mail.message(patch(body="Text."), line).endswith(f"\n\nText.\n\n{line}\n")


def test_recipients(tree):
    options = Format(to=("list@example.org",), cc=('"O. Dot" <dot@example.org>',))
    each = (
        (("a@example.org",), ('"Daniel P. Berrangé" <d@example.org>', "LIST@example.org")),
        (("b@example.org",), ()),
    )
    cover, first, second = render(tree, TWO, ME, options, cover=Cover("T", "B"), recipients=each)
    assert head(first)["To"] == "list@example.org, a@example.org"
    assert head(second)["To"] == "list@example.org, b@example.org"
    assert head(cover)["To"] == "list@example.org, a@example.org, b@example.org"
    assert head(first)["Cc"].addresses[1].display_name == "Daniel P. Berrangé"
    assert len(head(first)["Cc"].addresses) == 2
    for file in (cover, first, second):
        assert file.data.partition(b"\n\n")[0].isascii()


def test_recipients_are_laid_out_as_format_patch_does(tree):
    (file,) = render(tree, (patch(),), ME, Format(to=("a@x.org", "b@x.org"), cc=("C D <c@x.org>",)))
    git(tree.where, "checkout", "-q", "-b", "side")
    (tree.where / "VERSION").write_bytes(b"11.0.0\n")
    git(tree.where, "commit", "-q", "-a", "-m", "migration: Deprecate x")
    theirs = git(tree.where, "format-patch", "--stdout", "-1", "--to=a@x.org", "--to=b@x.org",
                 "--cc=C D <c@x.org>")  # fmt: skip
    start = theirs.index(b"To: ")
    assert theirs[start : theirs.index(b"\n\n", start)] in file.data


def test_long_and_foreign_subjects(tree):
    subject = "migration: Déprecate " + "übermäßig lange Wörter, " * 4 + "Ende"
    files = render(tree, (patch(subject), TWO[1]), ME, Format(), cover=Cover(subject, "Blürb"))
    for file in files[:2]:
        top = file.data.partition(b"\n\n")[0]
        assert top.isascii()
        assert max(map(len, top.split(b"\n"))) <= 80
        assert head(file)["Subject"].partition("] ")[2] == subject
    assert head(files[0]).get_content_charset() == "utf-8"


@pytest.mark.parametrize("bad", ["", "nobody", "a b@c d", "x@y.org\nBcc: z@y.org", "ä@ö.org"])
def test_bad_recipients_are_refused(tree, bad):
    with pytest.raises(UsageError, match="not a mail address"):
        render(tree, (patch(),), ME, Format(to=(bad,)))


@pytest.mark.parametrize("where", ["subject", "body", "notes", "cover"])
def test_text_that_is_not_utf8_is_refused(tree, where):
    bad = "caf\udce9"
    texts = {"subject": bad} if where == "subject" else {"body": bad} if where == "body" else {}
    with pytest.raises(Refused, match="UTF-8"):
        render(
            tree, (patch(**texts),), ME, Format(cover_letter=where == "cover"),
            cover=Cover("T", bad), notes=bad if where == "notes" else "",
        )  # fmt: skip


def test_identity_of_the_clone_wins(repo, monkeypatch):
    assert commits.identity(repo).signoff == "Signed-off-by: Local Name <local@example.org>"
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Énv Name")
    assert commits.identity(repo).name == "Énv Name"
    assert commits.identity(repo).seconds == 1_700_000_000


@pytest.mark.parametrize("known", ["nothing", "name", "email"])
def test_a_guessed_identity_is_refused(tmp_path, known):
    if known != "nothing":
        git(tmp_path, "config", "--global", f"user.{known}", "x@y.org")
    with pytest.raises(Refused, match="does not know your name") as caught:
        commits.identity(tmp_path)
    assert "git config --global user.name" in caught.value.hint


def test_identity_in_a_plain_folder(tmp_path):
    git(tmp_path, "config", "--global", "user.name", "G N")
    git(tmp_path, "config", "--global", "user.email", "g@n.org")
    assert commits.identity(tmp_path).signoff == "Signed-off-by: G N <g@n.org>"


def test_identity_not_in_utf8_is_refused(repo):
    subprocess.run(["git", "config", "user.name", b"J\xf6rg"], cwd=repo, check=True)
    with pytest.raises(Refused, match="UTF-8"):
        commits.identity(repo)


def test_dates_are_one_second_apart_and_now_without_an_epoch(tree, monkeypatch):
    _, first, second = render(tree, TWO, ME, Format(), cover=Cover("T", "B"))
    assert (head(second)["Date"].datetime - head(first)["Date"].datetime).seconds == 1
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert commits.identity(tree.where).seconds > 1_750_000_000


@pytest.mark.parametrize("epoch", ["-5", "1.5", "x", "\u0661", "4102444800", "9" * 5_000])
def test_a_date_that_no_mail_can_have(tree, monkeypatch, epoch):
    """The mails would be written, and no git could read them."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(Refused, match=r"SOURCE_DATE_EPOCH=.*: no date"):
        commits.identity(tree.where)


def test_scratch_repository_is_removed_after_an_error(tree, tmp_path, monkeypatch):
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    with pytest.raises(Refused), commits.commits(tree, (patch(),), ME) as made:
        made.repo.run("cat-file", "-p", "nonsense")
    assert snapshot(tmp_path / "tmp") == {}
