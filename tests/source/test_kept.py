"""A tree that remembers some folders and words answers as the tree itself does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from codemods.source.folder import FolderTree
from codemods.source.kept import Kept
from codemods.source.memory import Memory
from codemods.source.tree import Hit

BASE = Memory(FolderTree(Path(__file__).parent.parent.parent / "examples/tree"))


class _Counted:
    """A tree that counts how often it is searched."""

    def __init__(self) -> None:
        self.searches = 0

    def read(self, path: str) -> bytes:
        return BASE.read(path)

    def files(self) -> Sequence[str]:
        return BASE.files()

    def grep(self, words: Sequence[str], under: Sequence[str] = ()) -> Sequence[Hit]:
        self.searches += 1
        return BASE.grep(words, under)

    def naming(self, word: str, under: Sequence[str] = ()) -> Sequence[str]:
        self.searches += 1
        return BASE.naming(word, under)


@pytest.mark.parametrize("under", [(), ("qapi",), ("migration", "docs"), ("qapi", "docs")])
@pytest.mark.parametrize("word", ["x-twin", "twin", "x-twin.none", '"isa-beeper"', "quickstart"])
def test_answers_are_the_same(word: str, under: tuple[str, ...]) -> None:
    kept = Kept(BASE, ("qapi", "qga"), ("x-twin", "isa-beeper"))
    assert list(kept.naming(word, under)) == list(BASE.naming(word, under))
    assert list(kept.grep((word, "job-halt"), under)) == list(BASE.grep((word, "job-halt"), under))
    assert list(kept.grep((word, word), under)) == list(BASE.grep((word, word), under))


def test_one_search_is_for_all_words_and_none_for_the_folders() -> None:
    base = _Counted()
    kept = Kept(base, ("qapi",), ("x-twin", "isa-beeper"))
    kept.naming("job-halt", ("qapi",))
    kept.grep(("job-halt",), ("qapi/job.json",))
    assert base.searches == 0
    for word in ("x-twin", "isa-beeper", '"isa-beeper"', "no.x-twin"):
        kept.naming(word)
        kept.grep((word,), ("hw",))
    assert base.searches == 1
    kept.naming("twin")
    kept.grep(("x-twin", "twin"))
    assert base.searches == 3
