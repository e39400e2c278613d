"""An option of a program that is no emulator: documentation, and a warning where it is read.

Source: 582a098e6c in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from codemods.errors import NotFound
from codemods.formats.c import functions as c_functions
from codemods.formats.c.functions import Span
from codemods.formats.c.given import branches
from codemods.kind import Kind, Naming, Part
from codemods.model import BY_USER, WARNING, Entry, Feature, Mark, Request, Source
from codemods.qemu import tool_option_parts, tool_options
from codemods.qemu.code import warning
from codemods.qemu.listing import chapters, titles
from codemods.qemu.tool_options import Option
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree

ID = "program-option"
#: The program that has a chapter of its own, and reports through glib.
_AGENT = chapters.PROGRAMS["guest agent"]
_AGENT_SAYS = re.compile(rb'\bg_warning\s*\(\s*"([^"\n]{0,200})"')
_TYPED = re.compile(r"(qemu-[\w-]+)(?: (\w+))? --?([\w-]+)")


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the option PROGRAM.NAME, PROGRAM.COMMAND.NAME, or "PROGRAM --NAME" as it is typed."""
    typed = _TYPED.fullmatch(name)
    wanted = ".".join(filter(None, typed.groups())) if typed else name
    if wanted.startswith("qemu-") and "." in wanted:
        yield from (f for f in every(tree) if f.qualified == wanted)


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each option of each such program."""
    seen = set()
    for one in tool_options.every(tree):
        if one.qualified not in seen:
            seen.add(one.qualified)
            words = (f"--{one.name}", f'"{one.name}"')
            yield Feature(ID, one.name, one.qualified, one.path, one.line, words)


@warning.deferred
def marks(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield the warning in the option's `case`, or where the key of the file is read."""
    one = _option(tree, feature)
    place = _place(tree, one)
    if place is None:
        yield Mark(
            WARNING, one.path, one.line,
            lacks=f"code that only {_typed(one)} comes to{BY_USER}",
        )  # fmt: skip
        return
    names, source = (one.name, f"--{one.name}"), tree.read(one.path)
    said = warning.said(one.path, source, place[0], *names) or _of_agent(one, source, place[0])
    line = line_of(source, place[0].start)
    yield said or Mark(WARNING, one.path, line, add=partial(_warn, feature))


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the option with the guest agent, or with the tools behind its program."""
    one = _option(tree, feature)
    if one.program == _AGENT:
        name, what = (
            (f"``{one.name}``", "config file option")
            if one.is_key
            else (f"``--{one.name}``", "command line option")
        )
        return Entry(
            chapters.GUEST_AGENT, name, after=what, afters=f"{what}s",
            short=titles.short(name, what),
        )  # fmt: skip
    name = f"``{_typed(one)}``"
    return Entry(chapters.TOOLS, name, short=titles.short(name, "option"))


def sources(tree: Tree, feature: Feature) -> Iterator[Source]:
    """Yield the file that reads the option."""
    yield Source(feature.path, f"reads the options of {feature.qualified.partition('.')[0]}")


def parts(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield the option's row, its `case` where that is its own, its help and manual."""
    yield from tool_option_parts.parts(tree, _option(tree, feature))


def _of_agent(one: Option, source: bytes, span: Span) -> Mark | None:
    """Return the message of the guest agent, in its words, that the option is deprecated."""
    for said in _AGENT_SAYS.finditer(source, span.start, span.end):
        if b"deprecated" in said[1] and re.search(rf"\b{re.escape(one.name)}\b".encode(), said[1]):
            line = line_of(source, said.start())
            return Mark(WARNING, one.path, line, said[1].decode(errors="replace"))
    return None


def _warn(feature: Feature, tree: Tree, request: Request) -> Iterator[Edit]:
    one = _option(tree, feature)
    place = _place(tree, one)
    if place is None:
        raise NotFound(f"no place of {feature.qualified}", path=one.path, line=one.line)
    _, at, indent, apart = place
    source = tree.read(one.path)
    agent = one.program == _AGENT
    subject = f"'{one.name}' of the config file" if one.is_key else f"--{one.name}"
    message = warning.text(subject, request)
    lines = warning.call(message, indent, "g_warning" if agent else "warn_report")
    yield c_functions.insert_lines(one.path, source, at, ["", *lines] if apart else lines)
    if not agent:
        yield from warning.include(one.path, source)


def _place(tree: Tree, one: Option) -> tuple[Span, int, str, bool] | None:
    """Return what runs for the option alone, and where and how a statement goes first in it."""
    source = tree.read(one.path)
    if not one.is_key:
        case = tool_options.case(tree, one)
        return (case.body, case.at, case.indent, case.apart) if case else None
    body = branches.around(source, one.at)
    if body is None or body.has_error:
        return None
    indent = c_functions.indentation(source, body.end_byte - 1) + "    "
    at = c_functions.after_line(one.path, source, body.start_byte)
    return Span(body.start_byte, body.end_byte), at, indent, False


def _option(tree: Tree, feature: Feature) -> Option:
    return next(o for o in tool_options.every(tree) if o.qualified == feature.qualified)


def _typed(one: Option) -> str:
    if one.is_key:
        return f"{one.program} {one.name}"
    return " ".join(filter(None, (one.program, one.command, f"--{one.name}")))


KIND = Kind(
    id=ID,
    noun="option of a program",
    find=find,
    every=every,
    marks=marks,
    entry=entry,
    sources=sources,
    parts=parts,
    naming=Naming("option of a program", dashed=True),
    owned=True,
)
