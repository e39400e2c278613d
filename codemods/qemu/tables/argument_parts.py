"""What goes with an argument of a monitor command: what its row and manual say, and its reads.

Source: 18d154f575 and 61c4e39f73 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from codemods.formats import hx
from codemods.formats.c import calls as c_calls
from codemods.formats.c import functions as c_functions
from codemods.kind import Part
from codemods.model import Feature
from codemods.qemu.tables import arguments, monitor
from codemods.qemu.tables.arguments import Argument
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree

_GOES_ON = re.compile(r"(?:,|\band|\bor)$")
_GETS = r"qdict_get_try_(?:bool|int|str)|qdict_haskey"


def parts(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield what goes with an argument that a user may leave out; the others are for a person.

    Raises:
        Refused: the function of the command cannot be told, or cannot be parsed.
    """
    argument = arguments.of(tree, feature)
    if not argument.optional:
        why = f"'{arguments.command(feature)}' always takes '{argument.typed}'"
        yield Part(feature.path, feature.line, by_hand=why)
        return
    blocks = arguments.blocks(tree, feature)
    for behind in (b for one in blocks for b in _behind(one, argument)):
        why = f"what is given for '{argument.typed}' would be taken for '{behind}' from then on"
        yield Part(feature.path, feature.line, by_hand=why)
        return
    for block in blocks:
        source = tree.read(block.path)
        edits = (*_row(block, source, argument), *_manual(block, source, argument))
        yield Part(block.path, block.line, edits, left=_told(block, argument, edits))
    for function in monitor.sites(tree, feature, blocks, arguments.command(feature)):
        yield from _reads(tree, function, argument)


def _behind(block: hx.Block, argument: Argument) -> list[str]:
    """Return the arguments that are told by their place, and stand behind one that is, too."""
    if argument.flag:
        return []
    named = [one for one in arguments.of_row(block) if not one.flag]
    at = next((n for n, one in enumerate(named) if one.key == argument.key), len(named))
    return [one.key for one in named[at + 1 :]]


def read_by(tree: Tree, name: str, kind: str) -> Iterator[tuple[Feature, str]]:
    """Yield the arguments that the function `name` reads and may not get, with their keys.

    None where the function runs several commands.
    """
    for path in (monitor.COMMANDS, monitor.INFO):
        named = [b for b in monitor.table(tree, path) if monitor.function_name(b) == name]
        if len(named) != 1:
            continue
        for feature in arguments.features(tree, kind, path):
            if feature.line == named[0].line:
                argument = arguments.of(tree, feature)
                if argument.optional:
                    yield feature, argument.key


def _row(block: hx.Block, source: bytes, argument: Argument) -> Iterator[Edit]:
    """Yield the edits of .args_type, .params and .help."""
    key, typed = (re.escape(w.encode()) for w in (argument.key, argument.typed))
    item = rb"(?<![\w-])" + key + rb":[^,\"\s]{1,20}"
    yield from _first(block, source, rb"," + item + rb"(?=\")|" + item + rb",?", b"args_type")
    shown = rb"\[" + typed + rb"(?: [\w-]{1,80})?\]"
    yield from _first(block, source, rb" " + shown + rb"(?=\")|" + shown + rb" ?", b"params")
    if argument.flag:
        yield from _help(block, argument.flag)


def _told(block: hx.Block, argument: Argument, edits: Sequence[Edit]) -> str:
    """Return a note where help or manual still say something of the argument."""
    named = re.compile(rf"(?<![\w-]){re.escape(argument.typed)}(?![\w-])")
    pieces = [(literal.start, literal.text) for literal in block.help]
    pieces += [(block.doc.start, block.doc.text)] if block.doc is not None else []
    for start, text in pieces:
        for found in named.finditer(text):
            at = start + len(text[: found.start()].encode(errors="surrogateescape"))
            if not any(edit.start <= at < edit.end for edit in edits):
                return f"help or manual of {block.name} still name {argument.typed}"
    return ""


def _first(block: hx.Block, source: bytes, text: bytes, field: bytes) -> Iterator[Edit]:
    """Yield the edit that takes the text out of a field of the row, where it is there."""
    begin = re.compile(rb"\." + field + rb"\s{0,40}=\s{0,40}\"").search(
        source, block.start, block.end
    )
    end = source.find(b"\n", begin.end()) if begin else -1
    found = re.compile(text).search(source, begin.end(), end) if begin else None
    if found is not None:
        yield Edit(block.path, found.start(), found.end(), b"")


def _help(block: hx.Block, flag: str) -> Iterator[Edit]:
    """Yield the edit for the lines of the help that begin with the flag."""
    starts: list[tuple[int, bool]] = []
    for literal in block.help:
        for found in re.finditer(r"\\n(?:\\t| )*(?P<flag>-\w)?", literal.text):
            at = literal.start + len(literal.text[: found.start()].encode(errors="surrogateescape"))
            starts.append((at, found["flag"] == flag))
    ends = {literal.start: literal.end for literal in block.help}
    before = {b.start: a.end for a, b in pairwise(block.help)}
    for n, (at, own) in enumerate(starts):
        end = starts[n + 1][0] if n + 1 < len(starts) else block.help[-1].end
        if own and not _reads_on(block, at, end):
            continue
        if own and at in before and end in ends.values():
            # No empty literal stays behind.
            yield Edit(block.path, before[at], end, b"")
        elif own:
            yield Edit(block.path, at, end, b"")


def _reads_on(block: hx.Block, at: int, end: int) -> bool:
    """Tell whether the help reads well without [at, end): no bracket is open, no "and" is last."""
    left = "".join(
        literal.text[: max(at - literal.start, 0)]
        + (literal.text[end - literal.start :] if end > literal.start else literal.text)
        if literal.start < end and at < literal.end else literal.text
        for literal in block.help
    )  # fmt: skip
    kept = "".join(one.text for one in block.help if one.end <= at)
    open_ = left.count("(") != left.count(")")
    return not open_ and _GOES_ON.search(kept.rstrip()) is None


def _manual(block: hx.Block, source: bytes, argument: Argument) -> Iterator[Edit]:
    """Yield the edits for the command line that the manual shows, and the argument's paragraph."""
    if block.doc is None:
        return
    start, end = block.doc.start, block.doc.end
    typed = re.escape(argument.typed.encode())
    line_end = source.find(b"\n", start)
    shown = rb"\[\*?" + typed + rb"\*?(?: [\w*-]{1,80})?\]"
    found = re.compile(rb" " + shown + rb"|" + shown + rb" ?").search(source, start, line_end)
    if found is not None:
        yield Edit(block.path, found.start(), found.end(), b"")
    term = re.compile(
        rb"(?m)^([ \t]{1,20})``" + typed + rb"(?: [\w*-]{1,80})?``[ \t]{0,20}\n"
        rb"(?:\1[ \t][^\n]{0,400}\n|[ \t]{0,20}\n(?=\1[ \t]{1,20}\S)){0,60}"
    )  # fmt: skip
    paragraph = term.search(source, start, end)
    if paragraph is not None:
        at, to = paragraph.span()
        blank = source[:at].endswith(b"\n\n") and (source[to : to + 1] == b"\n" or to >= end)
        yield Edit(block.path, at - 1 if blank else at, to, b"")


def _reads(tree: Tree, function: c_functions.Function, argument: Argument) -> Iterator[Part]:
    """Yield the calls that ask for the argument, with what they give without it."""
    source = tree.read(function.path)
    literal = f'"{argument.key}"'
    asked: dict[str, bytes] = {}
    for call in c_calls.calls(source, function.node, names=_GETS):
        if call.argument(1) == literal:
            text = source[call.span.start : call.span.end].decode("latin-1")
            asked[text] = _without(call)
    inside = source[function.body.start : function.body.end]
    known = sum(inside.count(text.encode("latin-1")) for text in asked)
    if inside.count(literal.encode()) != known:
        at = function.body.start + inside.find(literal.encode())
        why = f"{function.name}() asks for {literal} in a way that no rule takes out"
        yield Part(function.path, line_of(source, at), by_hand=why)
        return
    for text, value in asked.items():
        if source.count(text.encode("latin-1")) != inside.count(text.encode("latin-1")):
            why = f"another function than {function.name}() has `{text}`, too"
            yield Part(function.path, function.line, by_hand=why)
            return
        yield Part(function.path, function.line, reads=((text, value),))


def _without(call: c_calls.Call) -> bytes:
    """Return what a call gives for a key that the dictionary has not."""
    given: Sequence[str] = [call.argument(2)] if call.name.endswith(("_bool", "_int")) else []
    default = given[0] if given else ""
    if call.name == "qdict_haskey":
        return b"false"
    return default.encode() or b"NULL"
