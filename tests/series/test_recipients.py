"""codemods.series.recipients with stand-ins for the tree's script, and with the real one."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from codemods.series.recipients import Recipients, recipients
from codemods.source.folder import FolderTree

MAIL = b"""From: A B <a@example.org>
Subject: [PATCH] x: Deprecate y

---
diff --git a/docs/about/deprecated.rst b/docs/about/deprecated.rst
--- a/docs/about/deprecated.rst
+++ b/docs/about/deprecated.rst
@@ -1,2 +1,3 @@
 a
+b
 c
"""
B4 = "# what b4 reads\n[b4]\n    send-series-to = list@example.org\n"


def tree(root: Path, perl: str | None, **files: str) -> FolderTree:
    given = {"MAINTAINERS": "", "VERSION": "1.2.3\n", "COPYING": "text", **files}
    if perl is not None:
        given["scripts/get_maintainer.pl"] = perl
    for name, text in given.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return FolderTree(root)


def printing(for_patch: str, for_sources: str = "") -> str:
    return (
        f"if (grep {{ $_ eq '-f' }} @ARGV) {{ print <<'S'; }} else {{ print <<'P'; }}\n"
        f"{for_sources}\nS\n{for_patch}\nP\n"
    )


def test_patch_and_sources_are_asked(tmp_path: Path) -> None:
    perl = printing("Ann <ann@x.org>\nother@x.org\nlist@example.org", "Bob <bob@x.org>")
    base = tree(tmp_path, perl, **{".b4-config": B4, "hw/s.c": ""})
    assert recipients(base, MAIL, ["hw/s.c"], []) == Recipients(
        ("list@example.org",), ("Ann <ann@x.org>", "other@x.org", "Bob <bob@x.org>")
    )


def test_an_address_is_named_once_in_the_order_of_first_mention(tmp_path: Path) -> None:
    perl = printing("Ann <ann@x.org>\nzoe@x.org", "ANN B <Ann@X.org>\nMax <max@x.org>\nzoe@x.org")
    base = tree(tmp_path, perl, **{"s.c": ""})
    assert recipients(base, MAIL, ["s.c"], []).cc == (
        "Ann <ann@x.org>", "zoe@x.org", "Max <max@x.org>",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('"Zoë Größe" <zoe@x.org>', "Zoë Größe <zoe@x.org>"),
        ('"Dr. Who" <who@x.org>', '"Dr. Who" <who@x.org>'),
        ('"A \\"B\\" C" <abc@x.org>', '"A \\"B\\" C" <abc@x.org>'),
        ("plain@x.org", "plain@x.org"),
        ("no address", ""),
        ("broken <a b@x.org>", ""),
        ("two@at@x.org", ""),
        ("tab\there <a@x.org>", ""),
    ],
)
def test_lines_of_the_script(line: str, expected: str, tmp_path: Path) -> None:
    base = tree(tmp_path, printing(line))
    assert recipients(base, MAIL, [], []).cc == ((expected,) if expected else ())


def test_output_that_is_no_text(tmp_path: Path) -> None:
    base = tree(tmp_path, r'print "Ann\xff <ann\@x.org>\n\0\n";')
    assert recipients(base, MAIL, [], []).cc == ("Ann\ufffd <ann@x.org>",)


def test_gitpublish_where_b4_is_silent(tmp_path: Path) -> None:
    profile = (
        '[gitpublishprofile "rfc"]\nto = wrong@x.org\n'
        '[gitpublishprofile "default"]\nbase = master\nto = right@x.org, two@x.org\n'
        "cc = also@x.org\n"
    )
    files = {".gitpublish": profile, ".b4-config": "[b4]\nsend-series-cc = no@x.org\n"}
    base = tree(tmp_path, printing(""), **files)
    assert recipients(base, MAIL, [], []).to == ("right@x.org", "two@x.org")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("send-series-to = a@x.org  # not b@x.org", ("a@x.org",)),
        ("send-series-to = a@x.org,\\\n  b@x.org", ("a@x.org", "b@x.org")),
        ("send-series-to = a@x.org\nSend-Series-To = b@x.org", ("a@x.org", "b@x.org")),
        ('send-series-to = "The # List <a@x.org>"', ("The # List <a@x.org>",)),
        (r'send-series-to = \"List, The\" <a@x.org>, b@x.org',
         ('"List, The" <a@x.org>', "b@x.org")),
        (r'send-series-to = \"never closed, b@x.org', ()),
        ("send-series-to\nsend-series-to =", ()),
        ("send-series-to = a@x.org\r", ("a@x.org",)),
        ("[other]\nsend-series-to = a@x.org", ()),
        ("[B4] send-series-to = a@x.org", ("a@x.org",)),
    ],
)  # fmt: skip
def test_a_convention_is_read_as_git_reads_it(
    text: str, expected: tuple[str, ...], tmp_path: Path
) -> None:
    base = tree(tmp_path, printing(""), **{".b4-config": f"[b4]\n{text}\n"})
    found = recipients(base, MAIL, [], [])
    assert (found.to, found.warnings) == (expected, ())


def test_a_profile_is_told_by_its_letters(tmp_path: Path) -> None:
    profile = '[gitpublishprofile "Default"]\nto = wrong@x.org\n'
    base = tree(tmp_path, printing(""), **{".gitpublish": profile})
    assert recipients(base, MAIL, [], []).to == ()


def test_nothing_outside_the_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other"
    other.write_text("[b4]\nsend-series-to = wrong@x.org\n")
    (Path(os.environ["HOME"]) / ".gitconfig").write_text(other.read_text())
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "b4.send-series-to")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "wrong@x.org")
    monkeypatch.setenv("GIT_CONFIG", str(other))
    config = f'{B4}[include]\npath = {other}\n[includeIf "gitdir:/**"]\npath = {other}\n'
    base = tree(tmp_path / "t", printing(""), **{".b4-config": config})
    assert recipients(base, MAIL, [], []).to == ("list@example.org",)


def test_settings_of_the_user_that_are_broken_do_not_matter(tmp_path: Path) -> None:
    (Path(os.environ["HOME"]) / ".gitconfig").write_text("[broken\n")
    base = tree(tmp_path, printing(""), **{".b4-config": B4})
    assert recipients(base, MAIL, [], []) == Recipients(("list@example.org",))


def test_a_broken_convention_is_told_and_the_next_one_taken(tmp_path: Path) -> None:
    files = {".b4-config": '[b4]\nsend-series-to = "a@x.org\n',
             ".gitpublish": '[gitpublishprofile "default"]\nto = right@x.org\n'}  # fmt: skip
    base = tree(tmp_path, printing("Ann <ann@x.org>"), **files)
    found = recipients(base, MAIL, [], [])
    assert (found.to, found.cc) == (("right@x.org",), ("Ann <ann@x.org>",))
    (warning,) = found.warnings
    assert warning.startswith("recipients not complete: .b4-config: git config failed: ")
    assert "bad config line 2" in warning


def test_the_list_without_conventions(tmp_path: Path) -> None:
    base = tree(tmp_path, printing("Ann <ann@x.org>\nqemu-devel@nongnu.org"))
    found = recipients(base, MAIL, [], [])
    assert (found.to, found.cc) == (("qemu-devel@nongnu.org",), ("Ann <ann@x.org>",))


def test_skeleton(tmp_path: Path) -> None:
    perl = r"""
for (qw(COPYING VERSION docs vl.c linux-user hw/net hw/disk other/deep hw/net/s.c), "un"."named") {
    print "$_-" . (-d $_ ? "dir" : -f $_ ? "file" . (-s $_ ? "full" : "") : "none") . "\@x.org\n";
}"""
    files = {"docs/a": "", "vl.c": "big", "linux-user/b": "", "hw/net/c.c": "", "hw/disk/d.c": "",
             "other/deep/e": "", "hw/net/s.c": "text", "unnamed": "",
             "MAINTAINERS": "X\nF: hw/net\nX: hw/disk/\nF: other/deep\nF: */d\n"}  # fmt: skip
    found = recipients(tree(tmp_path, perl, **files), MAIL, ["hw/net/s.c"], [])
    assert [a.removesuffix("@x.org") for a in found.cc] == [
        "COPYING-file", "VERSION-file", "docs-dir", "vl.c-file", "linux-user-dir", "hw/net-dir",
        "hw/disk-none", "other/deep-none", "hw/net/s.c-filefull", "unnamed-none",
    ]  # fmt: skip


def test_what_is_about_other_files_is_left_out_line_for_line(tmp_path: Path) -> None:
    perl = r"""
open(my $in, '<', 'MAINTAINERS'); my $n = 0;
while (<$in>) { chomp; $n++; s/\W+/-/g; print "$n$_\@x.org\n" if /^F/; }"""
    listed = "F: docs/\nF: hw/\nF: hw*\nF: hx/[hd]w\nF: hw/net/s\nF: hw/nex\nF: *\n"
    base = tree(tmp_path, perl, **{"hw/net/s.c": "", "MAINTAINERS": f"A\nM: A <a@x.org>\n{listed}"})
    found = recipients(base, MAIL, ["hw/net/s.c"], [])
    # The first one is about the file that the patch changes.
    assert [a.removesuffix("@x.org") for a in found.cc] == [
        "3F-docs-", "4F-hw-", "5F-hw-", "6F-hx-hd-w", "7F-hw-net-s", "9F-",
    ]  # fmt: skip


def test_no_script(tmp_path: Path) -> None:
    base = tree(tmp_path, None, **{".b4-config": B4})
    assert recipients(base, MAIL, [], []) == Recipients(
        ("list@example.org",),
        (),
        ("recipients not looked up: no scripts/get_maintainer.pl in the tree",),
    )


def test_nothing_runs_unless_asked(tmp_path: Path) -> None:
    proof = tmp_path / "ran"
    base = tree(tmp_path / "t", f"open(F, '>{proof}');", **{".b4-config": B4})
    found = recipients(base, MAIL, [], [], execute=False)
    assert found == Recipients(("list@example.org",), (), ("recipients not looked up",))
    assert not proof.exists()


@pytest.mark.parametrize("perl", ["die 'no luck';", "syntax error(", "exit 2;"])
def test_failing_script_is_a_warning(perl: str, tmp_path: Path) -> None:
    found = recipients(tree(tmp_path, perl), MAIL, [], [])
    assert found.cc == ()
    (warning,) = found.warnings
    assert warning.startswith("recipients not complete: scripts/get_maintainer.pl: ")


def test_one_failing_call_leaves_the_other(tmp_path: Path) -> None:
    perl = "die 'not these' if grep { $_ eq '-f' } @ARGV; print qq(ann\\@x.org\\n);"
    found = recipients(tree(tmp_path, perl, **{"s.c": ""}), MAIL, ["s.c"], [])
    assert found.cc == ("ann@x.org",)
    assert "not these" in found.warnings[0]


def test_no_perl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = recipients(tree(tmp_path / "t", "1;"), MAIL, [], [])
    assert "perl was not found" in found.warnings[0]


def test_missing_sources_and_names_like_options(tmp_path: Path) -> None:
    perl = "print map { s/[^a-z0-9.-]//gr . qq(\\@x.org\\n) } @ARGV;"
    base = tree(tmp_path, perl, **{"--help": ""})
    found = recipients(base, MAIL, ["--help", "gone.c"], [])
    assert "--help@x.org" in found.cc
    assert "gone.c@x.org" not in found.cc


@pytest.mark.real_tree
@pytest.mark.skipif("QEMU_TREE" not in os.environ, reason="QEMU_TREE is not set")
class TestRealTree:
    @pytest.fixture
    def base(self) -> FolderTree:
        return FolderTree(Path(os.environ["QEMU_TREE"]).resolve())

    def test_deprecation_goes_to_the_list_for_it(self, base: FolderTree) -> None:
        found = recipients(base, MAIL, [], ["docs/about/deprecated.rst"])
        assert found.warnings == ()
        assert found.to == ("qemu-devel@nongnu.org",)
        assert any("libvir" in address for address in found.cc)

    def test_the_skeleton_gives_what_the_tree_gives(self, base: FolderTree) -> None:
        listed = [p for p in base.files() if p.endswith((".c", ".json", ".py", ".rst"))]
        implementing = listed[:: max(1, len(listed) // 60)]
        command = ["perl", "scripts/get_maintainer.pl", "--nogit", "--nogit-fallback",
                   "--noroles", "--norolestats", "-f", *implementing]  # fmt: skip
        out = subprocess.run(command, cwd=base.where, capture_output=True, check=True).stdout
        found = recipients(base, MAIL, implementing, [])
        people = {a.rpartition(" ")[2].strip("<>").lower() for a in (*found.to, *found.cc)}
        expected = {a.rpartition(" ")[2].strip("<>").lower() for a in out.decode().split("\n") if a}
        assert expected <= people

    def test_one_file_gives_what_the_tree_gives_in_the_same_order(self, base: FolderTree) -> None:
        listed = [p for p in base.files() if p.endswith((".c", ".json", ".py", ".rst", "build"))]
        for path in listed[:: max(1, len(listed) // 12)]:
            command = ["perl", "scripts/get_maintainer.pl", "--nogit", "--nogit-fallback",
                       "--noroles", "--norolestats", "-f", path]  # fmt: skip
            out = subprocess.run(
                command, cwd=base.where, capture_output=True, check=True,
                env={**os.environ, "PERL_HASH_SEED": "0", "PERL_PERTURB_KEYS": "0"},
            ).stdout  # fmt: skip
            found = recipients(base, b"", [path], [])
            people = [a.rpartition(" ")[2].strip("<>").lower() for a in found.cc]
            said = [a.rpartition(" ")[2].strip("<>").lower() for a in out.decode().split("\n") if a]
            assert [a for a in said if a in people] == people, path


def test_each_file_tells_whom_it_names(tmp_path: Path) -> None:
    perl = r"""
print "list\@x.org\n";
for (@ARGV) { print "$_\@x.org\n" if m,^[a-z]+[.]c$,; print "patch\@x.org\n" if m,patch$,; }"""
    base = tree(tmp_path, perl, **{"own.c": "", "both.c": "", "docs/touched.rst": ""})
    found = recipients(base, MAIL, ["own.c", "both.c"], ["both.c"], explain=True)
    assert dict(found.reasons) == {
        "list@x.org": ("both.c", "own.c"), "patch@x.org": (), "own.c@x.org": ("own.c",),
        "both.c@x.org": ("both.c",),
    }  # fmt: skip
    assert recipients(base, MAIL, ["own.c", "both.c"], ["both.c"]).reasons == ()
