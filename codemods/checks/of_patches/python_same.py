"""Changed Python files parse, and mean the same but for the strings and keywords edited."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from codemods.errors import Problem
from codemods.formats.python import is_python
from codemods.model import Check, Patch
from codemods.source.splice import Edit, splice
from codemods.source.tree import Tree

_NEWLINE = re.compile(rb"\r\n|\r|\n")
_MASK = "?"


def run(before: Tree, after: Tree, patch: Patch) -> Iterator[Problem]:
    """Yield a problem for each Python file of which the patch changes more than it says.

    Python's own parser judges, not the one that made the edits.
    """
    for path in sorted(p for p in patch.files if not patch.removes and _is_code(before, p)):
        edits = sorted((e for e, _ in patch.edits if e.path == path), key=lambda e: e.start)
        yield from _in_file(path, before.read(path), after.read(path), edits)


def _is_code(tree: Tree, path: str) -> bool:
    return not path.endswith((".c", ".h", ".json", ".rst", ".out")) and is_python(tree, path)


def _in_file(path: str, old: bytes, new: bytes, edits: Sequence[Edit]) -> Iterator[Problem]:
    if splice(old, edits) != new:
        yield Problem(CHECK.id, path, 0, "more than the named edits is changed")
        return
    try:
        was = ast.parse(old)
    except (SyntaxError, ValueError):
        # What could not be read before has no meaning to keep; nobody edits it.
        yield Problem(CHECK.id, path, 0, "the file was no Python before the edit")
        return
    try:
        now = ast.parse(new)
    except (SyntaxError, ValueError) as err:
        yield Problem(CHECK.id, path, getattr(err, "lineno", 0) or 0, f"not Python: {err}")
        return
    here = [(e.start, e.end) for e in edits]
    if _masked(was, old, here) != _masked(now, new, list(_moved(edits))):
        yield Problem(CHECK.id, path, 0, "the edit changes what the code does")


def _moved(edits: Sequence[Edit]) -> Iterator[tuple[int, int]]:
    """Yield where the text of each edit stands after all of them."""
    shift = 0
    for edit in edits:
        start = edit.start + shift
        yield start, start + len(edit.text)
        shift += len(edit.text) - (edit.end - edit.start)


def _masked(module: ast.Module, source: bytes, spans: Sequence[tuple[int, int]]) -> str:
    """Return the module as text, without the strings and keywords that lie at `spans`."""
    starts = [0, *(m.end() for m in _NEWLINE.finditer(source))]
    for node in ast.walk(module):
        if isinstance(node, ast.keyword):
            at = starts[node.lineno - 1] + node.col_offset
            # The name alone: its value has a mask of its own.
            if any(at == start for start, _ in spans):
                node.arg = _MASK
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            start = starts[node.lineno - 1] + node.col_offset
            end = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
            if any(start <= s and e <= end for s, e in spans):
                node.value = _MASK
    return ast.dump(module)


CHECK = Check(id="python-same", run=run)
