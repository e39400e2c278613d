"""What a finding's edits make of the file, in few lines."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from codemods.review.model import Finding, Series
from codemods.source.splice import splice

_MOST = 24


def diff(series: Series, finding: Finding, context: int = 1) -> list[str]:
    """Return the edits of a finding as lines of a diff without its head; none for no edits."""
    found: list[str] = []
    for path in dict.fromkeys(edit.path for edit in finding.edits):
        old = series.after.read(path)
        new = splice(old, [e for e in finding.edits if e.path == path])
        lines = difflib.unified_diff(_text(old), _text(new), lineterm="", n=context)
        found += [line for line in lines if not line.startswith(("---", "+++"))]
    return found[:_MOST] + (["..."] if len(found) > _MOST else [])


def new_lines(series: Series, finding: Finding) -> Iterator[str]:
    """Yield the lines that the edits add."""
    return (line[1:] for line in diff(series, finding, 0) if line.startswith("+"))


def _text(source: bytes) -> Sequence[str]:
    return source.decode(errors="replace").splitlines()
