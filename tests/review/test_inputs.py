"""Reading a series: ranges, branches, patches, mailboxes, and what is none."""

from __future__ import annotations

import base64
import quopri
from pathlib import Path

import pytest
from example_tree import copied
from small_repo import git

from codemods.errors import Refused, UsageError
from codemods.review import inputs
from codemods.review.model import Series
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree

FILES = {
    "VERSION": b"10.2.50\n",
    "docs/about/deprecated.rst": b"Deprecated\n==========\n",
    "qapi/x.json": b"{ 'a': 'b' }\n",
    "dos.txt": b"one\r\ntwo\r\n",
    "bin": b"\0\1\2" * 40,
    "gone.c": b"int gone;\n",
}


@pytest.fixture(scope="module")
def _original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("original") / "repo"
    where.mkdir()
    git(where, "init", "-q", "-b", "main")
    git(where, "config", "user.name", "Jürgen Test")
    git(where, "config", "user.email", "me@example.org")
    git(where, "config", "core.autocrlf", "false")
    for path, data in FILES.items():
        (where / path).parent.mkdir(parents=True, exist_ok=True)
        (where / path).write_bytes(data)
    git(where, "add", "-A")
    git(where, "commit", "-q", "-m", "base")
    git(where, "checkout", "-q", "-b", "topic")
    (where / "VERSION").write_bytes(b"10.2.90\n")
    (where / "qapi/x.json").write_bytes("{ 'a': 'ü' }\n".encode())
    git(where, "commit", "-qam", "x: Change the schema\n\nBecause of ü.")
    git(where, "mv", "gone.c", "moved.c")
    (where / "bin").write_bytes(b"\0\3\2" * 40)
    (where / "dos.txt").write_bytes(b"one\r\nthree\r\n")
    git(where, "commit", "-qam", "x: Move a file")
    return where


@pytest.fixture
def repo(_original: Path, tmp_path: Path) -> Path:
    """Two commits on `topic` above `main`."""
    return copied(_original, tmp_path / "repo")


def same(found: Series) -> None:
    """The two commits, whatever they were read from."""
    one, two = found.steps
    assert (one.subject, two.subject) == ("x: Change the schema", "x: Move a file")
    assert one.paths == ("VERSION", "qapi/x.json")
    assert set(two.paths) == {"bin", "dos.txt", "gone.c", "moved.c"}
    assert two.gone == ("gone.c",)
    assert "Because of ü." in one.message
    assert found.before.read("VERSION") == b"10.2.50\n"
    assert one.after.read("qapi/x.json") == "{ 'a': 'ü' }\n".encode()
    assert two.before.read("gone.c") == found.before.read("gone.c")
    assert found.after.read("moved.c") == FILES["gone.c"]
    assert found.after.read("bin") == b"\0\3\2" * 40
    assert found.after.read("dos.txt") == b"one\r\nthree\r\n"
    assert "gone.c" not in found.after.files()
    assert "gone.c" in found.before.files()


@pytest.mark.parametrize("named", ["main..topic", "main...topic", "topic", "main.."])
def test_commits(repo: Path, named: str) -> None:
    same(inputs.read(GitTree(repo), [named], None))


def test_nothing_named_is_what_the_branch_has_more(repo: Path) -> None:
    same(inputs.read(GitTree(repo), [], None))


def test_a_merge_is_no_step(repo: Path) -> None:
    git(repo, "checkout", "-q", "main")
    git(repo, "merge", "-q", "--no-ff", "-m", "Merge", "topic")
    found = inputs.read(GitTree(repo), ["main~1..main"], None)
    assert [s.subject for s in found.steps] == ["x: Change the schema", "x: Move a file"]


def mails(repo: Path, tmp_path: Path, *options: str) -> list[Path]:
    out = tmp_path / "out"
    git(
        repo, "format-patch", "-q", "--binary", f"--output-directory={out}", *options, "main..topic"
    )
    git(repo, "checkout", "-q", "main")
    return sorted(out.iterdir())


def snapshot(repo: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(repo.rglob("*")) if p.is_file()}


def test_patches(repo: Path, tmp_path: Path) -> None:
    files = mails(repo, tmp_path, "--cover-letter", "--thread", "--to=a@example.org")
    before = snapshot(repo)
    # In any order: they are numbered.
    found = inputs.read(GitTree(repo), [str(f) for f in reversed(files)], None)
    same(found)
    assert snapshot(repo) == before, "nothing of the user's repository changes"
    mail = found.steps[1].mail
    assert mail is not None
    assert mail.to == ("a@example.org",)
    assert mail.sender == "Jürgen Test <me@example.org>"
    assert mail.subject == "[PATCH 2/2] x: Move a file"
    assert len(mail.references) == 1


@pytest.mark.parametrize("dos", [False, True], ids=["LF", "CRLF"])
def test_a_mailbox_on_standard_input(repo: Path, tmp_path: Path, dos: bool) -> None:
    box = b"".join(f.read_bytes() for f in mails(repo, tmp_path))
    git(repo, "checkout", "-q", "main")
    if dos:
        # What a mailer makes of it; the file with such line ends cannot survive that.
        first = box.split(b"\nFrom ", 1)[0] + b"\n"
        found = inputs.read(GitTree(repo), ["-"], None, first.replace(b"\n", b"\r\n"))
        assert found.after.read("VERSION") == b"10.2.90\n"
    else:
        same(inputs.read(GitTree(repo), ["-"], None, box))


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_an_encoded_mail(repo: Path, tmp_path: Path, encoding: str) -> None:
    head, _, body = mails(repo, tmp_path)[0].read_bytes().partition(b"\n\n")
    coded = quopri.encodestring(body) if encoding[0] == "q" else base64.encodebytes(body)
    lines = [ln for ln in head.split(b"\n") if not ln.startswith((b"Content-", b"MIME-"))]
    head = b"\n".join([*lines, b"MIME-Version: 1.0", b"Content-Type: text/plain; charset=UTF-8",
                       b"Content-Transfer-Encoding: " + encoding.encode()])  # fmt: skip
    found = inputs.read(GitTree(repo), ["-"], None, head + b"\n\n" + coded)
    assert found.after.read("qapi/x.json") == "{ 'a': 'ü' }\n".encode()
    assert "Because of ü." in found.steps[0].message


def test_the_base_that_a_mail_names(repo: Path, tmp_path: Path) -> None:
    files = mails(repo, tmp_path, "--base=main")
    (repo / "VERSION").write_bytes(b"11.0.50\n")
    git(repo, "commit", "-qam", "later")
    base = git(repo, "rev-parse", "main~1").decode().strip()
    found = inputs.read(GitTree(repo), [str(f) for f in files], None)
    assert found.base == base
    same(found)


def test_a_base_that_is_asked_for(repo: Path, tmp_path: Path) -> None:
    files = mails(repo, tmp_path)
    (repo / "VERSION").write_bytes(b"11.0.50\n")
    git(repo, "commit", "-qam", "later")
    names = [str(f) for f in files]
    with pytest.raises(Refused, match=r"0001-.*: the patch does not apply: .*VERSION"):
        inputs.read(GitTree(repo), names, None)
    same(inputs.read(GitTree(repo), names, "main~1"))
    with pytest.raises(UsageError, match="--base nowhere: no such commit"):
        inputs.read(GitTree(repo), names, "nowhere")


def test_a_base_that_is_unknown_is_told(repo: Path, tmp_path: Path) -> None:
    (file, *_) = mails(repo, tmp_path)
    file.write_bytes(file.read_bytes() + b"\nbase-commit: " + b"1" * 40 + b"\n")
    found = inputs.read(GitTree(repo), [str(file)], None)
    assert found.notes[0].startswith("base-commit 1111")


def test_a_plain_folder(repo: Path, tmp_path: Path) -> None:
    files = mails(repo, tmp_path)
    folder = tmp_path / "plain"
    for path, data in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    tree = FolderTree(folder)
    same(inputs.read(tree, [str(f) for f in files], None))
    with pytest.raises(UsageError, match="not a git repository"):
        inputs.read(tree, ["main..topic"], None)
    with pytest.raises(UsageError, match="not a git repository"):
        inputs.read(tree, [str(files[0])], "main")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a mail or mailbox|no patch"),
        (b"\0\xff\xfe" * 1000, "not a mail or mailbox|no patch|cannot read"),
        (b"From x\nSubject: [PATCH] no patch\n\nJust words.\n", "no patch in it"),
        (b"Subject: hello\n\n> --- a/VERSION\n> +++ b/VERSION\n> @@ -1 +1 @@\n", "no patch in it"),
    ],
    ids=["empty", "binary", "a letter", "a quotation"],
)
def test_what_is_no_series(repo: Path, data: bytes, said: str) -> None:
    with pytest.raises((UsageError, Refused), match=said):
        inputs.read(GitTree(repo), ["-"], None, data)


@pytest.mark.parametrize(
    "patch",
    [
        b"--- a/VERSION\n+++ b/VERSION\n@@ -1 +1 @@\n-10.2.50\n",
        b"--- a/../../etc/passwd\n+++ b/../../etc/passwd\n@@ -0,0 +1 @@\n+x\n",
        b"--- a/nothing\n+++ b/nothing\n@@ -1 +1 @@\n-a\n+b\n",
        b"diff --git a/.git/config b/.git/config\nnew file mode 100644\n"
        b"--- /dev/null\n+++ b/.git/config\n@@ -0,0 +1 @@\n+x\n",
        b"diff --git a/bin b/bin\nGIT binary patch\nliteral 5\nnonsense\n",
    ],
    ids=["cut short", "out of the tree", "no such file", "into .git", "a broken binary"],
)
def test_a_patch_that_does_not_apply(repo: Path, patch: bytes) -> None:
    before = snapshot(repo)
    with pytest.raises(Refused, match="standard input: the patch does not apply: ") as refused:
        inputs.read(GitTree(repo), ["-"], None, b"Subject: [PATCH] x\n\nx\n---\n" + patch)
    assert snapshot(repo) == before
    assert refused.value.hint.startswith("name the" if b"nothing" in patch else "the mail was")


def test_a_big_patch(repo: Path) -> None:
    lines = b"".join(b"+line %d of many\n" % n for n in range(500_000))
    patch = (b"Subject: [PATCH] x: Add much\n\nMuch.\n---\n"
             b"diff --git a/big.txt b/big.txt\nnew file mode 100644\n--- /dev/null\n"
             b"+++ b/big.txt\n@@ -0,0 +1,500000 @@\n" + lines)  # fmt: skip
    assert len(patch) > 10_000_000
    found = inputs.read(GitTree(repo), ["-"], None, patch)
    assert found.after.read("big.txt").count(b"\n") == 500_000


@pytest.mark.parametrize(
    ("named", "said"),
    [
        (["nowhere"], "nowhere: neither a file nor a commit"),
        (["main..nowhere"], "neither a file nor a commit"),
        (["topic..main"], "no commit in"),
        (["a.patch", "b.patch"], "a.patch: no such file"),
        (["main"], "no upstream branch|no commit in"),
        (["-x..y"], "neither a file nor a commit"),
    ],
)
def test_what_there_is_not(repo: Path, named: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        inputs.read(GitTree(repo), named, None)


def test_a_folder_is_no_patch(repo: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"a folder"):
        inputs.read(GitTree(repo), [str(tmp_path)], None)


def test_base_is_for_mails(repo: Path) -> None:
    with pytest.raises(UsageError, match="--base is where mails are applied"):
        inputs.read(GitTree(repo), ["main..topic"], "main")


def test_a_first_commit(repo: Path) -> None:
    found = inputs.read(GitTree(repo), ["main~0..topic~1"], None)
    assert [s.subject for s in found.steps] == ["x: Change the schema"]
