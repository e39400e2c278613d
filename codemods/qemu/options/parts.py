"""What goes with a command line option: its row, its manual, the constant that C knows it by.

Source: 00cfbdcbe1, fe86fe237c, e960a7ee46 and e61df9176d in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.formats.c import items as c_items
from codemods.formats.c import rows
from codemods.kind import Part
from codemods.model import Feature
from codemods.qemu.options import options, parameter_lists, user_mode
from codemods.qemu.tables import cuts
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree, exists
from codemods.syntax.parse import matches, parse

_MANUAL = "docs/user/main.rst"


def system(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield the rows of the option and its constant, where no other option has that.

    Raises:
        Refused: other options have the constant.
    """
    blocks = options.blocks(tree, feature.name)
    constant = options.constant(tree, feature.name)
    edits = [e for b in blocks for e in cuts.block(tree, b)]
    yield Part(options.FILE, feature.line, tuple(dict.fromkeys(edits)),
               names=((constant, b"false"),))  # fmt: skip
    for variable, path in parameter_lists.own(tree, feature.name):
        line = next(iter(h.line for h in tree.grep((variable,), (path,))), 0)
        yield Part(path, line, names=((variable, b"NULL"),))


def user(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield the option's row of linux-user's table, its branch in bsd-user, its paragraph."""
    for option in user_mode.named(tree, feature.name):
        source = tree.read(option.path)
        item = c_items.read(source).at(option.start)
        row = rows.around(source, item.start, item.end, option.start) if item else None
        if row is not None:
            edit = rows.cut(option.path, source, row)
            yield Part(option.path, line_of(source, option.start), (edit,))
    if exists(tree, user_mode.COMPARED):
        yield from _compared(tree, feature.name)
    if exists(tree, _MANUAL):
        yield from _paragraph(tree, feature.name)


def _compared(tree: Tree, name: str) -> Iterator[Part]:
    """Yield the branch `else if (!strcmp(r, "x")) { ... }` of the option."""
    path = user_mode.COMPARED
    source = tree.read(path)
    yield from _usage(path, source, name)
    # Beside another name of the option: the comparison alone is false from then on.
    beside = re.compile(
        rb"(?:\|\|\s{0,40}!\s{0,4}(strcmp\(\w{1,40}, \"" + re.escape(name.encode()) + rb"\"\)))"
        rb"|(?:!\s{0,4}(strcmp\(\w{1,40}, \"" + re.escape(name.encode()) + rb"\"\))\s{0,40}\|\|)"
    )  # fmt: skip
    for one in beside.finditer(source):
        text = (one[1] or one[2]).decode()
        yield Part(path, line_of(source, one.start()), reads=((text, b"1"),))
    for found in matches("c/string-branch", parse("c", source).root_node):
        text = found["text"][0]
        if text.text != f'"{name}"'.encode() or found["function"][0].text != b"strcmp":
            continue
        branch = found["body"][0].parent
        clause = branch.parent if branch is not None else None
        line = text.start_point[0] + 1
        other = branch.child_by_field_name("alternative") if branch is not None else None
        if branch is None or clause is None or clause.type != "else_clause":
            yield Part(path, line, by_hand=f"the branch for -{name} is the first of its row")
        elif other is not None:
            inner = other.named_children[0]
            yield Part(path, line, (Edit(path, branch.start_byte, inner.start_byte, b""),))
        else:
            start = len(source[: clause.start_byte].rstrip())
            yield Part(path, line, (Edit(path, start, clause.end_byte, b""),))


def _usage(path: str, source: bytes, name: str) -> Iterator[Part]:
    """Yield the lines of the program's own help that are about the option and hold no value."""
    line = re.compile(
        rb'(?m)^[ \t]*"-' + re.escape(name.encode()) + rb'(?: [^"%\n]{0,200})?\\n"[ \t]*\n'
        rb'(?:[ \t]*"[ ]{4,40}[^"%\n]{0,200}\\n"[ \t]*\n){0,9}'
    )  # fmt: skip
    for found in line.finditer(source):
        edit = Edit(path, found.start(), found.end(), b"")
        yield Part(path, line_of(source, found.start()), (edit,))


def _paragraph(tree: Tree, name: str) -> Iterator[Part]:
    source = tree.read(_MANUAL)
    term = re.compile(
        rb"(?m)^``-"
        + re.escape(name.encode())
        + rb"(?: [^`\n]*)?``[ \t]*\n(?:[ \t][^\n]*\n|\n(?=[ \t]))*\n?"
    )
    for found in term.finditer(source):
        yield Part(_MANUAL, line_of(source, found.start()),
                   (Edit(_MANUAL, found.start(), found.end(), b""),))  # fmt: skip
