"""Every way to look at a tree shows the same files and finds the same lines."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codemods.errors import NotFound, Refused, UsageError
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree, safe_target
from codemods.source.opening import open_tree
from codemods.source.overlay import Overlay
from codemods.source.tree import Hit, exists

STRANGE = os.fsdecode(b"caf\xe9.c")
FILES: dict[str, bytes] = {
    "VERSION": b"10.2.50\n",
    "qapi/qapi-schema.json": b"{ 'include': 'a.json' }\n",
    "a.c": b"int word;\nint sword;\n",
    "crlf.c": b"word\r\nno\r\n",
    "latin.c": b"caf\xe9 word\nword\xe9\n",
    STRANGE: b"word here\n",
    "new\nline.c": b"word\n",
    "tests/unit/word.py": b"x = 'word'",
    ".hidden/word.json": b"word\n",
    "data.bin": b"\0word\n",
    "nul-later.c": b"x\n" * 4500 + b"word\0word\n",
    "empty": b"",
}
NAMED = {
    "a.c", "crlf.c", "latin.c", STRANGE, "new\nline.c", "tests/unit/word.py", ".hidden/word.json",
    "nul-later.c",
}  # fmt: skip


def git(where: Path, *args: str) -> str:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.autocrlf=false"]
    done = subprocess.run(["git", *who, *args], cwd=where, capture_output=True, check=True)
    return os.fsdecode(done.stdout).strip()


def fill(where: Path, files: dict[str, bytes] = FILES) -> None:
    for path, data in files.items():
        (where / path).parent.mkdir(parents=True, exist_ok=True)
        (where / path).write_bytes(data)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("original") / "clone"
    where.mkdir()
    git(where, "init", "-q", "-b", "main")
    fill(where)
    (where / "link.c").symlink_to("a.c")
    (where / "out.c").symlink_to("/etc/passwd")
    (where / "dir-link").symlink_to("tests")
    git(where, "add", "-A")
    git(where, "commit", "-q", "-m", "one")
    return where


@pytest.fixture
def clone(original: Path, tmp_path: Path) -> Path:
    shutil.copytree(original, tmp_path / "clone", symlinks=True)
    git(tmp_path / "clone", "update-index", "-q", "--refresh")
    return tmp_path / "clone"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    where = tmp_path / "folder"
    fill(where)
    return where


def seen(tree) -> dict[str, object]:
    """All that a tree shows."""
    return {
        "files": set(tree.files()),
        "bytes": {path: tree.read(path) for path in tree.files()},
        "hits": sorted((h.path, h.line, h.text) for h in tree.grep(["word", "include"])),
        "below": sorted(h.path for h in tree.grep(["word"], ["tests", ".hidden", "a.c"])),
        "named": set(tree.naming("word")),
        "named below": set(tree.naming("word", ["tests/unit", "nowhere"])),
    }


def wanted(files: dict[str, bytes] = FILES) -> dict[str, object]:
    """What a tree of these files must show, found without git."""
    text = {p: d for p, d in files.items() if b"\0" not in d[:8000]}
    hits = [
        (path, n, line)
        for path, data in text.items()
        for n, line in enumerate(data.split(b"\n"), 1)
        if b"word" in line or b"include" in line
    ]
    below = [p for p, _, line in hits if b"word" in line and p.startswith(("tests/", ".h", "a.c"))]
    return {
        "files": set(files),
        "bytes": dict(files),
        "hits": sorted(hits),
        "below": sorted(below),
        "named": {p for p in NAMED if p in files},
        "named below": {p for p in NAMED if p in files and p.startswith("tests/unit/")},
    }


def test_folder(folder):
    assert seen(FolderTree(folder)) == wanted()


def test_clone(clone):
    assert seen(GitTree(clone)) == wanted()


def shape_worktree(clone, tmp_path):
    git(clone, "worktree", "add", "-q", str(tmp_path / "other"))
    return tmp_path / "other"


def shape_bare(clone, tmp_path):
    git(tmp_path, "clone", "-q", "--bare", str(clone), "bare.git")
    return tmp_path / "bare.git"


def shape_worktree_of_bare(clone, tmp_path):
    bare = shape_bare(clone, tmp_path)
    git(bare, "worktree", "add", "-q", str(tmp_path / "other"), "main")
    return tmp_path / "other"


def shape_detached(clone, tmp_path):
    git(clone, "checkout", "-q", "--detach")
    return clone


def shape_shallow(clone, tmp_path):
    git(clone, "commit", "-q", "--allow-empty", "-m", "two")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{clone}", "shallow")
    return tmp_path / "shallow"


def shape_separate_git_dir(clone, tmp_path):
    git(tmp_path, "clone", "-q", f"--separate-git-dir={tmp_path / 'apart'}", str(clone), "work")
    return tmp_path / "work"


def shape_git_dir(clone, tmp_path):
    return clone / ".git"


def shape_sparse(clone, tmp_path):
    git(clone, "sparse-checkout", "set", "qapi")
    assert not (clone / "tests/unit/word.py").exists()
    return clone


def shape_packed(clone, tmp_path):
    git(clone, "gc", "-q")
    return clone


def shape_linked(clone, tmp_path):
    (tmp_path / "way").symlink_to(clone)
    return tmp_path / "way"


SHAPES = {name[6:]: make for name, make in list(globals().items()) if name.startswith("shape_")}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_clone_shows_the_same(clone, tmp_path, shape):
    assert seen(open_tree(SHAPES[shape](clone, tmp_path))) == wanted()


def dirt_changed(clone):
    (clone / "a.c").write_bytes(b"other\n")


def dirt_same_size(clone):
    (clone / "a.c").write_bytes(FILES["a.c"].replace(b"word", b"drow"))


def dirt_staged(clone):
    dirt_changed(clone)
    git(clone, "add", "a.c")


def dirt_assumed_unchanged(clone):
    git(clone, "update-index", "--assume-unchanged", "a.c")
    dirt_changed(clone)


def dirt_skipped(clone):
    git(clone, "update-index", "--skip-worktree", "a.c")
    dirt_changed(clone)


def dirt_removed(clone):
    (clone / "a.c").unlink()


def dirt_removed_from_index(clone):
    git(clone, "rm", "-q", "--cached", "a.c")


def dirt_renamed(clone):
    git(clone, "mv", "a.c", "b.c")


def dirt_replaced_by_a_link(clone):
    (clone / "a.c").unlink()
    (clone / "a.c").symlink_to("tests/unit/word.py")


def dirt_replaced_by_a_folder(clone):
    (clone / "a.c").unlink()
    fill(clone, {"a.c/word.c": b"word\n"})


def dirt_added(clone):
    fill(clone, {"more.c": b"word\n"})
    git(clone, "add", "more.c")


def dirt_intended(clone):
    fill(clone, {"more.c": b"word\n"})
    git(clone, "add", "--intent-to-add", "more.c")


def dirt_untracked(clone):
    fill(clone, {"more.c": b"word\n", "tests/unit/more.c": b"word\n"})


def dirt_all_crlf(clone):
    for path in ("a.c", "VERSION", "tests/unit/word.py"):
        (clone / path).write_bytes(FILES[path].replace(b"\n", b"\r\n") + b"\r\n")


def dirt_conflict(clone):
    git(clone, "checkout", "-q", "-b", "side")
    dirt_staged(clone)
    git(clone, "commit", "-q", "-m", "side")
    git(clone, "checkout", "-q", "main")
    fill(clone, {"a.c": b"mine\n"})
    git(clone, "commit", "-q", "-a", "-m", "mine")
    fill(clone, {"a.c": FILES["a.c"]})
    git(clone, "commit", "-q", "-a", "-m", "back again")
    fill(clone, {"a.c": b"third\n"})
    git(clone, "commit", "-q", "-a", "-m", "third")
    subprocess.run(["git", "merge", "-q", "side"], cwd=clone, capture_output=True)
    git(clone, "update-ref", "HEAD", "HEAD~1")


DIRT = {name[5:]: make for name, make in list(globals().items()) if name.startswith("dirt_")}


@pytest.mark.parametrize("dirt", DIRT)
def test_changes_in_the_work_tree_are_not_seen(clone, dirt):
    DIRT[dirt](clone)
    assert seen(GitTree(clone)) == wanted()
    expecting = GitTree(clone)
    expecting.expect(["include", "wor"], ["word"])
    assert seen(expecting) == wanted()


def test_dirty_names_what_differs_or_may(clone):
    assert not GitTree(clone).dirty
    dirt_changed(clone)
    git(clone, "update-index", "--skip-worktree", "crlf.c")
    assert GitTree(clone).dirty == {"a.c", "crlf.c"}


def test_so_many_changes_that_the_commit_is_searched(clone, monkeypatch):
    monkeypatch.setattr("codemods.source.commit._MANY", 1)
    dirt_all_crlf(clone)
    assert seen(GitTree(clone)) == wanted()


def test_a_file_is_read_once(clone):
    tree = GitTree(clone)
    assert tree.read("a.c") == FILES["a.c"]
    tree._objects.close()
    assert tree.read("a.c") == FILES["a.c"]


def test_another_commit_than_the_one_checked_out(clone):
    fill(clone, {"a.c": b"nothing\n", "more.c": b"word\n"})
    git(clone, "add", "-A")
    git(clone, "commit", "-q", "-m", "two")
    assert seen(GitTree(clone, "HEAD~1")) == wanted()
    assert "more.c" in GitTree(clone).naming("word")
    assert GitTree(clone, "main").commit == git(clone, "rev-parse", "HEAD")


@pytest.mark.parametrize("rev", ["nowhere", "", "-h", "--all", "HEAD^{tree}", "HEAD:a.c", "HEAD~9"])
def test_what_is_no_commit_is_refused(clone, rev):
    with pytest.raises(UsageError, match="no such commit"):
        GitTree(clone, rev)


def test_settings_of_the_user_change_nothing(clone, tmp_path):
    hook = tmp_path / "hook"
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path / 'called'}\n")
    hook.chmod(0o755)
    (tmp_path / "attributes").write_text("*.c binary\n*.c -diff\n")
    for name, value in {
        "color.ui": "always", "color.grep": "always", "grep.column": "true",
        "grep.lineNumber": "false", "grep.fullName": "false", "grep.patternType": "perl",
        "grep.extendedRegexp": "true", "core.fsmonitor": str(hook), "core.pager": str(hook),
        "pager.grep": "true", "alias.grep": "status", "diff.external": str(hook),
        "diff.noprefix": "true", "diff.ignoreSubmodules": "all", "core.quotePath": "true",
        "core.attributesFile": str(tmp_path / "attributes"), "core.autocrlf": "true",
        "core.hooksPath": str(tmp_path), "grep.threads": "1", "status.relativePaths": "true",
    }.items():  # fmt: skip
        git(clone, "config", name, value)
    assert seen(GitTree(clone)) == wanted()
    assert seen(GitTree(clone, "HEAD")) == wanted()
    assert not (tmp_path / "called").exists()


def test_variables_of_the_user_change_nothing(clone, folder, tmp_path, monkeypatch):
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.setenv(name, str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_LITERAL_PATHSPECS", "1")
    assert seen(GitTree(clone)) == wanted()
    assert seen(FolderTree(folder)) == wanted()


def test_submodules_are_not_entered(clone, tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    git(inner, "init", "-q")
    fill(inner, {"word.c": b"word\n"})
    git(inner, "add", "-A")
    git(inner, "commit", "-q", "-m", "inner")
    git(clone, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner), "sub")
    git(clone, "rm", "-q", "--cached", ".gitmodules")
    git(clone, "commit", "-q", "-m", "with a submodule")
    git(clone, "config", "submodule.recurse", "true")
    for rev in ("HEAD", "HEAD~1"):
        assert seen(GitTree(clone, rev)) == wanted()
    fill(clone / "sub", {"word.c": b"changed word\n"})
    assert seen(GitTree(clone)) == wanted()
    with pytest.raises(NotFound):
        GitTree(clone).read("sub")


@pytest.mark.parametrize("path", ["link.c", "out.c", "dir-link", "tests", "nowhere", "../a.c", ""])
def test_what_is_no_regular_file_is_not_found(clone, path):
    with pytest.raises(NotFound):
        GitTree(clone).read(path)
    with pytest.raises(Refused):
        FolderTree(clone).read(path)
    assert not exists(GitTree(clone), path)


def test_nothing_is_written_to_the_clone(clone):
    def everything():
        return {p: (p.lstat().st_mtime_ns, p.is_file() and p.read_bytes())
                for p in sorted(clone.rglob("*"))}  # fmt: skip

    os.utime(clone / "a.c")  # so that git would refresh its index
    before = everything()
    seen(GitTree(clone))
    assert everything() == before


def test_missing_object_is_refused(clone):
    oid = git(clone, "rev-parse", "HEAD:a.c")
    (clone / ".git/objects" / oid[:2] / oid[2:]).unlink()
    with pytest.raises(Refused, match="not in the repository"):
        GitTree(clone).read("a.c")


def test_git_that_ends_early_is_refused(clone):
    tree = GitTree(clone)
    tree.read("a.c")
    tree._objects._process.kill()
    tree._objects._process.wait()
    with pytest.raises(Refused):
        tree.read("crlf.c")


def test_folder_inside_another_repository(clone, tmp_path):
    inner = clone / "unpacked"
    fill(inner)
    (clone / ".gitignore").write_text("*\n")
    git(clone, "config", "grep.column", "true")
    assert isinstance(open_tree(inner), FolderTree)
    assert seen(FolderTree(inner)) == wanted()


def test_folder_with_git_folders_of_others(folder):
    fill(folder, {".git/word.c": b"word\n", "tests/.git/word.c": b"word\n", "sub/.git": b"word\n"})
    (folder / ".gitignore").write_text("*.c\n")
    assert seen(FolderTree(folder)) == wanted({**FILES, ".gitignore": b"*.c\n"})


def test_submodules_of_a_release_are_none_of_its_files(folder):
    modules = b'[submodule "x"]\n\tpath = roms/x\n\turl = ../x\n[submodule "y"]\n path = a[.]c\n'
    fill(folder, {"roms/x/word.c": b"word\n", "roms/x.c": b"words\n", ".gitmodules": modules})
    own = {"roms/x.c": b"words\n", ".gitmodules": modules}
    assert seen(FolderTree(folder)) == wanted({**FILES, **own})
    assert FolderTree(folder).grep(["word"], ["roms/x"]) == ()
    assert FolderTree(folder).naming("word", ["roms"]) == ()
    # It is no file of the tree, but can be read.
    assert FolderTree(folder).read("roms/x/word.c") == b"word\n"


def test_a_file_that_is_missing_stays_so(folder, monkeypatch):
    tree = FolderTree(folder)
    with pytest.raises(NotFound):
        tree.read("nowhere.c")
    monkeypatch.setattr(tree, "_open", None)
    with pytest.raises(NotFound):
        tree.read("nowhere.c")


def test_links_in_a_folder_are_not_followed(folder):
    (folder / "loop").symlink_to("loop")
    (folder / "up").symlink_to("..")
    (folder.parent / "beside.c").write_bytes(b"word\n")
    (folder / "other.c").symlink_to("a.c")
    (folder / "out.c").symlink_to("/etc/passwd")
    (folder / "dangling").symlink_to("nowhere")
    os.mkfifo(folder / "pipe")
    assert seen(FolderTree(folder)) == wanted()
    for path in ("loop", "loop/x", "up/beside.c", "other.c", "out.c", "dangling", "pipe"):
        with pytest.raises(Refused):
            FolderTree(folder).read(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_folder_is_refused(folder):
    (folder / "tests").chmod(0)
    try:
        with pytest.raises(Refused, match="cannot be read"):
            FolderTree(folder).files()
    finally:
        (folder / "tests").chmod(0o755)


def test_folder_that_the_walk_cannot_read_is_refused(folder, monkeypatch):
    def walk(top, onerror):
        onerror(PermissionError(13, "Permission denied", f"{top}/tests"))
        return iter(())

    monkeypatch.setattr("codemods.source.folder.os.walk", walk)
    with pytest.raises(Refused, match="cannot be read"):
        FolderTree(folder).files()


@pytest.mark.parametrize("make", [FolderTree, GitTree])
def test_no_words_find_nothing(clone, make):
    assert make(clone).grep([]) == ()


@pytest.mark.parametrize(
    "word", ["-word", "--help", "w.rd", "", "\\bword", "WORD", "$(id)", "wor*"]
)
def test_words_are_plain_text(clone, word):
    files = {"x.c": b"a -word --help w.rd \\bword $(id) wor*\n"}
    fill(clone, files)
    git(clone, "add", "-A")
    git(clone, "commit", "-q", "-m", "words")
    found = {h.path for h in GitTree(clone).grep([word])} if word else {"x.c"}
    assert found == (set() if word == "WORD" else {"x.c"})


# An overlay is what the same bytes would be on the disk.

PIECES = st.sampled_from(
    [b"word", b"wor", b"-word", b"_", b" ", b"\n", b"\r\n", b"\0", b"\xe9", b"\xc3\xa9",
     b"x" * 8000]
)  # fmt: skip
DATA = st.lists(PIECES, max_size=6).map(b"".join)
PATHS = st.sampled_from(["a.c", "b/a.c", "b/c/d.json", ".dot/e"])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    base=st.dictionaries(PATHS, DATA),
    changed=st.dictionaries(PATHS, DATA),
    word=st.sampled_from(["word", "-word", "wor", "word_", "\udce9", "é"]),
    under=st.sampled_from([(), ("b",), ("b/",), ("a.c", ".dot"), ("b/c", "nowhere")]),
)
def test_overlay_equals_the_real_thing(base, changed, word, under):
    with tempfile.TemporaryDirectory() as name:
        old, new = Path(name, "old"), Path(name, "new")
        for where, files in (old, base), (new, {**base, **changed}):
            where.mkdir()
            fill(where, files)
        real, overlay = FolderTree(new), Overlay(FolderTree(old), changed)
        assert list(overlay.files()) == list(real.files())
        assert all(overlay.read(path) == real.read(path) for path in real.files())
        key = lambda hit: (hit.path, hit.line, hit.text)  # noqa: E731
        assert sorted(overlay.grep([word, "wor"], under), key=key) == sorted(
            real.grep([word, "wor"], under), key=key
        )
        assert sorted(overlay.naming(word, under)) == sorted(real.naming(word, under))


def test_overlay_on_overlay(folder):
    first = Overlay(FolderTree(folder), {"a.c": b"x\n", "more.c": b"word\n"})
    second = Overlay(first, {"a.c": b"word again\n"})
    assert second.read("a.c") == b"word again\n"
    assert first.read("a.c") == b"x\n"
    assert second.grep(["word"], ["a.c", "more.c"]) == [
        Hit("a.c", 1, b"word again"), Hit("more.c", 1, b"word"),
    ]  # fmt: skip
    with pytest.raises(NotFound):
        second.read("nowhere")


# Which tree is meant.


def test_the_tree_around_the_current_directory(clone, folder, monkeypatch, tmp_path):
    for where in (clone, folder):
        monkeypatch.chdir(where / "tests/unit")
        assert open_tree(None).where == where
    bare = shape_bare(clone, tmp_path)
    monkeypatch.chdir(bare / "objects")
    assert open_tree(None).where == bare
    sparse = shape_sparse(clone, tmp_path)
    (sparse / "qapi/qapi-schema.json").unlink()
    monkeypatch.chdir(sparse / "qapi")
    assert open_tree(None).where == sparse


def test_no_tree_around_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="not inside") as err:
        open_tree(None)
    assert "--tree" in err.value.hint


@pytest.mark.parametrize("name", ["nowhere", "a.c", "tests"])
def test_no_folder_or_no_qemu_is_refused(folder, name):
    with pytest.raises(UsageError, match=r"not a folder|not a QEMU source tree"):
        open_tree(folder / name)


def test_a_folder_below_the_top_of_a_clone_is_refused(clone):
    with pytest.raises(UsageError, match="not a QEMU source tree"):
        open_tree(clone / "tests")


def test_commit_in_a_plain_folder_is_refused(folder):
    with pytest.raises(UsageError, match="not a git repository"):
        open_tree(folder, "HEAD")


def test_repository_that_git_cannot_read_is_refused(folder):
    (folder / ".git").write_text("gitdir: /nowhere/at/all\n")
    with pytest.raises(UsageError, match="git cannot read") as err:
        open_tree(folder)
    assert "/nowhere/at/all" in err.value.hint


def test_repository_without_a_commit_is_refused(folder):
    git(folder, "init", "-q")
    with pytest.raises(UsageError, match="no such commit"):
        open_tree(folder)


# Where it may write.


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "a/../../x", "out.c", "dir-link/unit/x"])
def test_paths_that_lead_out_are_not_written(clone, path):
    with pytest.raises(Refused):
        safe_target(clone, path)


def test_a_plain_path_is_written(clone):
    assert safe_target(clone, "tests/unit/word.py") == clone / "tests/unit/word.py"


if sys.platform == "darwin":  # its file systems have no names that are not UTF-8
    FILES.pop(STRANGE)
    NAMED.discard(STRANGE)
