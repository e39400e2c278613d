"""`audit-deprecations` as a user runs it, on the example."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from codemods.audit import fixing, page, report, rules, timeline
from codemods.audit.scene import Scene
from codemods.cli.audit_deprecations import command
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "examples/tree"
LIST = "docs/about/deprecated.rst"


def run(*argv: str, tree: Path = EXAMPLE, status: int = 0) -> str:
    result = CliRunner().invoke(command, ["--tree", str(tree), "-q", *argv])
    assert result.exit_code == status, result.output
    return result.stdout


@pytest.fixture(scope="module")
def made() -> report.Report:
    return report.make(Scene(FolderTree(EXAMPLE)))


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The example as a clone with two commits: the second deprecates, removes and forgets."""
    where = tmp_path / "clone"
    shutil.copytree(EXAMPLE, where)
    _git(where, "init", "-q")
    _commit(where)
    listed = (where / LIST).read_text()
    gone = listed.index("``-quickstart`` (since 9.0)")
    listed = listed[:gone] + listed[listed.index("``-tapestry", gone) :]
    wren = listed.index("System emulator binaries")
    listed = listed[:wren] + listed[listed.index("Backend options") :]
    listed = listed.replace("``block-push`` capability (since 10.0)",
                            "``block-push`` capability (since 10.1)")  # fmt: skip
    title = "``copy-job-halt`` (since 11.0)"
    listed = listed.replace("Human Machine Protocol", f"{title}\n{chr(39) * len(title)}\n\n"
                            "Use ``job-halt`` instead.\n\nHuman Machine Protocol", 1)  # fmt: skip
    (where / LIST).write_text(listed)
    removed = where / "docs/about/removed-features.rst"
    title = "``-quickstart`` (removed in 11.0)"
    removed.write_text(removed.read_text().replace(
        "``-candle``", f"{title}\n{chr(39) * len(title)}\n\nNo.\n\n``-candle``", 1))  # fmt: skip
    _commit(where)
    return where


def _git(where: Path, *args: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *who, *args], cwd=where, check=True, capture_output=True)


def _commit(where: Path) -> None:
    _git(where, "add", "-A")
    _git(where, "commit", "-q", "-m", "x")


def test_json_has_the_documented_keys() -> None:
    whole: dict[str, Any] = json.loads(run("--json"))
    assert list(whole) == ["format", "tree", "entries", "findings", "dead"]
    assert whole["format"] == 1
    readme = (ROOT / "README.md").read_text().split("keys are only ever added", 1)[1]
    for key in (*whole["entries"][0], *whole["findings"][0], *whole["entries"][0]["removal"]):
        assert f"`{key}" in readme, key
    entry = next(e for e in whole["entries"] if e["names"] == ["arm/fern-m1"])
    assert entry["since"] == "9.2" and entry["stage"] == "D.W."
    assert entry["warned"][0]["path"] == "target/arm/cpu32.c"
    assert entry["replacement"] == "``fern-m2``"
    assert entry["removal"]["from"] == "10.1" and entry["owner"]["section"] == "Arm cores"


def test_parts_and_filters() -> None:
    only = json.loads(run("--json", "--only", "findings", "--severity", "error"))
    assert "entries" not in only
    assert {f["severity"] for f in only["findings"]} == {"error"}
    assert "``" not in run("--only", "entries", "--kind", "cpu-model").replace("arm/fern-m1", "")
    listed = json.loads(run("--json", "--owner", "block LAYER"))["entries"]
    assert {e["names"][0] for e in listed} == {"copy-job-resume", "BlockdevDriver.snail"}
    listed = json.loads(run("--json", "--chapter", "migration"))["entries"]
    assert len(listed) == 2
    assert json.loads(run("--json", "--rule", "order"))["findings"] == []
    later = json.loads(run("--json", "--next", "12.0"))
    assert all(e["removal"]["may_go"] for e in later["entries"])


@pytest.mark.parametrize(
    "argv",
    [
        ("--rule", "nonsense"), ("--next", "eleven"), ("--next", ""),
        ("--only", "changes"), ("--fix", "--json"),
        ("--baseline", "x"), ("--severity", "grave"),
    ],
)  # fmt: skip
def test_command_line_without_sense(argv: tuple[str, ...]) -> None:
    run(*argv, status=2)


def test_strict_knows_the_baseline(tmp_path: Path) -> None:
    baseline = str(tmp_path / "known")
    assert run("--strict", "--only", "findings", status=1)
    run("--write-baseline", baseline)
    run("--strict", "--baseline", baseline)
    known = Path(baseline).read_text().splitlines()
    assert "hx-unmarked:qemu-options.hx:tapestry.hue" in known
    Path(baseline).write_text("\n".join(k for k in known if "hx-" not in k))
    run("--strict", "--baseline", baseline, status=1)
    run("--strict", "--baseline", baseline, "--rule", "order")


def test_users_are_those_that_the_sibling_finds() -> None:
    listed = json.loads(run("--json", "--users", "--kind", "qmp-command"))["entries"]
    assert [e["users"] for e in listed] == [{"code": 0, "tests": 0, "docs": 0}]
    listed = json.loads(run("--json", "--kind", "qapi-member"))["entries"]
    assert [e["users"] for e in listed] == [None]
    listed = json.loads(run("--json", "--users", "--kind", "qapi-member"))["entries"]
    assert listed[0]["users"] is not None


def test_changes_between_two_commits(clone: Path) -> None:
    whole = json.loads(run("--rev", "HEAD~1..HEAD", "--json", tree=clone))
    told = [(c["change"], c["name"]) for c in whole["changes"]]
    assert told == [
        ("deprecated", "copy-job-halt"), ("removed", "-quickstart"),
        ("forgotten", "wren-system-toy"), ("dated anew", "block-push"),
    ]  # fmt: skip
    assert whole["changes"][1]["note"] == "deprecated since 9.0"
    notes = run("--rev", "HEAD~1..HEAD", "--format", "rst", tree=clone)
    assert "Removed\n-------\n\n- ``-quickstart`` (System emulator command line" in notes
    assert "## Removed" in run("--rev", "HEAD~1..HEAD", "--format", "md", tree=clone)
    assert run("--rev", "HEAD..HEAD", tree=clone) == "no change\n"


class _Reader(HTMLParser):
    """What a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.open: list[str] = []
        self.links: list[str] = []
        self.labelled = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [str(given[k]) for k in ("src", "href") if k in given]
        self.labelled += tag == "label"
        if tag not in ("meta", "br", "input", "line", "rect", "path"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("rect", "line", "path"):
            assert self.open.pop() == tag


def test_page_is_whole_and_needs_nothing(made: report.Report, tmp_path: Path) -> None:
    run("--format", "html", "-o", str(tmp_path / "page.html"))
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert text == page.of(made)
    reader = _Reader()
    reader.feed(text)
    assert not reader.open and not reader.links and reader.labelled == 4
    assert len(reader.ids) == len(set(reader.ids))
    assert "http" not in re.sub(r"http://www.w3.org/2000/svg", "", text)
    for one in made.entries:
        assert one.record.entry.release is None or f'data-kind="{one.record.kind}"' in text
    assert text.count("<tr data-kind") == len(made.entries)
    assert '<html lang="en">' in text and "prefers-color-scheme: dark" in text


def test_readme_shows_the_timeline_of_the_example(made: report.Report, regenerate: bool) -> None:
    file = ROOT / "examples/timeline.svg"
    if regenerate:
        file.write_text(timeline.alone(made), encoding="utf-8")
    assert file.read_text(encoding="utf-8") == timeline.alone(made)
    bars = len(re.findall(r'class="bar(?: ready)?"/>\n?<', timeline.alone(made)))
    assert timeline.alone(made).count('class="name"') == len(made.entries) and bars


@pytest.mark.parametrize("part", ["removable", "findings"])
def test_readme_shows_what_is_printed(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    line = f"$ audit-deprecations --tree examples/tree --only {part} -q\n"
    shown = (ROOT / "README.md").read_text().split(line, 1)[1].split("```")[0]
    assert shown == run("--only", part)


def test_fixes_cure_the_form_and_nothing_else(tmp_path: Path) -> None:
    listed = FolderTree(EXAMPLE).read(LIST).decode()
    broken = (
        listed.replace("'" * 27 + "\n\nUse ``-boot", "'" * 30 + "\nUse ``-boot")
        .replace("in colour.\n", "in colour.\n\n\n")
        .replace("(since 9.1)\n'", "(since 10.2)\n'", 1)
        .replace("``reedmace-maxi`` with", "``reedmace-maxi``with")
    )
    tree = Overlay(FolderTree(EXAMPLE), {LIST: broken.encode()})
    patches = fixing.patches(tree, ("audit-deprecations", "--fix"))
    assert {p.subject for p in patches} == {
        "docs/about: Sort entries by their release", "docs/about: Separate literals from words",
        "docs/about: Make underlines as long as their titles",
        "docs/about: Separate entries with one blank line",
    }  # fmt: skip
    after = Overlay(tree, {p: d for patch in patches for p, d in patch.files.items()})
    for rule in ("title-underline", "layout-blank", "order", "markup"):
        assert list(rules.every()[rule].run(Scene(tree))), rule
        assert not list(rules.every()[rule].run(Scene(after))), rule
    words = sorted(broken.replace("``with", "`` with").split())
    assert [w for w in words if set(w) != {"'"}] == [
        w for w in sorted(after.read(LIST).decode().split()) if set(w) != {"'"}
    ]
    assert fixing.patches(after, ("audit-deprecations", "--fix")) == ()


@pytest.mark.usefixtures("identity")
def test_fix_writes_a_series_that_applies(clone: Path, tmp_path: Path) -> None:
    listed = (clone / LIST).read_text()
    broken = listed.replace("in colour.\n", "in colour.\n\n\n")
    broken = broken.replace("``reedmace-maxi`` with", "``reedmace-maxi``with")
    (clone / LIST).write_text(broken)
    _commit(clone)
    folder = tmp_path / "outgoing"
    run("--fix", "-o", str(folder), tree=clone)
    names = sorted(p.name for p in folder.iterdir())
    assert names[0] == "0000-cover-letter.patch" and len(names) == 4
    _git(clone, "am", "-q", *(str(folder / n) for n in names[1:]))
    assert json.loads(run("--json", "--rule", "markup", tree=clone))["findings"] == []
    assert run("--fix", "-o", str(folder), tree=clone) == ""


def test_history_tells_which_release_had_an_entry_first(tmp_path: Path) -> None:
    where = tmp_path / "clone"
    shutil.copytree(EXAMPLE, where)
    _git(where, "init", "-q")
    for version in ("9.0.0", "9.1.0", "9.2.0", "10.0.0", "10.1.0", "10.2.0", "10.2.50"):
        (where / "VERSION").write_text(f"{version}\n")
        if version == "9.0.0":
            text = (where / LIST).read_text()
            start = text.index("``snail`` driver")
            late = text[start : text.index("Character device options")]
            (where / LIST).write_text(text.replace(late, ""))
        if version == "10.1.0":
            (where / LIST).write_text(text)
        _commit(where)
    tree = GitTree(where)
    scene = Scene(tree)
    assert [r.version for r in scene.releases][:2] == [(9, 0), (9, 1)]
    whole = json.loads(run("--json", "--rule", "order", tree=where))
    first = {e["names"][0]: e["first_release"] for e in whole["entries"]}
    assert first["BlockdevDriver.snail"] == "10.1" and first["quickstart"] == "9.0"
    # The flag of 10.0 told of it, so that the entry is belated, not wrong.
    assert [f.entity for f in rules.every()["since-wrong"].run(scene)] == []
