"""The check by `git am` accepts true mails and no others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_repo import *  # noqa: F403
from small_repo import EVERY, ME, fill, patch, snapshot
from small_repo import _clean_env as _clean_env

from codemods.checks.of_mails.git_am import problems
from codemods.series.rendering import Cover, Format, render
from codemods.source.folder import FolderTree

SERIES = (
    EVERY,
    patch("migration: Deprecate ü", "---\nFrom: x\n\n  kept\n\nend", VERSION=b"12.0.0\n"),
    patch(run_DOT_sh=b"#!/bin/sh\nfalse\n", dos_DOT_txt=b"a\r\nb\n"),
)


def spoil(files, number, old, new):
    """The mails with one text changed."""
    assert old in files[number].data
    spoiled = replace(files[number], data=files[number].data.replace(old, new))
    return (*files[:number], spoiled, *files[number + 1 :])


@pytest.fixture
def mails(tree):
    return render(tree, SERIES, ME, Format(cover_letter=False))


def test_true_mails_pass(tree, mails):
    before = snapshot(tree.where)
    assert list(problems(tree, SERIES, mails)) == []
    assert snapshot(tree.where) == before


def test_a_cover_letter_is_skipped_and_signoff_expected(tree):
    options = Format(signoff=True, version=3)
    files = render(tree, SERIES, ME, options, cover=Cover("T", "diff --git a/x b/x"))
    assert list(problems(tree, SERIES, files, ME.signoff)) == []
    assert "commit message" in next(iter(problems(tree, SERIES, files))).message


def test_plain_folder(tmp_path):
    fill(tmp_path / "plain")
    tree = FolderTree(tmp_path / "plain")
    files = render(tree, SERIES, ME, Format(cover_letter=False))
    assert list(problems(tree, SERIES, files)) == []


def test_hostile_attributes_of_the_tree(repo, tree):
    from small_repo import git

    from codemods.source.commit import GitTree

    (repo / ".gitattributes").write_text("* text eol=crlf diff=x merge=y\n*.sh -diff ident\n")
    git(repo, "add", ".gitattributes")
    git(repo, "commit", "-q", "-m", "two")
    again = GitTree(repo)
    hostile = (*SERIES, patch(_DOT_gitattributes=b"* eol=crlf\n", latin_DOT_txt=b"\xff$Id$\n"))
    files = render(again, hostile, ME, Format(cover_letter=False))
    assert list(problems(again, hostile, files)) == []


@pytest.mark.parametrize(
    ("number", "old", "new", "said"),
    [
        (0, b"+int b; /* new */", b"+int b; /* now */", "planned bytes"),
        (0, b"+gar\xe7on", b"+gar\xc3\xa7on", "planned bytes"),
        (0, b"+four\r\n", b"+four\n", "planned bytes"),
        (0, b"-10.2.50", b"-10.2.49", "git am failed"),
        (1, b"  kept", b"lost", "commit message"),
        (1, b"Deprecate", b"[x] Remove", "commit message"),
        (1, b"=C3=BC", b"=C3=BB", "commit message"),
        (2, b"b/run.sh\nindex", b"b/run.sh\nold mode 100755\nnew mode 100644\nindex", "mode"),
        (2, b"From ", b"Form ", "git am failed"),
    ],
)
def test_a_spoiled_mail_is_found(tree, mails, number, old, new, said):
    found = list(problems(tree, SERIES, spoil(mails, number, old, new)))
    assert any(said in p.message for p in found), found
    assert all(p.check == "git-am" for p in found)


def test_a_further_file_is_found(tree, mails):
    more = render(tree, (patch(new_DOT_txt=b"x\n"),), ME, Format())[0].data
    extra = b"diff --git" + more.partition(b"diff --git")[2].partition(b"\nbase-commit")[0] + b"\n"
    end = b"-- \nqemu-codemods"
    found = list(problems(tree, SERIES, spoil(mails, 1, end, extra + end)))
    assert any("not planned" in p.message and p.path == "new.txt" for p in found), found


def test_a_missing_or_swapped_mail_is_found(tree, mails):
    assert "2 mail(s) for 3 patch(es)" in next(iter(problems(tree, SERIES, mails[:2]))).message
    swapped = (mails[1], mails[0], mails[2])
    assert any("git am failed" in p.message for p in problems(tree, SERIES, swapped))
