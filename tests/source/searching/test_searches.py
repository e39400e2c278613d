"""What is known of a tree answers later questions as a search would."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codemods.source.searching import matching, spelling
from codemods.source.searching.searches import Searches

WORDS = ["x-fade", "x_fade", "fade", "-fade", "x-fade-out", "fading", "in", "1", "f.de", '"fade"']
WORD = st.sampled_from(WORDS)
UNDER = st.sampled_from([(), ("a",), ("a/one.c",), ("a/", "b.c"), ("nowhere",), ("a/sub", "a")])
TEXT = st.lists(st.sampled_from([*WORDS, " ", "\n", "X_FADE", "_", "é"]), max_size=12)
FILES = st.dictionaries(st.sampled_from(["a/one.c", "a/sub/two.c", "ab.c", "b.c"]), TEXT)
QUESTION = st.tuples(st.booleans(), st.lists(WORD, min_size=1, max_size=3), UNDER)


class Grep:
    """Prints what `git grep` would, and counts how often it is asked."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = dict(sorted(files.items()))
        self.count = 0

    def start(self, what: Sequence[str], under: Sequence[str]) -> Callable[[], bytes]:
        self.count += 1
        given = [what[n + 1].encode() for n, part in enumerate(what) if part == "-e"]
        if "-E" in what:
            (only,) = given
            pattern = only.replace(b"[^_[:alnum:]]", rb"\W")
        else:
            pattern = b"|".join(map(re.escape, given))
        if "-w" in what:
            pattern = rb"(?<!\w)(?:" + pattern + rb")(?!\w)"
        lines = [
            (path, n, line)
            for path in matching.below(self.files, under)
            for n, line in enumerate(self.files[path].split(b"\n"), 1)
            if re.search(pattern, line)
        ]
        if "-l" in what:
            return lambda: b"".join(
                p.encode() + b"\0" for p in dict.fromkeys(p for p, _, _ in lines)
            )
        return lambda: b"".join(b"%b\0%d\0%b\n" % (p.encode(), n, t) for p, n, t in lines)

    def texts(self, under: Sequence[str]) -> dict[str, bytes] | None:
        few = {path: self.files[path] for path in matching.below(self.files, under)}
        return few if len(few) < 2 else None


@settings(max_examples=300, deadline=None)
@given(
    files=FILES, expected=st.lists(WORD, max_size=4), asked=st.lists(QUESTION, max_size=6),
    suggested=st.lists(WORD, max_size=4),
)  # fmt: skip
def test_what_is_known_changes_no_answer(files, expected, asked, suggested):
    grep = Grep({path: "".join(text).encode() for path, text in files.items()})
    knowing = Searches(grep.start, grep.texts)
    knowing.expect(word for word in expected if not spelling.everyday(word))
    knowing.expect_files(filter(spelling.everyday, expected))
    knowing.suggest(suggested)
    for lines, words, under in asked:
        fresh = Searches(grep.start, grep.texts)
        if lines:
            assert knowing.grep(words, under) == fresh.grep(words, under)
        else:
            assert knowing.naming(words[0], under) == fresh.naming(words[0], under)


def test_a_longer_word_is_not_searched_for_again():
    grep = Grep({"a/one.c": b"x-fade\nx-fade-out\nfade\n", "b.c": b"fade\n"})
    searches = Searches(grep.start, grep.texts)
    searches.expect(["x-fade"])
    searches.expect_files(["fade"])
    assert grep.count == 2
    assert [hit.line for hit in searches.grep(["x-fade-out"])] == [2]
    assert [hit.line for hit in searches.grep(["x-fade", "ax-fade"], ["a"])] == [1, 2]
    assert searches.naming("x-fade", ["b.c"]) == ()
    assert searches.naming("fade") == ("a/one.c", "b.c")
    assert searches.naming("fade", ["b.c"]) == ("b.c",)
    assert grep.count == 2
    assert [hit.path for hit in searches.grep(["fade"])] == ["a/one.c"] * 3 + ["b.c"]
    assert grep.count == 3


def test_what_is_suggested_joins_the_next_search_of_all_files():
    grep = Grep({"a/one.c": b"x-fade\nx-fade-out\nfading\n", "b.c": b"x_fade\n", "c.c": b"in\n"})
    searches = Searches(grep.start, grep.texts)
    searches.suggest(["x-fade-out", "x_fade"])
    assert grep.count == 0
    assert searches.naming("in") == ("c.c",)  # an everyday word is no reason to list its lines
    assert searches.grep(["fading"], ["a", "b.c"])
    assert grep.count == 2
    assert [hit.line for hit in searches.grep(["x-fade"])] == [1, 2]
    assert grep.count == 3
    assert [hit.line for hit in searches.grep(["x-fade-out"])] == [2]
    assert searches.naming("x_fade") == ("b.c",)
    assert grep.count == 3
    searches.suggest(["fading"])
    assert searches.naming("X_FADE") == ()
    assert searches.naming("fading") == ("a/one.c",)
    assert grep.count == 4


def test_a_word_is_not_searched_for_beside_a_part_of_it():
    asked = []
    grep = Grep({"a/one.c": b"x-fade\n"})
    searches = Searches(
        lambda what, under: asked.append(what) or grep.start(what, under), grep.texts
    )
    searches.expect(["x-fade-out", "fade-out", "x-fading"])
    assert searches.grep(["x-fade-out"]) == ()
    assert [what[-4:] for what in asked] == [["-e", "fade-out", "-e", "x-fading"]]


@given(st.sets(st.sampled_from(["a", "a/b", "a/b.c", "a0", "a-b/c", "b", "b/"])), UNDER, UNDER)
def test_inside_is_below_for_sorted_paths(paths, some, others):
    under = (*some, *others)
    known = tuple(sorted(paths))
    assert matching.inside(known, under) == (tuple(matching.below(known, under)) if under else ())


@pytest.mark.parametrize("few", [0, 100])
def test_one_expression_finds_what_many_words_do(few, monkeypatch):
    monkeypatch.setattr("codemods.source.searching.searches.FEW", few)
    grep = Grep({"a/one.c": b"f.de\nfxde\nx-fade-out\nin\ninto\n1\n21\n"})
    searches = Searches(grep.start, grep.texts)
    searches.expect(["f.de", "x-fade", "x-fade-out"])
    searches.expect_files(["in", "1"])
    assert [hit.line for hit in searches.grep(["f.de", "x-fade"])] == [1, 3]
    assert searches.naming("in") == searches.naming("1") == ("a/one.c",)
    assert grep.count == 2
    assert searches.naming("into") == ("a/one.c",)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("x-fade", ("x-fade", "x_fade", "X_FADE")),
        ("FadeMode.x-out", ("x-out", "x_out", "X_OUT", "FadeMode")),
        ("mode.out", ("out", "OUT")),
        ("qmp-command:fade", ("fade", "FADE")),
        ("arm/fade-2.6", ("fade-2.6", "fade_2_6", "FADE_2_6")),
        ("-no-fade", ("no-fade", "no_fade", "NO_FADE")),
        ("FADE", ("FADE",)),
        ("", ()),
        ("a\nb", ()),
        (" ", ()),
    ],
)
def test_a_name_is_spelled_in_c_too(name, words):
    assert spelling.spelled(name) == words


def test_ends_of_a_name_that_macros_make():
    assert spelling.ends("FadeMode.x-out") == (
        '".x-out"', '"x-out"', '"-out"', '"out"',
    )  # fmt: skip
    assert spelling.ends("qmp-command:fade") == ()


@pytest.mark.parametrize("word", ["a\0b", ""])
def test_a_word_that_no_text_holds_is_not_asked_for(word: str) -> None:
    """No command line could name it."""

    def start(what: Sequence[str], under: Sequence[str]) -> Callable[[], bytes]:
        raise AssertionError(what)

    known = Searches(start, lambda under: None)
    known.expect([word])
    known.expect_files([word])
    assert known.grep([word]) == known.naming(word) == ()
