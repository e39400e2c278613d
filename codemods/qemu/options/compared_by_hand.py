"""Parameters that code compares by hand: strstart(opts, ",name=", ...), or in a callback.

An option's own parser gets what was typed; a callback of qemu_opt_foreach() gets each name::

    if (strstart(opts, ",grab=", &nextopt)) {        } else if (strcmp(name, "file") == 0) {

Source: d46156fdcc in QEMU's history (gone since a743d60bca, 7.1), plugins/loader.c.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from codemods.errors import Refused
from codemods.formats.c import functions as c_functions
from codemods.formats.c.functions import Function
from codemods.formats.c.given import branches as c_branches
from codemods.model import BY_USER, WARNING, Mark, Request
from codemods.qemu.code import warning
from codemods.qemu.options import options
from codemods.source.splice import Edit
from codemods.source.tree import Tree
from codemods.syntax.parse import Node, error_nodes, matches

_PARAMETER = re.compile(r'",([\w-]+)="')
_NAME = re.compile(r"[A-Za-z][\w-]*")
_CALLBACK = re.compile(rb"\bqemu_opt_foreach\s*\(\s*\w+\s*,\s*(\w+)\s*,")
#: What a callback's parameters are: the first is its own, then comes the name.
_GIVEN = re.compile(rb"\(\s*void \*\w+,\s*const char \*(\w+),\s*const char \*\w+,")


@dataclass(frozen=True)
class Branch:
    """One comparison: the option, the branch it belongs to ("sdl"), its name, its place."""

    option: str
    branch: str
    name: str
    path: str
    line: int


@dataclass(frozen=True)
class _Found:
    """What runs, `body`, where the text `text` is what a function of the file `path` got.

    `narrowed`: and only where something else is true, too.
    """

    path: str
    source: bytes
    function: Function
    name: str
    text: Node
    body: Node
    narrowed: bool = False


def branches(tree: Tree, option: str) -> Iterator[Branch]:
    """Yield each parameter that the parser of `option`, or its callback, compares."""
    for found in _found(tree, option):
        owner = _owner(found.function, found.text.start_byte)
        yield Branch(option, owner, found.name, found.path, found.text.start_point[0] + 1)


def warning_of(tree: Tree, branch: Branch) -> Mark:
    """Return the mark that the code where the comparison holds warns, there or missing."""
    there: Mark | None = None
    for found in sorted(_named(tree, branch), key=lambda found: found.narrowed):
        span = c_functions.Span(found.body.start_byte, found.body.end_byte)
        said = warning.said(found.path, found.source, span)
        if said is None:
            line = found.body.start_point[0] + 1
            if found.narrowed:
                lacks = f"code that '{branch.name}' alone comes to{BY_USER}"
                return there or Mark(WARNING, found.path, line, lacks=lacks)
            return Mark(WARNING, found.path, line, add=partial(_warn, branch))
        there = there or said
    assert there is not None
    return there


def _warn(branch: Branch, tree: Tree, request: Request) -> Iterator[Edit]:
    for found in (one for one in _named(tree, branch) if not one.narrowed):
        path, source, body = found.path, found.source, found.body
        for bad in error_nodes(body):
            raise Refused(
                f"the branch for '{branch.name}' could not be parsed", path=path,
                line=bad.start_point[0] + 1, hint="add the warning by hand",
            )  # fmt: skip
        span = c_functions.Span(body.start_byte, body.end_byte)
        if warning.said(path, source, span) is not None:
            continue
        indent = c_functions.indentation(source, body.end_byte - 1) + "    "
        subject = f"-{branch.option} {','.join(filter(None, (branch.branch, branch.name)))}"
        lines = warning.call(warning.text(subject, request), indent)
        yield c_functions.insert_lines(
            path, source, c_functions.after_line(path, source, body.start_byte), lines
        )
        yield from warning.include(path, source)


def _named(tree: Tree, branch: Branch) -> Iterator[_Found]:
    """Yield the comparisons with the name of `branch`."""
    return (found for found in _found(tree, branch.option) if found.name == branch.name)


def _found(tree: Tree, option: str) -> Iterator[_Found]:
    for taker in options.takers(tree, option):
        for path in tree.naming(taker):
            if path.endswith(".c"):
                source = tree.read(path)
                for function in c_functions.functions(path, source, taker):
                    yield from _typed(path, source, function)
                    yield from _called_back(path, source, function)


def _typed(path: str, source: bytes, function: Function) -> Iterator[_Found]:
    """Yield the comparisons of what was typed, from a parameter on."""
    for found in matches("c/compared-branch", function.node):
        text = found["text"][0]
        if name := _PARAMETER.fullmatch((text.text or b"").decode()):
            yield _Found(path, source, function, name[1], text, found["body"][0])


def _called_back(path: str, source: bytes, function: Function) -> Iterator[_Found]:
    """Yield the comparisons of the function that each parameter is handed to."""
    for called in _CALLBACK.findall(source, function.body.start, function.body.end):
        for callback in c_functions.functions(path, source, called.decode()):
            given = _GIVEN.search(source, callback.span.start, callback.body.start)
            if given is None:
                continue
            compared = given[1].decode()
            for narrowed in (False, True):
                for text, body in c_branches.every(callback.node, compared, narrowed=narrowed):
                    name = (text.text or b"").decode().strip('"')
                    if _NAME.fullmatch(name):
                        yield _Found(path, source, callback, name, text, body, narrowed)


def _owner(function: Function, at: int) -> str:
    """Return the word whose comparison holds at byte `at`: the branch of the option."""
    for found in matches("c/compared-branch", function.node):
        word = (found["text"][0].text or b"").decode().strip('"')
        body = found["body"][0]
        if body.start_byte < at < body.end_byte and word.isalnum():
            return word
    return ""
