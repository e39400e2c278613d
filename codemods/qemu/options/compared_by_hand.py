"""Parameters that an option's own parser compares by hand: strstart(opts, ",name=", ...).

Source: d46156fdcc in QEMU's history; gone since a743d60bca (7.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from codemods.errors import Refused
from codemods.formats.c import functions as c_functions
from codemods.model import Request
from codemods.qemu.code import warning
from codemods.source.splice import Edit
from codemods.source.tree import Tree
from codemods.syntax.parse import error_nodes, matches

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


def warn(tree: Tree, branch: Branch, request: Request) -> Iterator[Edit]:
    """Yield the edits that warn first thing where the comparison holds.

    Raises:
        Refused: the statements there could not be parsed.
    """
    for path, source, function in _parser(tree, branch.option):
        for found in matches("c/compared-branch", function.node):
            if (found["text"][0].text or b"").decode() != f'",{branch.name}="':
                continue
            body = found["body"][0]
            for bad in error_nodes(body):
                raise Refused(
                    f"the branch for '{branch.name}' could not be parsed", path=path,
                    line=bad.start_point[0] + 1, hint="add the warning by hand",
                )  # fmt: skip
            if warning.reports(source[body.start_byte : body.end_byte]):
                continue
            indent = c_functions.indentation(source, body.end_byte - 1) + "    "
            subject = f"-{branch.option} {branch.branch},{branch.name}"
            lines = warning.call(warning.text(subject, request), indent)
            yield c_functions.insert_lines(
                path, source, c_functions.after_line(source, body.start_byte), lines
            )
            yield from warning.include(path, source)


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
