# SPDX-License-Identifier: GPL-2.0-or-later
"""The small faults that can be put into a Python module, each as an edit of its bytes.

Operators, conditions, numbers, truth values and a few names are exchanged, guards and
filters dropped.  Strings are left alone (a changed message kills nothing but a test of
that message), as are annotations, decorators, asserts and what stands in f-strings.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

_OPERATORS: dict[type[ast.AST], tuple[bytes, bytes]] = {
    ast.Eq: (rb"==", b"!="), ast.NotEq: (rb"!=", b"=="),
    ast.Lt: (rb"<", b"<="), ast.LtE: (rb"<=", b"<"),
    ast.Gt: (rb">", b">="), ast.GtE: (rb">=", b">"),
    ast.In: (rb"\bin\b", b"not in"), ast.NotIn: (rb"\bnot\s+in\b", b"in"),
    ast.Is: (rb"\bis\b", b"is not"), ast.IsNot: (rb"\bis\s+not\b", b"is"),
    ast.And: (rb"\band\b", b"or"), ast.Or: (rb"\bor\b", b"and"),
    ast.Add: (rb"\+", b"-"), ast.Sub: (rb"-", b"+"),
    ast.Mult: (rb"\*", b"//"), ast.FloorDiv: (rb"//", b"*"),
    ast.BitOr: (rb"\|", b"&"), ast.BitAnd: (rb"&", b"|"),
}  # fmt: skip
_NAMES = {"any": b"all", "all": b"any", "min": b"max", "max": b"min"}
_METHODS = {"startswith": b"endswith", "endswith": b"startswith"}
_NEGATED = (ast.Eq, ast.NotEq, ast.In, ast.NotIn, ast.Is, ast.IsNot)
_LEAVES = (ast.Return, ast.Raise, ast.Continue, ast.Break)


@dataclass(frozen=True, order=True)
class Fault:
    """Bytes start to end of a file, in line `line`, become `new`."""

    path: str
    start: int
    end: int
    line: int
    old: bytes
    new: bytes

    def applied(self, source: bytes) -> bytes:
        """Return `source` with the fault in it."""
        return source[: self.start] + self.new + source[self.end :]

    def __str__(self) -> str:
        old, new = (" ".join(text.decode().split()) for text in (self.old, self.new))
        return f"{self.path}:{self.line}: `{old}` -> `{new}`"


def faults(path: str, source: bytes) -> list[Fault]:
    """Return every fault of the module `source`, in their order; not each one compiles."""
    tree = ast.parse(source)
    starts = [0]
    for text in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(text))
    found: set[Fault] = set()
    for node in _walk(tree):
        for start, end, new in _of_node(node, source, starts):
            line = source.count(b"\n", 0, start) + 1
            found.add(Fault(path, start, end, line, source[start:end], new))
    return sorted(found)


def compiles(source: bytes) -> bool:
    """Tell whether `source` is a Python module."""
    try:
        compile(source, "mutant", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes whose change can matter when the program runs."""
    if isinstance(node, (ast.Assert, ast.JoinedStr)):
        return
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _walk(child)


def _of_node(node: ast.AST, source: bytes, starts: list[int]) -> Iterator[tuple[int, int, bytes]]:
    def span(part: ast.expr) -> tuple[int, int]:
        assert part.end_lineno is not None and part.end_col_offset is not None
        first = starts[part.lineno - 1] + part.col_offset
        return first, starts[part.end_lineno - 1] + part.end_col_offset

    for left, operator, right in _operations(node):
        yield from _operator(source, span(left)[1], span(right)[0], operator)
    match node:
        case ast.If(test=test, body=[leaf]) if isinstance(leaf, _LEAVES):
            yield *span(test), b"False"
        case ast.If(test=test) | ast.IfExp(test=test) if not _turned_otherwise(test):
            first, last = span(test)
            yield first, last, b"not (" + source[first:last] + b")"
        case ast.comprehension(ifs=ifs):
            yield from ((*span(test), b"True") for test in ifs)
        case ast.Call(func=ast.Name(id="filter"), args=[_, items]):
            first, last = span(items)
            yield *span(node), b"iter(" + source[first:last] + b")"
        case ast.UnaryOp(op=ast.Not()):
            start = span(node)[0]
            yield start, start + len("not"), b""
        case ast.Constant(value=bool(value)):
            yield *span(node), str(not value).encode()
        case ast.Constant(value=int(value)):
            yield *span(node), str(value + 1).encode()
        case ast.Name(id=name) if name in _NAMES:
            yield *span(node), _NAMES[name]
        case ast.Attribute(attr=name) if name in _METHODS:
            end = span(node)[1]
            yield end - len(name), end, _METHODS[name]


def _operations(node: ast.AST) -> Iterator[tuple[ast.expr, ast.AST, ast.expr]]:
    """Yield each operator of `node` with what stands before and behind it."""
    match node:
        case ast.BinOp(left=left, op=operator, right=right):
            yield left, operator, right
        case ast.BoolOp(op=operator, values=values):
            for one, other in itertools.pairwise(values):
                yield one, operator, other
        case ast.Compare(left=left, ops=operators, comparators=others):
            yield from zip([left, *others], operators, others, strict=False)


def _operator(
    source: bytes, start: int, end: int, operator: ast.AST
) -> Iterator[tuple[int, int, bytes]]:
    """Yield the exchange of the operator that stands between two operands."""
    if type(operator) in _OPERATORS:
        pattern, new = _OPERATORS[type(operator)]
        # A comment between the operands may hold anything.
        between = re.sub(rb"#.*", lambda found: b" " * len(found[0]), source[start:end])
        if found := re.search(pattern, between):
            yield start + found.start(), start + found.end(), new


def _turned_otherwise(test: ast.expr) -> bool:
    """Tell whether another fault turns the condition round already."""
    match test:
        case ast.UnaryOp(op=ast.Not()):
            return True
        case ast.Compare(ops=[operator]):
            return isinstance(operator, _NEGATED)
    return False
