"""Every regular expression of the package, and texts on which a bad one takes too long.

The expressions are found by reading the modules: each call of a function of `re`
whose first argument can be worked out with the names of the module, where a name
that is only known in a run is a plain word.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import itertools
import pkgutil
import re
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import codemods

if sys.version_info >= (3, 11):
    from re import _parser as parser
else:
    import sre_parse as parser

_FUNCTIONS = {
    "compile", "sub", "subn", "search", "match", "fullmatch", "findall", "finditer", "split",
}  # fmt: skip


_ANCHORED = {"match", "fullmatch"}


@dataclass(frozen=True)
class Expression:
    """A regular expression, where it stands, and the methods of it that are called there."""

    where: str
    pattern: re.Pattern[Any]
    methods: tuple[str, ...] = ("search",)


class _Word(str):
    """Stands for a text that only a run knows, and for any object that has such."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Word("word")


#: What a name that only a run knows may stand for.
_PLAIN = (_Word("word"), b"word", [b"word", b"word"], re.compile(rb"word"))


def expressions() -> Iterator[Expression]:
    """Yield each regular expression of the package; a ValueError names one that is not found."""
    for info in pkgutil.walk_packages(codemods.__path__, "codemods."):
        module = importlib.import_module(info.name)
        text = Path(str(module.__file__)).read_text(encoding="utf-8")
        if "import re\n" not in text:
            continue
        above = _above(ast.parse(text))
        loads: dict[str, list[ast.AST]] = {}
        for node, outer in above.items():
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                loads.setdefault(node.id, []).append(outer)
        for node in above:
            if isinstance(node, ast.Call) and _is_of_re(node.func):
                yield _expression(module, node, tuple(sorted(_methods(loads, above[node], node))))


def _above(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    """Return the parent of each node, in the order of ast.walk()."""
    found: dict[ast.AST, ast.AST] = {}
    left = deque([tree])
    while left:
        node = left.popleft()
        for child in ast.iter_child_nodes(node):
            found[child] = node
            left.append(child)
    return found


def _is_of_re(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)
        and function.value.id == "re" and function.attr in _FUNCTIONS
    )  # fmt: skip


def _expression(module: ModuleType, node: ast.Call, methods: tuple[str, ...]) -> Expression:
    where = f"{module.__name__}:{node.lineno}"
    assert isinstance(node.func, ast.Attribute)
    first = node.args[0]
    names = {n.id for n in ast.walk(first) if isinstance(n, ast.Name)}
    unknown = sorted(names - set(vars(module)) - set(vars(builtins)))
    for values in itertools.product(_PLAIN, repeat=len(unknown)):
        known = {**vars(module), **dict(zip(unknown, values, strict=True))}
        try:
            value = eval(compile(ast.Expression(first), where, "eval"), known)
            if isinstance(value, _Word):
                return Expression(where, re.compile(""))
            flags = next(
                (
                    eval(compile(ast.Expression(k.value), where, "eval"), known)
                    for k in node.keywords
                    if k.arg == "flags"
                ),
                0,
            )
            if node.func.attr == "compile" and len(node.args) > 1:
                flags = eval(compile(ast.Expression(node.args[1]), where, "eval"), known)
            pattern = value if isinstance(value, re.Pattern) else re.compile(value, flags)
        except (TypeError, AttributeError, ValueError):
            continue
        return Expression(where, pattern, methods)
    raise ValueError(f"{where}: cannot be worked out: {ast.unparse(first)}")


def _methods(loads: dict[str, list[ast.AST]], parent: ast.AST, call: ast.Call) -> set[str]:
    """Return "match" and "fullmatch" where only these are called, and else "search".

    Arguments:
        loads: what stands around each use of a name.
    """
    assert isinstance(call.func, ast.Attribute)
    if call.func.attr != "compile":
        return {call.func.attr} if call.func.attr in _ANCHORED else {"search"}
    used = [parent]
    if isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Name):
        used = loads.get(parent.targets[0].id, [])
    found = {use.attr if isinstance(use, ast.Attribute) else "search" for use in used}
    return found if found and found <= _ANCHORED else {"search", *(found & _ANCHORED)}


def attacks(pattern: re.Pattern[Any], *sizes: int) -> Iterator[tuple[Any, ...]]:
    """Yield texts that make `pattern` repeat what it can repeat, each in all of the `sizes`."""
    text = pattern.pattern
    is_bytes = isinstance(text, bytes)
    tree = parser.parse(
        text.decode("latin-1") if is_bytes else text,
        pattern.flags & ~re.UNICODE if is_bytes else pattern.flags,
    )
    seen = set()
    for before, pump in _pumps(list(tree), ""):
        if not pump:
            continue
        # What follows once ends the text, or a start of the expression is begun again and again.
        for once, again, end in (
            (before, pump, "\x00"), ("", before + pump, "\x00"),
            (before, pump, "\n!"), (before, pump, " !"),
        ):  # fmt: skip
            if (once, again, end) not in seen:
                seen.add((once, again, end))
                made = [once + again * (size // len(again)) + end for size in sizes]
                yield tuple(t.encode("latin-1", "replace") if is_bytes else t for t in made)


def _pumps(nodes: list[Any], before: str) -> Iterator[tuple[str, str]]:
    """Yield (text that leads to a repetition, one round of it)."""
    for n, (kind, value) in enumerate(nodes):
        name = str(kind)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, body = value
            if most == parser.MAXREPEAT:
                for variant in range(4):
                    yield before, _sample(body, variant)
                # Also with what comes behind it, where both may take the same text.
                rest = nodes[n + 1 :]
                if rest:
                    yield before, _sample(body, 0) + _sample(rest[:1], 0)
            yield from _pumps(list(body), before)
            before += _sample(body, 0) * max(least, 1)
            continue
        if name == "SUBPATTERN":
            yield from _pumps(list(value[3]), before)
        elif name == "BRANCH":
            for branch in value[1]:
                yield from _pumps(list(branch), before)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from _pumps(list(value[1]), before)
            continue
        before += _sample([(kind, value)], 0)


def _sample(nodes: Any, variant: int) -> str:
    """Return a text that the nodes match; other variants take other characters of sets."""
    made = ""
    for kind, value in nodes:
        name = str(kind)
        if name == "LITERAL":
            made += chr(value)
        elif name == "NOT_LITERAL":
            made += next(c for c in "a \"'" if ord(c) != value)
        elif name == "ANY":
            made += 'a {"'[variant % 4]
        elif name == "IN":
            made += _member(value, variant)
        elif name == "BRANCH":
            made += _sample(value[1][variant % len(value[1])], variant)
        elif name == "SUBPATTERN":
            made += _sample(value[3], variant)
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            made += _sample(value[2], variant) * max(value[0], min(1, value[1]))
        elif name == "ATOMIC_GROUP":
            made += _sample(value, variant)
    return made


_TRIED = "a \t0_\"'\\(*{-,;:.\n/=<`|&#@[]x)}"


def _member(items: Any, variant: int) -> str:
    inside = [c for c in _TRIED if _is_in(c, items)]
    if inside:
        return inside[variant % len(inside)]
    kind, value = items[0]
    return chr(value[0] if str(kind) == "RANGE" else value if isinstance(value, int) else 97)


def _is_in(char: str, items: Any) -> bool:
    tests = {
        "CATEGORY_SPACE": str.isspace, "CATEGORY_DIGIT": str.isdigit,
        "CATEGORY_WORD": lambda c: c.isalnum() or c == "_",
    }  # fmt: skip
    negated = found = False
    for kind, value in items:
        name = str(kind)
        if name == "NEGATE":
            negated = True
        elif name == "LITERAL":
            found |= ord(char) == value
        elif name == "RANGE":
            found |= value[0] <= ord(char) <= value[1]
        elif name == "CATEGORY":
            category = str(value)
            test = tests[category.replace("_NOT_", "_")]
            found |= test(char) != ("_NOT_" in category)
    return found != negated
