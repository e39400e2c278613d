"""Which step of a series a line comes from."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import lru_cache

from codemods.review.model import Finding, Series, Step, text_of


def step(series: Series, finding: Finding) -> int:
    """Return the number of the step that brought the line of `finding`, or last touched its file.

    -1 where no step touches the file.
    """
    found = origin(series, finding.path, finding.line) if not finding.of_patch else None
    if found is not None:
        return found[0]
    touching = [n for n, s in enumerate(series.steps) if finding.path in s.paths]
    return touching[-1] if touching else -1


def origin(series: Series, path: str, line: int) -> tuple[int, int] | None:
    """Return which step brought a line of the last tree, and its line there; None for no step."""
    for number in range(len(series.steps) - 1, -1, -1):
        each = series.steps[number]
        if path not in each.paths or not line:
            continue
        old = old_line(each, path, line)
        if old is None:
            return number, line
        line = old
    return None


def old_line(step: Step, path: str, line: int) -> int | None:
    """Return which line before `step` the line `line` after it was; None if it is new."""
    for start, first, last in _kept(text_of(step.before, path), text_of(step.after, path)):
        if first <= line - 1 < last:
            return start + (line - 1 - first) + 1
    return None


@lru_cache(maxsize=64)
def _kept(old: bytes, new: bytes) -> tuple[tuple[int, int, int], ...]:
    """Return the runs of lines that are in both: where in `old`, and [first, last) of `new`."""
    a, b = old.split(b"\n"), new.split(b"\n")
    # What is alike at both ends is cut off first: edits are small, and files are not.
    short = min(len(a), len(b))
    head = next((n for n in range(short) if a[n] != b[n]), short)
    tail = next((n for n in range(short - head) if a[-1 - n] != b[-1 - n]), short - head)
    middles = a[head : len(a) - tail], b[head : len(b) - tail]
    blocks = SequenceMatcher(None, *middles, autojunk=False).get_matching_blocks()
    runs = [(0, 0, head)]
    runs += [(head + m.a, head + m.b, head + m.b + m.size) for m in blocks]
    runs.append((len(a) - tail, len(b) - tail, len(b)))
    return tuple(runs)
