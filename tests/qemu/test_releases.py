"""Which release deprecates."""

from __future__ import annotations

import pytest

from codemods.errors import NotFound, Refused, UsageError
from codemods.qemu.releases import next_release, resolve, tree_release
from codemods.source.folder import FolderTree


@pytest.fixture
def at(tmp_path):
    """A function that makes a tree of a version."""

    def make(version: str) -> FolderTree:
        (tmp_path / "VERSION").write_bytes(version.encode() + b"\n")
        return FolderTree(tmp_path)

    return make


@pytest.mark.parametrize(
    ("version", "coming"),
    [
        ("0.15.1", "1.0"),
        ("1.7.90", "2.0"),
        ("2.11.50", "2.12"),
        ("2.12.0", "3.0"),
        ("3.0.0", "3.1"),
        ("3.1.50", "4.0"),
        ("4.2.0", "5.0"),
        ("7.2.0", "8.0"),
        ("10.0.13", "10.1"),
        ("10.1.50", "10.2"),
        ("10.2.50", "11.0"),
        ("10.2.90", "11.0"),
        ("10.2", "11.0"),
        ("99.9.0", "100.0"),
    ],
)
def test_next_release_is_the_default(at, version, coming):
    assert resolve(at(version), None) == coming
    assert resolve(at(version), coming) == coming


def test_every_release_is_reached_and_then_left():
    release, seen = (1, 0), []
    while release < (6, 0):
        seen.append(release)
        release = next_release(release)
    assert [minor for major, minor in seen if major == 2] == list(range(13))
    assert [r for r in seen if r[0] > 2] == [
        (3, 0), (3, 1), (4, 0), (4, 1), (4, 2), (5, 0), (5, 1), (5, 2),
    ]  # fmt: skip


def test_a_later_release_is_taken(at):
    assert resolve(at("7.2.0"), "11.0") == "11.0"
    assert resolve(at("10.2.50"), "011.1") == "11.1"


@pytest.mark.parametrize("asked", ["11.3", "11.9", "12.12", "99.3"])
def test_an_impossible_release_is_refused(at, asked):
    with pytest.raises(UsageError, match="no such release") as err:
        resolve(at("10.2.50"), asked)
    assert "--since 11.0" in err.value.hint


@pytest.mark.parametrize("asked", ["10.2", "10.0", "9.2", "2.12", "0.15", "3.1"])
def test_a_past_release_is_refused(at, asked):
    with pytest.raises(UsageError, match="past") as err:
        resolve(at("10.2.50"), asked)
    assert "--since 11.0" in err.value.hint


@pytest.mark.parametrize(
    "asked",
    ["", "11", "X.Y", "X.Y.Z", "11.0.0", "10.2.50", "v11.0", " 11.0", "11.0\n", "11,0", "-1.0",
     "11.", ".0", "1e1.0", "\u0661\u0661.0", "9" * 5000 + ".0"],
)  # fmt: skip
def test_junk_is_refused(at, asked):
    with pytest.raises(UsageError, match=r"form X\.Y") as err:
        resolve(at("10.2.50"), asked)
    assert "--since 11.0" in err.value.hint


@pytest.mark.parametrize("version", ["", "unknown", "v10.2.50", "10", "\xff", "1" * 5000 + ".1"])
def test_a_tree_without_a_version_is_refused(at, version):
    with pytest.raises(Refused, match="no version") as err:
        tree_release(at(version))
    assert (err.value.path, err.value.line) == ("VERSION", 1)


def test_a_tree_without_the_file_is_refused(tmp_path):
    with pytest.raises(NotFound):
        tree_release(FolderTree(tmp_path))
