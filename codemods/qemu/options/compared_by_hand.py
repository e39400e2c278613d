"""Parameters that an option's own parser compares by hand: strstart(opts, ",name=", ...).

Source: d46156fdcc in QEMU's history; gone since a743d60bca (7.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from codemods.errors import Refused
from codemods.formats.c import functions as c_functions
from codemods.model import WARNING, Mark, Request
from codemods.qemu.code import warning
from codemods.source.splice import Edit
from codemods.source.tree import Tree
from codemods.syntax.parse import Node, error_nodes, matches

#: The parser of each option that has one.
_PARSERS = {"display": "parse_display"}
_PARAMETER = re.compile(r'",([\w-]+)="')


@dataclass(frozen=True)
class Branch:
    """One comparison: the option, the branch it belongs to ("sdl"), its name, its place."""

    option: str
    branch: str
    name: str
    path: str
    line: int


def branches(tree: Tree, option: str) -> Iterator[Branch]:
    """Yield each parameter that the parser of `option` compares."""
    for path, _, function in _parser(tree, option):
        for found in matches("c/compared-branch", function.node):
            name = _PARAMETER.fullmatch((found["text"][0].text or b"").decode())
            if name:
                owner = _owner(function, found["text"][0].start_byte)
                line = found["text"][0].start_point[0] + 1
                yield Branch(option, owner, name[1], path, line)


def warning_of(tree: Tree, branch: Branch) -> Mark:
    """Return the mark that the code where the comparison holds warns, there or missing."""
    there: Mark | None = None
    for path, source, body in _bodies(tree, branch):
        span = c_functions.Span(body.start_byte, body.end_byte)
        said = warning.said(path, source, span)
        if said is None:
            line = body.start_point[0] + 1
            return Mark(WARNING, path, line, add=partial(_warn, branch))
        there = there or said
    assert there is not None
    return there


def _warn(branch: Branch, tree: Tree, request: Request) -> Iterator[Edit]:
    for path, source, body in _bodies(tree, branch):
        for bad in error_nodes(body):
            raise Refused(
                f"the branch for '{branch.name}' could not be parsed", path=path,
                line=bad.start_point[0] + 1, hint="add the warning by hand",
            )  # fmt: skip
        span = c_functions.Span(body.start_byte, body.end_byte)
        if warning.said(path, source, span) is not None:
            continue
        indent = c_functions.indentation(source, body.end_byte - 1) + "    "
        subject = f"-{branch.option} {branch.branch},{branch.name}"
        lines = warning.call(warning.text(subject, request), indent)
        yield c_functions.insert_lines(
            path, source, c_functions.after_line(path, source, body.start_byte), lines
        )
        yield from warning.include(path, source)


def _bodies(tree: Tree, branch: Branch) -> Iterator[tuple[str, bytes, Node]]:
    """Yield the statements that run where the comparison of `branch` holds."""
    for path, source, function in _parser(tree, branch.option):
        for found in matches("c/compared-branch", function.node):
            if (found["text"][0].text or b"").decode() == f'",{branch.name}="':
                yield path, source, found["body"][0]


def _parser(tree: Tree, option: str) -> Iterator[tuple[str, bytes, c_functions.Function]]:
    name = _PARSERS.get(option)
    for path in tree.naming(name) if name else ():
        if path.endswith(".c"):
            source = tree.read(path)
            for function in c_functions.functions(path, source, name):
                yield path, source, function


def _owner(function: c_functions.Function, at: int) -> str:
    """Return the word whose comparison holds at byte `at`: the branch of the option."""
    for found in matches("c/compared-branch", function.node):
        word = (found["text"][0].text or b"").decode().strip('"')
        body = found["body"][0]
        if body.start_byte < at < body.end_byte and word.isalnum():
            return word
    return ""
