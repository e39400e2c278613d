"""What a clone's history tells an audit: who was listed together, and what goes by its traits."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from codemods.audit import changes, history, learning, ranking, standing
from codemods.audit.history import Release
from codemods.audit.scene import Scene
from codemods.model import Listed
from codemods.qemu.listing import listed
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree
from codemods.source.overlay import Overlay

EXAMPLE = Path(__file__).parent.parent.parent / "examples/tree"
LIST = "docs/about/deprecated.rst"
HEAD = "Deprecated features\n===================\n\n"


def _git(where: Path, *args: str) -> str:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    done = subprocess.run(["git", *who, *args], cwd=where, check=True, capture_output=True)
    return done.stdout.decode()


def _commit(where: Path) -> str:
    _git(where, "add", "-A")
    _git(where, "commit", "-q", "--allow-empty", "-m", "x")
    return _git(where, "rev-parse", "HEAD").strip()


def _entries(*titles: str) -> str:
    return "".join(f"{title}\n{chr(39) * len(title)}\n\nUse nothing.\n\n" for title in titles)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The example, of whose QMP commands two were listed by one commit, and a third by another."""
    where = tmp_path / "clone"
    shutil.copytree(EXAMPLE, where)
    _git(where, "init", "-q")
    text = (where / LIST).read_text()
    at = text.index("``copy-job-resume``")
    end = text.index("\n\n", text.index("\n\n", at) + 2) + 2
    (where / LIST).write_text(text[:at] + text[end:])
    _commit(where)
    title = "``copy-job-halt`` (since 10.1)"
    both = text[at:end] + _entries(title)
    (where / LIST).write_text(text[:at] + both + text[end:])
    _commit(where)
    title = "``query-net-cables`` (since 10.1)"
    (where / LIST).write_text(text[:at] + both + _entries(title) + text[end:])
    _commit(where)
    return where


def _siblings(scene: Scene) -> dict[str, tuple[str, ...]]:
    return {s.record.entry.title: s.siblings for s in standing.every(scene, ())}


def test_siblings_are_what_one_commit_listed(clone: Path) -> None:
    found = _siblings(Scene(GitTree(clone)))
    assert found["``copy-job-halt`` (since 10.1)"] == ("copy-job-resume",)
    (resumed,) = (own for title, own in found.items() if "copy-job-resume" in title)
    assert resumed == ("copy-job-halt",)
    assert found["``query-net-cables`` (since 10.1)"] == ()


def test_of_many_siblings_the_first_are_told(clone: Path) -> None:
    titles = [f"``thing-{n}`` capability (since 10.7)" for n in range(60)]
    (clone / LIST).write_text((clone / LIST).read_text() + "\n" + _entries(*titles))
    _commit(clone)
    found = _siblings(Scene(GitTree(clone)))
    last = found["``thing-59`` capability (since 10.7)"]
    assert last == tuple(f"thing-{n}" for n in range(50))
    assert "thing-50" in found["``thing-0`` capability (since 10.7)"]


def test_without_a_history_siblings_share_a_file(clone: Path) -> None:
    shutil.rmtree(clone / ".git")
    found = _siblings(Scene(FolderTree(clone)))
    assert found["``copy-job-halt`` (since 10.1)"] == ("copy-job-resume",)


def test_a_line_is_known_by_the_commit_that_wrote_it_first(tmp_path: Path) -> None:
    where = tmp_path / "clone"
    (where / "docs/system").mkdir(parents=True)
    _git(tmp_path, "init", "-q", str(where))
    old = where / "docs/system/deprecated.rst"
    old.write_text(HEAD + _entries("``one`` (since 9.0)"))
    first = _commit(where)
    (where / "docs/about").mkdir()
    old.rename(where / LIST)
    _commit(where)
    (where / LIST).write_text(HEAD + _entries("``one`` (since 9.1)", "``two`` (since 9.1)"))
    third = _commit(where)
    found = history.written(GitTree(where))
    assert found["``one``"] == first, "neither a new place nor a new date makes a new entry"
    assert found["``two``"] == third
    assert "++ b/docs/about/deprecated.rst" not in found


def _listed(*names: tuple[str, str]) -> tuple[Listed, ...]:
    text = HEAD + "QEMU Machine Protocol (QMP) commands\n" + "-" * 36 + "\n\n"
    text += _entries(*(f"``{name}`` (since {since})" for name, since in names))
    tree = Overlay(FolderTree(EXAMPLE), {LIST: text.encode()})
    return listed.deprecated(tree)


def test_an_entry_that_is_worded_anew_is_not_forgotten() -> None:
    before = _hosts("BE KITE (since 8.1)", "BE MOTH (since 8.1)")
    wider = "Big endian KITE since 8.1; small KITE since 9.0"
    after = _hosts(wider, "BE WREN (since 8.1)")
    found = changes.between((before, ()), (after, ()), ())
    assert [(c.sort, c.entry.title) for c in found] == [
        ("deprecated", wider), ("deprecated", "BE WREN (since 8.1)"),
        ("forgotten", "BE MOTH (since 8.1)"),
    ]  # fmt: skip


def _hosts(*titles: str) -> tuple[Listed, ...]:
    text = HEAD + "Host Architectures\n" + "-" * 18 + "\n\n" + _entries(*titles)
    return listed.deprecated(Overlay(FolderTree(EXAMPLE), {LIST: text.encode()}))


def _releases() -> tuple[Release, ...]:
    """Return three releases: of two entries one goes, then the other."""
    tree = GitTree.__new__(GitTree)
    lists = (
        ((9, 0), _listed(("one", "8.1"), ("two", "8.1"), ("new", "9.0"))),
        ((9, 1), _listed(("two", "8.1"), ("new", "9.0"))),
        ((9, 2), _listed(("new", "9.0"))),
    )
    return tuple(Release(version, tree, entries, ()) for version, entries in lists)


def test_what_could_go_and_went() -> None:
    found = list(learning.cases(_releases()))
    told = [(c.listed_in, c.entry.names[0].text, c.went) for c in found]
    assert told == [
        ((9, 0), "one", True), ((9, 0), "two", False),
        ((9, 1), "two", True), ((9, 1), "new", False),
    ]  # fmt: skip
    counts = learning.counts(found)
    assert counts["chapter"] == {"qmp": (4, 2)}
    assert counts["age"] == {"3": (2, 1), "4": (1, 1), "2": (1, 0)}


def test_a_release_is_ranked_by_what_earlier_ones_taught() -> None:
    found = list(learning.cases(_releases()))
    assert learning.tried(found, (9, 0), 1) == [(1, 1), (1, 1)]
    assert learning.tried(found, (9, 1), 1) == [(1, 1)]


def test_a_trait_of_what_went_raises_the_score() -> None:
    counts = {"age": {"2": (10, 1), "3": (10, 5)}, "chapter": {"qmp": (20, 6)}}
    low, high = (ranking.scored(counts, {"age": age, "chapter": "qmp"}) for age in "23")
    assert low < ranking.scored(counts, {}) == 6 / 20 < high
    assert ranking.scored({"age": {}}, {"age": "2"}) == 0.0
