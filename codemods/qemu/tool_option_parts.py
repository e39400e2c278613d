"""What goes with an option of a program: its row, its `case` and letter, its help and manual.

Source: a7a2d636ae and 0bc16997f5 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.formats.c import calls as c_calls
from codemods.formats.c import case_labels, rows
from codemods.formats.c import functions as c_functions
from codemods.formats.c.functions import Function
from codemods.kind import Part
from codemods.qemu import tool_options
from codemods.qemu.tool_options import Option
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree

_LETTER = re.compile(r"'([A-Za-z0-9])'")
#: The arguments of getopt_long() that are the letters and the table of long names.
_LETTERS = 2
_MANUALS = ("docs/tools", "docs/interop")


def parts(tree: Tree, option: Option) -> Iterator[Part]:
    """Yield what goes with the option; where another one shares its `case`, its row alone."""
    source = tree.read(option.path)
    if option.is_key:
        asked = next(c for c in c_calls.calls(source) if c.span.start == option.at)
        text = source[asked.span.start : asked.span.end].decode("latin-1").rstrip(";")
        yield Part(option.path, option.line, reads=((text, b"0"),))
        return
    function = _function(tree, option)
    row = rows.around(source, function.body.start, function.body.end, option.at)
    if row is None or not row.array:
        yield Part(option.path, option.line, by_hand="its row of the table cannot be read")
        return
    edits = [rows.cut(option.path, source, row)]
    alone = not tool_options.shares_value(tree, option)
    letter = _LETTER.fullmatch(option.value)
    if alone and letter is None and tool_options.is_once(tree, option):
        edits += _enumerator(option, source)
        yield Part(option.path, option.line, names=((option.value, b"false"),))
    elif alone:
        body = function.body
        edits += case_labels.of(option.path, source, option.value, body.start, body.end)
        edits += _short(option, source, function) if letter else ()
    yield Part(option.path, option.line, tuple(edits))
    yield from _helped(option, source, letter[1] if alone and letter else "")
    yield from _documented(tree, option, letter[1] if alone and letter else "")


def _function(tree: Tree, option: Option) -> Function:
    found = c_functions.functions(option.path, tree.read(option.path), option.function)
    return next(f for f in found if f.body.start <= option.at < f.body.end)


def _enumerator(option: Option, source: bytes) -> Iterator[Edit]:
    """Yield the edit of the constant's line in an enumeration, where the others keep apart.

    One that others are counted from stays for a person.
    """
    name = re.escape(option.value.encode())
    line = re.compile(
        rb"(?m)^[ \t]+"
        + name
        + rb"([ \t]*=[ \t]*\w{1,20})?,[ \t]*\n(?=[ \t]*(?:\w{1,80}([ \t]*=)?|\}))"
    )
    for found in line.finditer(source):
        if not found[1] or found[2] or source[found.end() :].lstrip().startswith(b"}"):
            yield Edit(option.path, found.start(), found.end(), b"")


def _short(option: Option, source: bytes, function: Function) -> Iterator[Edit]:
    """Yield the edit of the text that has the letters of all short options."""
    letter = option.value.strip("'").encode()
    for call in c_calls.calls(source, function.node, "getopt_long"):
        given = call.argument(_LETTERS).encode()
        if re.fullmatch(rb"\w{1,100}", given):
            text = re.compile(rb"\b" + given + rb"(?:\[\])?\s{0,20}=\s{0,40}\"([^\"\n]{0,200})\"")
            found = text.search(source, function.body.start, call.span.start)
        else:
            found = re.compile(rb"\"([^\"\n]{0,200})\"").search(source, *_span(call))
        one = re.search(re.escape(letter) + rb":{0,2}", found[1]) if found else None
        if found and one:
            yield Edit(option.path, found.start(1) + one.start(), found.start(1) + one.end(), b"")


def _span(call: c_calls.Call) -> tuple[int, int]:
    return call.span.start, call.span.end


def _helped(option: Option, source: bytes, letter: str) -> Iterator[Part]:
    """Yield the lines of the program's own help that are about the option and hold no value."""
    if option.command:
        # Which command a line is for is not told.
        return
    short = rf"-{letter}, " if letter else ""
    term = rf"(?:{short}|[ ]{{0,4}})--{re.escape(option.name)}".encode()
    lines = re.compile(
        rb'(?m)^[ \t]*"[ ]{1,8}' + term + rb'(?:[ =\[][^"%\n]{0,200})?\\n"[ \t]*\n'
        rb'(?:[ \t]*"[ ]{12,60}[^"%\s][^"%\n]{0,200}\\n"[ \t]*\n){0,9}'
    )  # fmt: skip
    for found in lines.finditer(source):
        edit = Edit(option.path, found.start(), found.end(), b"")
        yield Part(option.path, line_of(source, found.start()), (edit,))


def _documented(tree: Tree, option: Option, letter: str) -> Iterator[Part]:
    """Yield the paragraph of the manual below the option's own directive."""
    if option.command:
        return
    short = rf"-{letter}, " if letter else ""
    name = re.escape(option.name)
    directive = re.compile(
        rf"(?m)^([ \t]*)\.\. option:: (?:{short})?--{name}(?:[ =\[][^\n,]{{0,200}})?[ \t]*\n"
        r"(?:[ \t]*\n|\1[ \t]+\S[^\n]{0,2000}\n)*".encode()
    )
    for path in (f"{folder}/{option.program}.rst" for folder in _MANUALS):
        if path not in tree.files():
            continue
        source = tree.read(path)
        for found in directive.finditer(source):
            edit = Edit(path, found.start(), found.end(), b"")
            yield Part(path, line_of(source, found.start()), (edit,))
