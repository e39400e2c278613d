"""What the command line prints of a series and of the users."""

from __future__ import annotations

from pathlib import Path

import pytest

from codemods.cli import report, users
from codemods.series.rendering import PatchFile

OURS = [PatchFile("0001-a.patch", b"")]


def test_other_patches_are_told_with_their_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "0001-a.patch").touch()
    assert report.strangers(None, OURS) == ()
    (tmp_path / "0002-b.patch").touch()
    end = "holds other patches, which *.patch names, too: 0002-b.patch"
    assert report.strangers(None, OURS) == (f"the current directory {end}",)
    assert report.strangers(tmp_path, OURS) == (f"{tmp_path} {end}",)
    for n in range(3, 6):
        (tmp_path / f"000{n}-b.patch").touch()
    (warning,) = report.strangers(tmp_path, OURS)
    assert warning.endswith(": 0002-b.patch, 0003-b.patch, 0004-b.patch and 1 more")


def test_no_users_have_no_headings() -> None:
    assert users.lines([]) == []
