"""Command line options of the system emulator: their DEF, their `case`, their warning.

No qtest guard: options are read before the accelerator is known, so
qtest_enabled() could not tell yet.  Source: fffa36b68e, b979c93121, 166310299a.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.errors import Refused
from codemods.formats import hx
from codemods.formats.c import functions as c_functions
from codemods.formats.c import switches as c_switches
from codemods.formats.c.switches import Case
from codemods.model import WARNING, Mark, Request
from codemods.qemu.code import reports, warning
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree, exists

FILE = "qemu-options.hx"
#: All options' constants are searched for at once: one search serves every option.
_PREFIX = "QEMU_OPTION_"
_BY_HAND = "add the warning by hand, or ask for --warn none"
_TAKER = re.compile(r"\b(?=[a-z]\w*_\w)(\w+)\s*\([^;]{0,300}\boptarg\b")
#: Functions that put a value by, whatever the option.
_PUTS_BY = re.compile(
    r"qemu_opts?_\w+|(?:qemu_)?find_\w+|error_\w+|g_\w+|qdict_\w+|keyval_\w+"
    r"|\w{1,80}_visitor_new\w{0,80}"
)
#: Where programs other than the system emulator read options of the same names.
_FOREIGN = ("linux-user/", "bsd-user/", "tests/", "tools/", "storage-daemon/")


def table(tree: Tree) -> hx.File | None:
    """Return the table of options, or None where the tree has none."""
    return hx.read(FILE, tree.read(FILE)) if exists(tree, FILE) else None


def blocks(tree: Tree, name: str) -> tuple[hx.Block, ...]:
    """Return each DEF of the option `name`; there are several where builds differ."""
    # The table is large, and most names are of other things.
    if not exists(tree, FILE) or f'"{name}"'.encode() not in tree.read(FILE):
        return ()
    return tuple(b for b in hx.read(FILE, tree.read(FILE)).blocks if b.name == name)


def constant(tree: Tree, name: str) -> str:
    """Return the C constant of the option `name`.

    Raises:
        Refused: another option has the same one, so that C cannot tell them apart.
    """
    (block, *_) = blocks(tree, name)
    value = block.fields["constant"]
    found = table(tree)
    others = {b.name for b in found.blocks if b.fields["constant"] == value} if found else set()
    others |= set(_other_names(tree, value, name))
    others.discard(name)
    if others:
        raise Refused(
            f"-{name} and -{sorted(others)[0]} are both {value}, so the code does not tell which "
            "one was given", path=FILE, line=block.line, hint=_BY_HAND,
        )  # fmt: skip
    return value


def cases(tree: Tree, value: str) -> tuple[Case, ...]:
    """Return the `case` of the option constant `value`: in each file the last.

    The emulator reads its options twice in one function; the first pass takes
    few of them, and the second one comes to all.

    Raises:
        Refused: there is none.
    """
    found: dict[str, Case] = {}
    label = re.compile(rb"\bcase\s+" + _in_bytes(value) + rb"\b")
    named = (hit.path for hit in tree.grep((_PREFIX,)) if label.search(hit.text))
    for path in dict.fromkeys(named):
        if path.endswith(".c") and not path.startswith(_FOREIGN):
            for case in c_switches.cases(path, tree.read(path), value):
                found[path] = case
    if not found:
        raise Refused(f"looked for `case {value}:`, found none", path=FILE, hint=_BY_HAND)
    return tuple(found.values())


def takers(tree: Tree, name: str) -> tuple[str, ...]:
    """Return the functions that the `case` of the option `name` hands its value to."""
    try:
        found = cases(tree, constant(tree, name)) if blocks(tree, name) else ()
    except Refused:
        return ()
    texts = (tree.read(c.path)[c.body.start : c.body.end].decode("latin-1") for c in found)
    every = dict.fromkeys(called for text in texts for called in _TAKER.findall(text))
    return tuple(called for called in every if not _PUTS_BY.fullmatch(called))


def warning_in(tree: Tree, case: Case, name: str) -> Mark:
    """Return the mark that `case` warns of the option, there or missing."""
    source = tree.read(case.path)
    for report in reports.deprecations(source, case.body.start, case.body.end):
        if _subject(name).match(report.text):
            return Mark(WARNING, case.path, line_of(source, report.offset), report.text)
    if (said := _said_elsewhere(tree, case, name)) is not None:
        return said

    def add(tree: Tree, request: Request) -> Iterator[Edit]:
        found = [k for k in cases(tree, case.constant) if k.path == case.path]
        return warn(tree, found[0], name, request)

    return Mark(WARNING, case.path, case.line, add=add)


def _said_elsewhere(tree: Tree, case: Case, name: str) -> Mark | None:
    """Return the warning of what takes the option's value later, whatever the value is.

    Files with a case of their own warn for themselves.
    """
    own = {one.path for one in cases(tree, case.constant)}
    paths = dict.fromkeys(hit.path for hit in tree.grep((f"-{name} %s",)))
    for path in paths:
        if not path.endswith(".c") or path in own or path.startswith(_FOREIGN):
            continue
        source = tree.read(path)
        for report in reports.deprecations(source, 0, len(source)):
            if _subject(name).match(report.text):
                return Mark(WARNING, path, line_of(source, report.offset), report.text)
    return None


def _subject(name: str) -> re.Pattern[str]:
    """Return what matches a message about the option itself, not about a value of it."""
    own = rf"(?:the )?['`]?-{re.escape(name)}(?: %s)?['`]?(?: option)?"
    return re.compile(rf"(?:{own}|(?:this )?option) (?:is|has been|was)\b", re.IGNORECASE)


def warn(tree: Tree, case: Case, name: str, request: Request) -> Iterator[Edit]:
    """Yield the edits that warn first thing in `case`.

    Where the statements serve other options too, the option itself is tested.

    Raises:
        Refused: it cannot be tested.
    """
    source = tree.read(case.path)
    message = warning.text(f"-{name}", request)
    lines = warning.call(message, case.indent)
    if case.shared:
        if not case.value:
            raise Refused(
                f"case {case.constant} shares its statements with other options", path=case.path,
                line=case.line, hint=_BY_HAND,
            )  # fmt: skip
        lines = [
            f"{case.indent}if ({case.value} == {case.constant}) {{",
            *warning.call(message, case.indent + "    "),
            f"{case.indent}}}",
        ]
    yield c_functions.insert_lines(
        case.path, source, case.at, ["", *lines] if case.apart else lines
    )
    yield from warning.include(case.path, source)


def _other_names(tree: Tree, value: str, name: str) -> Iterator[str]:
    """Yield the names that C code itself adds to the table of options for the same constant."""
    row = re.compile(rb'\{\s*"([^"]+)",[^{}]*\b' + _in_bytes(value) + rb"\b")
    for hit in tree.grep((_PREFIX,)):
        found = row.search(hit.text) if hit.path.endswith(".c") else None
        if found and (other := found[1].decode(errors="surrogateescape")) != name:
            yield other


def _in_bytes(value: str) -> bytes:
    """Return what finds a constant as the table spells it, whatever that is."""
    return re.escape(value.encode(errors="surrogateescape"))


def alone(tree: Tree, block: hx.Block) -> bool:
    """Tell whether the documentation behind `block` belongs to no other option."""
    found = table(tree)
    return found is not None and all(
        b.doc != block.doc or b.name == block.name for b in found.blocks
    )
