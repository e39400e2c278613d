"""codemods.registry: all modules of a folder, or an error; never fewer than there are."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from codemods import registry
from codemods.checks import of_patches
from codemods.review import rules


def package(top: Path, name: str, *files: str) -> Path:
    for file in ("__init__.py", *files):
        (top / name / file).parent.mkdir(parents=True, exist_ok=True)
        (top / name / file).write_text("")
    return top / name


def test_modules_also_of_packages_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package(tmp_path, "herd", "b.py", "_hidden.py", "a/__init__.py", "a/z.py", "a/y.py")
    monkeypatch.syspath_prepend(str(tmp_path))
    names = [module.__name__ for module in registry.modules("herd")]
    assert names == ["herd.a.y", "herd.a.z", "herd.b"]


def test_a_folder_that_cannot_be_read_is_not_taken_for_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = package(tmp_path, "lost", "a.py")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert len(registry.modules("lost")) == 1
    shutil.rmtree(where)
    with pytest.raises(ImportError, match="no module of lost can be read"):
        registry.modules("lost")


@pytest.mark.parametrize("every", [of_patches.every, rules.every], ids=["checks", "rules"])
def test_no_check_is_left_out_where_its_folder_cannot_be_listed(
    every, monkeypatch: pytest.MonkeyPatch
) -> None:
    def listdir(path: object = ".") -> list[str]:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(os, "listdir", listdir)
    with pytest.raises(ImportError):
        every.__wrapped__()
