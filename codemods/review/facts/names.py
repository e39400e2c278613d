"""The names that a change takes away: string literals of C that nothing else keeps."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from codemods.errors import NotFound
from codemods.source.splice import changed_lines
from codemods.source.tree import Tree

_LITERAL = re.compile(rb'"([A-Za-z][\w.+-]*)"')
_CODE = (".c", ".h", ".inc")


def gone(before: Tree, after: Tree, paths: Sequence[str], wanted: Collection[str]) -> Iterator[str]:
    """Yield those of `wanted` that removed lines of C hold as a string, and no C any more."""
    found: dict[str, None] = {}
    for path in paths:
        if path.endswith(_CODE) and not path.startswith("tests/"):
            found |= dict.fromkeys(_removed(_read(before, path), _read(after, path)))
    asked = [f'"{name}"' for name in found if name in wanted]
    hits = after.grep(asked) if asked else ()
    code = [h.text for h in hits if h.path.endswith(_CODE) and not h.path.startswith("tests/")]
    for literal in asked:
        if not any(literal.encode() in text for text in code):
            yield literal.strip('"')


def _removed(old: bytes, new: bytes) -> Iterator[str]:
    if old == new:
        return
    lines = old.split(b"\n")
    for number in sorted(changed_lines(old, new)[0]):
        for literal in _LITERAL.findall(lines[number - 1]):
            if b'"' + literal + b'"' not in new:
                yield literal.decode()


def _read(tree: Tree, path: str) -> bytes:
    try:
        return tree.read(path)
    except NotFound:
        return b""
