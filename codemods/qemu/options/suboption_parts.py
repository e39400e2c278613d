"""What goes with a parameter of a command line option: its row, its reads, its help, its manual.

Source: 36debafddd and d2aea775d4 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.formats import hx
from codemods.formats.c import items as c_items
from codemods.formats.c import rows
from codemods.formats.c.reads import Read
from codemods.kind import Part
from codemods.model import Feature
from codemods.qemu.options import compared_by_hand, options, parameter_lists, schema_types
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree

#: Code that has options of its own.
_FOREIGN = re.compile(r"tests/|qemu-(?:img|io|nbd)|storage-daemon/|tools/")
_BOOL = re.compile(rb"\bqemu_opt_get_\w+\(\s*\w+,\s*\"[^\"]*\",\s*([^()\s][^()]*)\)")


def parts(tree: Tree, feature: Feature, option: str) -> Iterator[Part]:
    """Yield what goes with the parameter `feature` of `option`."""
    if any(b.name == feature.name for b in compared_by_hand.branches(tree, option)):
        yield Part(feature.path, feature.line, by_hand=f"'{feature.name}' is compared by hand")
        return
    if option not in schema_types.TYPES:
        for one in parameter_lists.parameters(tree, option):
            if one.name == feature.name:
                yield from _row(tree, one)
    yield from documented(tree, option, feature.name)


def documented(tree: Tree, option: str, name: str) -> Iterator[Part]:
    """Yield what help and manual of `option` say of its parameter `name`."""
    for block in options.blocks(tree, option):
        yield from _help(tree, block, name)
        if block.doc is not None:
            yield from _manual(tree, block.doc, name)


def row(path: str, source: bytes, item: c_items.Item | None, at: int) -> Part:
    """Return what takes out the row around byte `at` of the list `item`."""
    line = line_of(source, at)
    found = _row_at(source, item, at) if item is not None else None
    if found is None:
        return Part(path, line, by_hand="the row of its list cannot be read")
    return Part(path, line, (Edit(path, *found, b""),))


def _row(tree: Tree, parameter: parameter_lists.Parameter) -> Iterator[Part]:
    source = tree.read(parameter.path)
    item = c_items.read(source).at(parameter.start)
    taken = row(parameter.path, source, item, parameter.start)
    yield taken
    if taken.by_hand:
        return
    reads = parameter_lists.reads(tree, parameter)
    for read in reads:
        yield Part(read.path, read.line, reads=((_text(read), _value(read)),))
    if not reads:
        yield from _read_by_others(tree, parameter.name)


def _read_by_others(tree: Tree, name: str) -> Iterator[Part]:
    """Yield a place that may read the parameter, where no function of its list does."""
    asks = re.compile(
        rb"\b(?:(?:qemu_opt|qdict)_\w{1,40}\(|\w{1,60}\((?:\w{1,20}_)?(?:opts|options),)"
        rb"[^\"\n]{0,80}\"" + re.escape(name.encode()) + rb"\""
    )
    for hit in tree.grep((f'"{name}"',)):
        if (
            hit.path.endswith((".c", ".m"))
            and not _FOREIGN.match(hit.path)
            and asks.search(hit.text)
        ):
            why = f"no function that the option comes to reads '{name}', but this may"
            yield Part(hit.path, hit.line, by_hand=why)
            return


def _row_at(source: bytes, item: c_items.Item, at: int) -> tuple[int, int] | None:
    """Return the span of the row around byte `at` of the list's `.desc`, with its separator."""
    desc = re.compile(rb"\.desc\s*=\s*(?:\([^)]*\)\s*)?\{").search(source, item.start, item.end)
    if desc is None:
        return None
    found = rows.rows(source, desc.end() - 1, item.end)
    for n, (start, end, comma) in enumerate(found):
        if start <= at < end:
            behind = found[n + 1][0] if n + 1 < len(found) else end
            above = found[n - 1][1] if n else start
            if n and b"\n" in source[end:behind] and b"\n" not in source[above:start]:
                # The next row stands in lines of its own.
                return above, end
            if n + 1 < len(found):
                return start, behind
            return (found[n - 1][1], end) if n else (start, comma or end)
    return None


def _text(read: Read) -> str:
    return (read.call.text or b"").decode("latin-1")


def _value(read: Read) -> bytes:
    given = _BOOL.fullmatch(read.call.text or b"")
    return given[1].strip() if given else b"NULL"


def _help(tree: Tree, block: hx.Block, name: str) -> Iterator[Part]:
    """Yield the "[,name=...]" of the option's help."""
    shown = re.compile(
        rf"\[,{re.escape(name)}="
        r"(?:<[^>\n]{0,200}>|\[[^\]\n]{0,200}\]|[\w%.|:/-]{1,200})\]"
    )
    for literal in block.help:
        for found in shown.finditer(literal.text):
            start = literal.start + len(literal.text[: found.start()].encode())
            end = literal.start + len(literal.text[: found.end()].encode())
            yield Part(block.path, block.line, (Edit(block.path, start, end, b""),))
    source = tree.read(block.path)
    own = re.compile(
        rb"(?m)^[ \t]*\"[ \t]+" + re.escape(name.encode()) + rb"=[^\"\n]{0,300}\\n\"[ \t]*\\?\n"
    )
    for line in own.finditer(source, block.start, block.end):
        edit = Edit(block.path, line.start(), line.end(), b"")
        yield Part(block.path, line_of(source, line.start()), (edit,))


def _manual(tree: Tree, doc: hx.Doc, name: str) -> Iterator[Part]:
    """Yield the paragraph of the manual below the parameter's own term."""
    source = tree.read(options.FILE)
    title = source.find(b"\n", source.find(b"\n", doc.start) + 1)
    synopsis = re.compile(rb"\[,%s=[^\]\n]{1,200}\]" % re.escape(name.encode()))
    for shown in synopsis.finditer(source, doc.start, title):
        edit = Edit(options.FILE, shown.start(), shown.end(), b"")
        yield Part(options.FILE, line_of(source, shown.start()), (edit,))
    term = re.compile(
        rb"(?m)^([ \t]+)``" + re.escape(name.encode()) + rb"(?:=[^`\n]*)?``[ \t]*\n"
        rb"(?:\1[ \t][^\n]*\n|[ \t]*\n(?=\1[ \t]+\S))*\n?"
    )  # fmt: skip
    for found in term.finditer(source, doc.start, doc.end):
        edit = Edit(options.FILE, found.start(), found.end(), b"")
        yield Part(options.FILE, line_of(source, found.start()), (edit,))
