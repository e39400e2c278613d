"""A warning must be compiled whenever the code that reaches it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product

from codemods.errors import Problem
from codemods.formats.c import functions as c_functions
from codemods.formats.c.directives import conditions as c_conditions
from codemods.formats.c.directives.guards import Guard, conditions
from codemods.model import Check, Patch
from codemods.source.splice import changed_lines
from codemods.source.tree import Tree
from codemods.syntax.parse import Node, matches, parse

_WARNING = re.compile(rb"\b(warn_report(_once)?|deprecation_reason|deprecation_note)\b")
#: Up to this many symbols every combination is tried; beyond, each is flipped alone.
_FEW = 8


def run(before: Tree, after: Tree, patch: Patch) -> Iterator[Problem]:
    """Yield a problem for each new warning that some build drops while it keeps the path to it.

    Every preprocessor symbol that guards a line of the path is tried both
    defined and undefined.
    """
    for path in sorted(patch.files):
        if path.endswith((".c", ".h")) and patch.files[path] is not None:
            yield from lost(path, before.read(path), after.read(path))


def lost(path: str, old: bytes, new: bytes) -> Iterator[Problem]:
    """Yield the warnings of the file `new` that are not in `old` and that some builds drop."""
    text = new.split(b"\n")
    added = [n for n in sorted(changed_lines(old, new)[1]) if _WARNING.search(text[n - 1])]
    if not added:
        return
    guards = list(conditions(new))
    labels = [*c_functions.labels(path, new), *_compared(path, new)]
    for line in added:
        anchor = max((a for a, last in labels if a <= line <= last), default=0)
        anchor = anchor or _declaration(new, line)
        without = _lost(guards[anchor - 1], guards[line - 1])
        if without is not None:
            shown = " ".join(f"{'+' if on else '-'}{name}" for name, on in sorted(without.items()))
            yield Problem(
                CHECK.id, path, line, f"a build with {shown} drops the warning",
                "the warning must stand outside the preprocessor block",
            )  # fmt: skip


def _compared(path: str, source: bytes) -> Iterator[tuple[int, int]]:
    """Yield (first line, last line) of each branch whose condition compares with a text.

    Like a `case` it is the only path to what it holds, unless the text stands elsewhere too.
    """
    for function in c_functions.functions(path, source):
        for found in matches("c/compared-branch", function.node):
            text, body = found["text"][0], found["body"][0]
            if source.count(text.text or b"\0") == 1:
                yield text.start_point[0] + 1, body.end_point[0] + 1


def _declaration(source: bytes, line: int) -> int:
    """Return the first line, from 1, of the initializer around `line`, or else the declaration."""
    node: Node | None = parse("c", source).root_node
    first, outside = line, True
    while node is not None:
        inside = (n for n in node.children if n.start_point[0] < line <= n.end_point[0] + 1)
        node = next(inside, None)
        if node is not None and not node.type.startswith("preproc_"):
            if outside or node.type == "initializer_list":
                first = node.start_point[0] + 1
            outside = False
    return first


def _lost(anchor: tuple[Guard, ...], warning: tuple[Guard, ...]) -> Mapping[str, bool] | None:
    """Return an assignment of symbols that compiles `anchor` but not `warning`."""
    names = sorted(c_conditions.symbols((*anchor, *warning)))
    both = (True, False)
    if len(names) <= _FEW:
        tried = [dict(zip(names, v, strict=True)) for v in product(both, repeat=len(names))]
    else:
        tried = [{n: (n == flip) != base for n in names} for flip in names for base in both]
    for defined in tried:
        if c_conditions.active(anchor, defined) and not c_conditions.active(warning, defined):
            return defined
    return None


CHECK = Check(id="reachable", run=run)
