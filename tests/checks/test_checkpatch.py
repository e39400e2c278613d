"""The checkpatch check with stand-ins for the tree's script, and with the real one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from codemods import scripts
from codemods.checks.of_mails import checkpatch
from codemods.source.folder import FolderTree

MAIL = b"""From: A B <a@example.org>
Subject: [PATCH] x: Deprecate y

Text.
---
diff --git a/f.c b/f.c
--- a/f.c
+++ b/f.c
@@ -1,2 +1,5 @@
 int f(void)
 {
+    if (x) {
+        g();
+    }
"""


def tree(root: Path, perl: str | None) -> FolderTree:
    (root / "scripts").mkdir(parents=True)
    if perl is not None:
        (root / "scripts/checkpatch.pl").write_text(perl)
    return FolderTree(root)


def test_clean(tmp_path: Path) -> None:
    base = tree(tmp_path, 'print "total: 0 errors\\n";')
    assert checkpatch.report(base, MAIL, False) == scripts.Report()


def test_errors_and_warnings_with_their_places(tmp_path: Path) -> None:
    base = tree(
        tmp_path,
        r"""
print "checked.patch:12: ERROR: no space\n#12: FILE: hw/f.c:3:\n+    if (x) {\n\n";
print "checked.patch:13: WARNING: odd\n#13: FILE: hw/f.c:4:\n+ERROR: text\n\n";
print "checked.patch:2: ERROR: strange author\n#2: \nERROR: a quoted line\n";
exit 1;""",
    )
    found = [(p.path, p.line, p.message) for p in checkpatch.problems(base, MAIL, False)]
    assert found == [
        ("hw/f.c", 3, "no space"),
        ("hw/f.c", 4, "odd"),
        ("", 0, "line 2 of the patch: strange author"),
    ]


def test_warnings_alone_are_problems(tmp_path: Path) -> None:
    base = tree(tmp_path, r'print "checked.patch:1: WARNING: odd\n"; exit 0;')
    assert [p.message for p in checkpatch.problems(base, MAIL, False)] == [
        "line 1 of the patch: odd"
    ]


GONE = (
    MAIL
    + b"""diff --git a/hw/a.c b/hw/a.c
deleted file mode 100644
--- a/hw/a.c
+++ /dev/null
@@ -1 +0,0 @@
-int a;
"""
)
MOVED = GONE + b"diff --git a/hw/b.c b/hw/c.c\nrename from hw/b.c\nrename to hw/c.c\n"


@pytest.mark.parametrize(
    ("mail", "owners", "asked"),
    [
        (GONE, "Lamps\nM: A <a@example.org>\nF: hw/\n", False),
        (GONE, "Lamps\nM: A <a@example.org>\nF: hw/a.c\nF: hw/b.c\n", True),
        (GONE, None, False),
        (MOVED, "Lamps\nM: A <a@example.org>\nF: hw/\n", True),
        (MAIL, "Lamps\nM: A <a@example.org>\nF: hw/\n", True),
    ],
)
def test_whether_maintainers_needs_updating(
    mail: bytes, owners: str | None, asked: bool, tmp_path: Path
) -> None:
    question = r'print "checked.patch:9: WARNING: added, moved or deleted file(s):\n\n  hw/a.c\n";'
    base = tree(tmp_path, question)
    (tmp_path / "hw").mkdir()
    for name in "ab":
        (tmp_path / "hw" / f"{name}.c").write_text("int x;\n")
    if owners:
        (tmp_path / "MAINTAINERS").write_text(owners)
    assert bool(checkpatch.problems(base, mail, False)) is asked


OUTDENTED = b"""From: A B <a@example.org>
Subject: [PATCH] x: Remove y

 Text.
---
diff --git a/hw/f.c b/hw/f.c
--- a/hw/f.c
+++ b/hw/f.c
@@ -1,6 +1,5 @@
 int f(void)
 {
-    if (x) {
-        g(a,b);
-    }
+    g(a,b);
+    g(a,b);
 }
diff --git a/hw/g.c b/hw/g.c
--- a/hw/g.c
+++ b/hw/g.c
@@ -1 +1 @@
-    h(a,b);
+    g(a,b);
\\ No newline at end of file
"""


@pytest.mark.parametrize(
    ("row", "said", "left"),
    [
        (15, "space required after that", False),
        (15, "suspect code indent for conditional statements (2, 4)", True),
        (15, "braces {} are necessary for all arms of this statement", True),
        # The patch takes one such line away and brings two.
        (16, "space required after that", True),
        (13, "space required after that", False),
        (11, "not a licence for new files", False),
        (2, "not a subject", True),
        # What stands between the hunks of two files is of neither.
        (18, "missing a blank", True),
        (23, "space required after that", True),
    ],
)
def test_nothing_is_said_of_words_that_a_patch_does_not_bring(
    row: int, said: str, left: bool, tmp_path: Path
) -> None:
    found = rf'print "checked.patch:{row}: ERROR: {said}\n#{row}: FILE: hw/f.c:3:\n"; exit 1;'
    assert bool(checkpatch.problems(tree(tmp_path, found), OUTDENTED, False)) is left


@pytest.mark.parametrize(("signoff", "passed"), [(True, False), (False, True)])
def test_options_and_mail(signoff: bool, passed: bool, tmp_path: Path) -> None:
    base = tree(
        tmp_path,
        r"""
open(my $f, "<", $ARGV[-1]); my @lines = <$f>;
print "checked.patch:1: ERROR: @ARGV " . scalar(@lines) . " $lines[1]"; exit 1;""",
    )
    (problem,) = checkpatch.problems(base, MAIL, signoff)
    assert ("--no-signoff" in problem.message) is passed
    assert "--no-tree" in problem.message
    assert "14 Subject: [PATCH] x: Deprecate y" in problem.message


@pytest.mark.parametrize(
    ("perl", "why"),
    [
        (None, "no scripts/checkpatch.pl in the tree"),
        ("die 'broken by design';", "broken by design"),
        ("this is no perl(", "syntax error|errors|aborted"),
        ("exit 1;", "exit status 1"),
        ("print qq(checked.patch:1: ERROR: x\\n); exit 2;", "exit status 2"),
        ("kill 9, $$; sleep 9;", "exit status -9"),
    ],
)
def test_a_script_that_cannot_run_is_a_warning(perl: str | None, why: str, tmp_path: Path) -> None:
    report = checkpatch.report(tree(tmp_path, perl), MAIL, False)
    assert report.problems == ()
    (warning,) = report.warnings
    assert warning.startswith("not checked with checkpatch: ")
    assert any(part in warning for part in why.split("|"))


def test_no_perl_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    report = checkpatch.report(tree(tmp_path / "t", "1;"), MAIL, False)
    assert report.warnings == (
        "not checked with checkpatch: scripts/checkpatch.pl: perl was not found",
    )


def test_output_that_is_no_text(tmp_path: Path) -> None:
    base = tree(tmp_path, r'print "checked.patch:1: ERROR: \xff\xfe\n"; exit 1;')
    (problem,) = checkpatch.problems(base, MAIL, False)
    assert "\ufffd" in problem.message


@pytest.mark.real_tree
@pytest.mark.skipif("QEMU_TREE" not in os.environ, reason="QEMU_TREE is not set")
class TestRealTree:
    @pytest.fixture
    def base(self) -> FolderTree:
        return FolderTree(Path(os.environ["QEMU_TREE"]).resolve())

    def test_clean(self, base: FolderTree) -> None:
        assert checkpatch.report(base, MAIL, False) == scripts.Report()

    def test_missing_signoff(self, base: FolderTree) -> None:
        (problem,) = checkpatch.report(base, MAIL, True).problems
        assert "Signed-off-by" in problem.message

    @pytest.mark.parametrize("bad", [b"+    if(x) {\n", b"+\tif (x) {\n", b"+    if (x) { \n"])
    def test_style(self, bad: bytes, base: FolderTree) -> None:
        mail = MAIL.replace(b"+    if (x) {\n", bad)
        problems = checkpatch.report(base, mail, False).problems
        assert ("f.c", 3) in {(p.path, p.line) for p in problems}

    def test_not_a_patch(self, base: FolderTree) -> None:
        assert checkpatch.report(base, b"hello\n", False).problems


@pytest.mark.parametrize(
    ("text", "said"), [(b"int f(void)\r\n{\r\n", 0), (b"int f(void)\r\n{\n", 1), (b"", 1)]
)
def test_ends_of_lines_that_the_whole_file_has(tmp_path: Path, text: bytes, said: int) -> None:
    base = tree(
        tmp_path,
        r"""
print "checked.patch:12: ERROR: DOS line endings\n#12: FILE: f.c:3:\n+    if (x) {\n\n"; exit 1;""",
    )
    (tmp_path / "f.c").write_bytes(text)
    assert len(checkpatch.report(base, MAIL, False).problems) == said
