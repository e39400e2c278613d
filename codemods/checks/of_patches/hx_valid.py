"""An .hx file keeps its structure: only help and documentation of what was asked may change.

Source: scripts/hxtool and docs/sphinx/hxtool.py, which read these files.
"""

from __future__ import annotations

from collections.abc import Iterator

from codemods.errors import Problem, Refused
from codemods.formats import hx
from codemods.model import Check, Patch
from codemods.source.splice import changed_lines
from codemods.source.tree import Tree


def run(before: Tree, after: Tree, patch: Patch) -> Iterator[Problem]:
    """Yield a problem for each changed .hx file that lost its structure or changed elsewhere."""
    for path in sorted(patch.files):
        if path.endswith(".hx") and not patch.removes:
            yield from _file(path, before.read(path), after.read(path), patch)


def _file(path: str, old: bytes, new: bytes, patch: Patch) -> Iterator[Problem]:
    yield from _blanks(path, old, new)
    try:
        was, now = hx.read(path, old), hx.read(path, new)
    except Refused as err:
        yield Problem(CHECK.id, path, err.line, err.message)
        return
    if was.shape != now.shape:
        pairs = zip(was.shape, now.shape, strict=False)
        first = next((b for a, b in pairs if a != b), (was.shape + now.shape)[-1])
        yield Problem(CHECK.id, path, 0, f"the blocks changed, first `{first}`")
        return
    names = {word for f in patch.features for word in (f.name, f.qualified.partition(".")[0])}
    for a, b in zip(was.blocks, now.blocks, strict=True):
        same = old[a.start : a.end] == new[b.start : b.end]
        if not same and names.isdisjoint({b.name, *b.name.split("|")}):
            yield Problem(CHECK.id, path, b.line, f"'{b.name}' changed, which was not asked")
        if {**a.fields, "help": ""} != {**b.fields, "help": ""}:
            yield Problem(CHECK.id, path, b.line, f"more than the help of '{b.name}' changed")
    own = {d.line for d in _asked(now, names)}
    for c, d in zip(was.docs, now.docs, strict=True):
        if c.text != d.text and d.line not in own and not any(n in d.text for n in names):
            yield Problem(CHECK.id, path, d.line, "documentation changed that was not asked")


def _asked(file: hx.File, names: set[str]) -> Iterator[hx.Doc]:
    for block in file.blocks:
        if block.doc is not None and not names.isdisjoint({block.name, *block.name.split("|")}):
            yield block.doc


def _blanks(path: str, old: bytes, new: bytes) -> Iterator[Problem]:
    lines = new.split(b"\n")
    for n in sorted(changed_lines(old, new)[1]):
        line = lines[n - 1].removesuffix(b"\r")
        if line != line.rstrip():
            yield Problem(CHECK.id, path, n, "the line ends with blanks")


CHECK = Check(id="hx-valid", run=run)
