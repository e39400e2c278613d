"""Evaluate the conditions of C preprocessor conditionals.

A condition is read as a formula of `!`, `&&` and `||` over symbols.  `X` and
`defined(X)` are one symbol, defined to 1 or not at all.  What else depends on a
name, such as `VERSION > 5` or `HAVE(x)`, or cannot be read, is a symbol of its own, by
its text: nothing is known about its value, so it can be true as well as false.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Iterator, Mapping, Sequence

from codemods.formats.c.directives.guards import Guard

_COMPARE = {ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt,
            ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge}  # fmt: skip
_TOKEN = re.compile(
    r"(?P<number>0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)[uUlL]*\b"
    r"|\bdefined\s*(?:\(\s*(?P<inner>\w+)\s*\)|(?P<bare>\w+))"
    r"|(?P<word>[A-Za-z_]\w*)|(?P<op>&&|\|\||!(?!=))"
)
_OPERATORS = {"&&": " and ", "||": " or ", "!": " not "}
#: So that no name of C is taken for a word of Python.
_MARK = "_s_"


def symbols(guards: Sequence[Guard]) -> set[str]:
    """Return the symbols that the conditions of `guards` depend on."""
    texts = {t for g in guards for t in (g.condition, *g.earlier) if t}
    return {symbol for text in texts for symbol in _atoms(_parse(text))}


def active(guards: Sequence[Guard], defined: Mapping[str, bool]) -> bool:
    """Tell whether a line inside `guards` is compiled.

    Arguments:
        defined: whether each symbol is true; one that is not named is false.
    """
    return all(
        not any(_true(_parse(c), defined) for c in guard.earlier)
        and (guard.condition == "" or _true(_parse(guard.condition), defined))
        for guard in guards
    )


def _parse(condition: str) -> ast.expr:
    text = _TOKEN.sub(_translated, re.sub(r"/\*.*?(\*/|$)|//.*", " ", condition))
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        return ast.Name(_MARK + condition, ast.Load())


def _translated(found: re.Match[str]) -> str:
    if found["number"]:
        digits = found["number"]
        octal = len(digits) > 1 and digits.isdecimal() and digits.startswith("0")
        return str(int(digits, 8)) if octal else digits
    if found["op"]:
        return _OPERATORS[found["op"]]
    return _MARK + (found["inner"] or found["bare"] or found["word"])


def _true(node: ast.expr, defined: Mapping[str, bool]) -> bool:
    if isinstance(node, ast.BoolOp):
        combine = all if isinstance(node.op, ast.And) else any
        return combine(_true(v, defined) for v in node.values)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return not _true(node.operand, defined)
    value = _value(node)
    return defined.get(_shown(node), False) if value is None else bool(value)


def _atoms(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _atoms(value)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield from _atoms(node.operand)
    elif _value(node) is None:
        yield _shown(node)


def _shown(node: ast.expr) -> str:
    return ast.unparse(node).replace(_MARK, "")


def _value(node: ast.expr) -> int | None:
    """Return the value of an expression; None where it depends on a name, or cannot be told."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return node.value
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        compare = _COMPARE.get(type(node.ops[0]))
        left, right = _value(node.left), _value(node.comparators[0])
        if compare is not None and left is not None and right is not None:
            return int(compare(left, right))
    return None
