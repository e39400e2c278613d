"""Edits move no byte but their own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codemods.source import work
from codemods.source.splice import Edit, changed_lines, line_of, splice

BYTES = st.binary(max_size=60)


@st.composite
def edited(draw):
    """A source, and disjoint edits of it in file order."""
    source = draw(BYTES)
    cuts = sorted(draw(st.lists(st.integers(0, len(source)), max_size=8)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return source, [Edit("f", start, end, draw(st.binary(max_size=9))) for start, end in pairs]


@given(edited(), st.randoms(use_true_random=False))
def test_bytes_outside_edits_never_move(case, random):
    source, edits = case
    parts, at = [], 0
    for edit in edits:
        parts += [source[at : edit.start], edit.text]
        at = edit.end
    wanted = b"".join([*parts, source[at:]])
    assert splice(source, edits) == wanted
    # Two edits at one place keep their order; all others may come in any.
    if len({(edit.start, edit.end) for edit in edits}) == len(edits):
        random.shuffle(edits)
        assert splice(source, edits) == wanted


@given(BYTES)
def test_no_edit_changes_nothing(source):
    assert splice(source, []) == source


@given(BYTES, st.lists(st.binary(max_size=4), max_size=5), st.data())
def test_insertions_at_one_place_keep_their_order(source, texts, data):
    at = data.draw(st.integers(0, len(source)))
    edits = [Edit("f", at, at, text) for text in texts]
    assert splice(source, edits) == source[:at] + b"".join(texts) + source[at:]


def test_insertions_may_touch_a_replacement():
    edits = [Edit("f", 1, 3, b"X"), Edit("f", 3, 3, b">"), Edit("f", 1, 1, b"<")]
    assert splice(b"abcd", edits) == b"a<X>d"


@given(BYTES.filter(bool), st.data())
def test_overlap_is_refused(source, data):
    start = data.draw(st.integers(0, len(source) - 1))
    end = data.draw(st.integers(start + 1, len(source)))
    inside = data.draw(st.integers(start, end - 1))
    edits = [Edit("f", start, end, b""), Edit("f", inside, end, b"x")]
    with pytest.raises(ValueError, match="overlaps"):
        splice(source, data.draw(st.permutations(edits)))


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 1), (3, 5), (5, 5)])
def test_edit_outside_the_file_is_refused(start, end):
    with pytest.raises(ValueError, match="outside"):
        splice(b"abcd", [Edit("f", start, end, b"x")])


LINES = st.lists(st.sampled_from([b"", b"a", b"b", b"}", b"\xff"]), max_size=12)


@given(LINES, LINES)
def test_what_is_not_changed_is_the_same_in_both(a, b):
    old, new = b"\n".join(a), b"\n".join(b)
    gone, fresh = changed_lines(old, new)
    kept = [text for n, text in enumerate(old.split(b"\n"), 1) if n not in gone]
    assert kept == [text for n, text in enumerate(new.split(b"\n"), 1) if n not in fresh]
    assert old != new or not gone | fresh


def test_changed_lines_are_counted_from_one():
    assert changed_lines(b"a\nb\nc\n", b"a\nB\nc\nd\n") == ({2}, {2, 4})


def test_far_apart_changes_are_found_without_comparing_what_lies_between():
    lines = [b"line %d" % n for n in range(20000)]
    changed = [*lines[:5], b"more", *lines[5:9000], b"other", *lines[9001:19990], *lines[19991:]]
    gone, fresh = changed_lines(b"\n".join(lines), b"\n".join(changed))
    assert gone == {9001, 19991}
    assert fresh == {6, 9002}


@pytest.mark.parametrize(("offset", "line"), [(0, 1), (1, 1), (2, 2), (3, 3)])
def test_line_of(offset, line):
    assert line_of(b"a\n\nb", offset) == line


@pytest.mark.parametrize("blank", [" ", "\t", "   ", "\x0b", "\x0c", "\x0c \t", ""])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_no_blank_is_left_at_the_end_of_a_line_that_changes(blank, end):
    source = f"one{blank}{end}two{blank}{end}".encode()
    after = splice(source, work.tidied("x.json", source, [Edit("x.json", 3, 3, b" more")]))
    assert after == f"one more{end}two{blank}{end}".encode()
