"""What is looked for before it is known what it will be needed for."""

from __future__ import annotations

from itertools import pairwise

import pytest
from example_tree import *  # noqa: F403
from example_tree import X_TWIN, run
from example_tree import _original as _original

from codemods.cli import early
from codemods.source.commit import GitTree


@pytest.fixture
def searches(monkeypatch):
    """The words of each search of a whole tree."""
    found: list[list[str]] = []
    real = GitTree._search

    def search(self, what, under):
        if not under:
            found.append([b for a, b in pairwise(what) if a == "-e"])
        return real(self, what, under)

    monkeypatch.setattr(GitTree, "_search", search)
    return found


def test_a_whole_feature_takes_three_searches_at_most(clone, searches):
    assert run(clone, *X_TWIN, "--include-related", "--since", "11.0", "-o", "out").status == 0
    assert 1 <= len(searches) <= 3


def test_the_first_one_has_the_short_word_of_a_feature(clone, searches):
    assert run(clone, "x-twin", "--related").status == 0
    assert {"twin", "TWIN", "Twin"} <= set(searches[0])


@pytest.mark.parametrize(
    ("word", "rare"),
    [("twin", True), ("name", False), ("igra", True), ("x", False), ("ä-ö", False)],
)
def test_a_word_that_many_schema_files_have_is_not_looked_for(clone, word, rare, monkeypatch):
    monkeypatch.setattr("codemods.related.scene.COMMON", 4)
    assert early._is_rare(GitTree(clone), word) is rare
