"""Hooks in the .hx tables: help and manual text of options and of the monitor's commands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.formats import hx
from codemods.qemu.hooks.hook import Hook
from codemods.qemu.options import options
from codemods.qemu.tables import monitor
from codemods.source.splice import line_of
from codemods.source.tree import Tree

#: A text that says so of what it documents, not of what it works with.
SAYS = re.compile(
    r"\((?:[^()]*[;, ])?deprecated\b[^()]*\)|\b(?:is|are|been|now)\s+deprecated\b(?![- ]\w+put)|"
    r"^[ \t]*deprecated\b\s*[.:;]|\bdeprecated since\b",
    re.IGNORECASE | re.MULTILINE,
)
_END = re.compile(r"[.!?][)\"']*\s+|\n[ \t]*\n")
#: The term of a definition list: "``acl=on|off``" at the margin of the words below it.
_TERM = re.compile(r"^([ \t]*)``[,-]*(\w[\w-]*)(?![\w-])[^`\n]*``", re.MULTILINE)


def hooks(tree: Tree, path: str) -> Iterator[Hook]:
    """Yield the hooks of the table `path`, one a help text and one for each place of a manual."""
    source = tree.read(path)
    for block in hx.read(path, source).blocks:
        tie = _tie(path, block)
        for literal in block.help:
            if SAYS.search(literal.text):
                line = line_of(source, literal.start)
                text = literal.text.strip()
                yield Hook(path, line, text, "hx-help", block.name, ties=tie, names=(block.name,))
                break
        yield from _manual(path, block, tie)


def sentence(text: str, start: int, end: int) -> str:
    """Return the sentence, or the whole line, that [start, end) of `text` stands in."""
    ends = [m.end() for m in _END.finditer(text, 0, start)]
    begin = ends[-1] if ends else 0
    stop = re.compile(r"\.(?=\s)|\n[ \t]*\n|\Z").search(text, end)
    return " ".join(text[begin : stop.end() if stop else end].split())


def _manual(path: str, block: hx.Block, tie: tuple[tuple[str, str], ...]) -> Iterator[Hook]:
    if block.doc is None:
        return
    text = block.doc.text
    for found in SAYS.finditer(text):
        line = block.doc.line + text.count("\n", 0, found.start())
        message = sentence(text, found.start(), found.end())
        term = _term(text, found.start()) if path == options.FILE else ""
        ties = (("cli-suboption", f"{block.name}.{term}"),) if term else tie
        yield Hook(
            path, line, message, "hx-manual", block.name, ties=ties, names=(term or block.name,)
        )


def _tie(path: str, block: hx.Block) -> tuple[tuple[str, str], ...]:
    name = block.name.partition("|")[0]
    if path == options.FILE:
        return (("cli-option", name),)
    return (("hmp-argument", f"info.{name}"),) if path == monitor.INFO else (("hmp-command", name),)


def _term(text: str, at: int) -> str:
    """Return the parameter under whose term the offset stands, or "" for the option's own text."""
    line = text.rfind("\n", 0, at) + 1
    indent = len(text[line:]) - len(text[line:].lstrip())
    found = ""
    for term in _TERM.finditer(text, 0, line):
        begins = len(term[1].expandtabs())
        if begins < indent and begins > 0:
            found = term[2]
        elif begins == 0:
            found = ""
    return found
