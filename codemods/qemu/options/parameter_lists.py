"""QemuOptsList: the parameters that an option takes, and the code that reads them.

Source: include/qemu/option.h, util/qemu-config.c and c47c0bcb33 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from codemods.errors import Refused
from codemods.formats.c import functions as c_functions
from codemods.formats.c import reads as c_reads
from codemods.formats.c.reads import Read
from codemods.formats.c.switches import Case
from codemods.model import WARNING, Mark, Request
from codemods.qemu.code import reports, warning
from codemods.qemu.options import options, validated
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree
from codemods.syntax.parse import Node, matches, parse

_TYPE = "QemuOptsList"
_GETTERS = re.compile(r"qemu_opt_get\w*|qemu_opt_find")
_BY_HAND = "add the warning by hand, or ask for --warn none"
#: Programs other than the system emulator, and code of no program at all.
_FOREIGN = re.compile(
    r"tests/|tools/|storage-daemon/|qemu-(img|io|nbd|bridge)|util/|scripts/|block/"
)
_REGISTER = "qemu_add_opts"
_IMPLIED = re.compile(rb'\.implied_opt_name\s*=\s*"([^"]*)"')
_NAME = re.compile(rb'\.name\s*=\s*"([^"]*)"')
#: A function of more bytes reads the options of many lists.
_HUGE = 20000
#: Words that stand before a parenthesis, too, and all over a tree.
_NO_FUNCTIONS = frozenset({"if", "for", "while", "switch", "return", "sizeof"})
_DEFAULT = re.compile(rb"\.def_value_str\s*=")


@dataclass(frozen=True)
class Parameter:
    """One row of a list: its name, where it is, and whether it has a default of its own."""

    option: str
    list: str
    variable: str
    name: str
    path: str
    start: int
    defaulted: bool


def parameters(tree: Tree, option: str) -> Iterator[Parameter]:
    """Yield each parameter of the lists that `option` is read into."""
    for block in options.blocks(tree, option):
        # An option without an argument sets parameters of another one's list.
        if block.fields["argument"] == "HAS_ARG":
            for name, variable, path, value in _lists(tree, _list_name(tree, option)):
                listed = list(_rows(option, name, variable, path, value))
                yield from listed
                for at, row, start, preset in () if listed else validated.rows(tree, path, name):
                    yield Parameter(option, name, variable, row, at, start, preset)


def files(tree: Tree, option: str) -> Iterator[str]:
    """Yield each file that defines a list into which `option` is read."""
    yield from (path for _, _, path, _ in _lists(tree, _list_name(tree, option)))


def implied(tree: Tree, option: str) -> Parameter | None:
    """Return the parameter whose value may stand first without its name, None without one."""
    for name, variable, path, value in _lists(tree, _list_name(tree, option)):
        if found := _IMPLIED.search(value.text or b""):
            start = value.start_byte + found.start()
            return Parameter(option, name, variable, found[1].decode(), path, start, False)
    return None


def own(tree: Tree, option: str) -> Iterator[tuple[str, str]]:
    """Yield variable and file of each list that nothing but the `case` of the option reads into."""
    wanted = _list_name(tree, option)
    literal = f'"{wanted}"'.encode()
    bodies = [(case.path, case.body) for case in _cases(tree, option)]
    for _, variable, path, value in _lists(tree, wanted) if bodies else ():
        inside = [*bodies, (path, c_functions.Span(value.start_byte, value.end_byte))]
        users = {h.path for h in tree.grep((literal.decode(),)) if h.path.endswith(".c")}
        if not any(_outside(tree, p, literal, inside) for p in users if not _FOREIGN.match(p)):
            yield variable, path


def _outside(
    tree: Tree, path: str, literal: bytes, inside: list[tuple[str, c_functions.Span]]
) -> bool:
    """Tell whether the file has the literal outside of the spans."""
    spans = [span for where, span in inside if where == path]
    found = (m.start() for m in re.finditer(re.escape(literal), tree.read(path)))
    return any(not any(s.start <= at < s.end for s in spans) for at in found)


def reads(tree: Tree, parameter: Parameter) -> tuple[Read, ...]:
    """Return each read of the parameter in the functions that the list's options come to."""
    return tuple(_reads(tree, parameter))


def warning_of(tree: Tree, parameter: Parameter) -> Mark:
    """Return the mark that the code which reads the parameter warns of it, there or missing.

    Raises:
        Refused: it is not read in exactly one function, or has a default.
    """
    read = _read(tree, parameter)
    source = tree.read(read.path)
    begins = re.compile(
        rf"['`]?(?:-{re.escape(parameter.option)} )?{re.escape(parameter.name)}(?![\w-])"
    )
    for report in reports.deprecations(source, read.within.start_byte, read.within.end_byte):
        if begins.match(report.text):
            return Mark(WARNING, read.path, line_of(source, report.offset), report.text)

    def add(tree: Tree, request: Request) -> Iterator[Edit]:
        return _warn(tree, _read(tree, parameter), parameter, request)

    return Mark(WARNING, read.path, read.line, add=add)


def _read(tree: Tree, parameter: Parameter) -> Read:
    line = line_of(tree.read(parameter.path), parameter.start)
    if parameter.defaulted:
        raise Refused(f"'{parameter.name}' has a default, so that it always seems to be given",
                      path=parameter.path, line=line, hint=_BY_HAND)  # fmt: skip
    found = list(_reads(tree, parameter))
    functions = {(r.path, r.function): r for r in reversed(found)}
    if len(functions) != 1:
        where = ", ".join(f"{r.path}:{r.line} {r.function}()" for r in functions.values())
        raise Refused(
            f"looked for one function that reads '{parameter.name}' with qemu_opt_get*(), found "
            + (f"{len(functions)}: {where}" if where else "none"),
            path=parameter.path, line=line, hint=_BY_HAND,
        )  # fmt: skip
    (read,) = functions.values()
    return read


def _warn(tree: Tree, read: Read, parameter: Parameter, request: Request) -> Iterator[Edit]:
    source = tree.read(read.path)
    subject = f"-{parameter.option} {parameter.name}"
    slot = c_reads.before(source, read, _BY_HAND)
    test = f'if (qemu_opt_get({read.object}, "{parameter.name}")) {{'
    call = warning.call(warning.text(subject, request), slot.indent + "    ")
    at, lines = slot.at, [slot.indent + test, *call, f"{slot.indent}}}"]
    tested = re.compile(rb"[ \t]*" + re.escape(test.encode()) + rb"[ \t]*\r?\n")
    if there := tested.match(source, slot.at):
        # The code asks the same first thing.
        at, lines = there.end(), call
    elif slot.apart:
        lines = ["", *lines]
    yield c_functions.insert_lines(read.path, source, at, lines)
    yield from warning.include(read.path, source)


def _reads(tree: Tree, parameter: Parameter) -> Iterator[Read]:
    """Yield the reads of the parameter in the functions that the list's options come to."""
    folder = parameter.path.rpartition("/")[0]
    # A file that holds several lists, or a folder of all sorts, says nothing of its functions.
    # One without any list has rows that options are validated by.
    alone = bool(folder) and {n for n, _, _ in _in_file(tree, parameter.path)} <= {parameter.list}
    reached = None
    for path in dict.fromkeys(h.path for h in tree.grep((f'"{parameter.name}"',))):
        home = bool(folder) and path.rpartition("/")[0] == folder
        if not path.endswith(".c") or (_FOREIGN.match(path) and not home):
            continue
        near = alone and home
        others = {variable for _, variable, _ in _in_file(tree, path)} - {parameter.variable}
        source = tree.read(path)
        found = c_reads.reads(path, source, parameter.name, _GETTERS)
        for read in (*found, *validated.reads(path, source, parameter.name)):
            if "query" in read.function:
                continue
            if near and not others:
                yield read
                continue
            reached = _reached(tree, parameter) if reached is None else reached
            if read.function in reached or _is_in_case(tree, read, parameter):
                yield read


def _reached(tree: Tree, parameter: Parameter) -> set[str]:
    """Return the functions to which the options of the list are handed."""
    found: set[str] = set()
    finds = re.compile(
        rb'(?:qemu_find_opts(?:_singleton|_err)?\s*\(\s*"' + re.escape(parameter.list).encode()
        + rb'"|&' + parameter.variable.encode() + rb"\b)"
    )  # fmt: skip
    each = re.compile(rb"foreach\s*\(\s*" + finds.pattern + rb"\)?\s*,\s*(\w+)")
    given = re.compile(rb"\b(\w+)\s*\(\s*" + finds.pattern)
    hits = tree.grep((f'"{parameter.list}"', f"&{parameter.variable}"))
    for path in dict.fromkeys(h.path for h in hits):
        if not path.endswith(".c") or path.startswith("tests/"):
            continue
        source = tree.read(path)
        found |= {m.decode() for p in (each, given) for m in p.findall(source)}
        for function in c_functions.functions(path, source):
            text = source[function.body.start : function.body.end]
            if len(text) < _HUGE and finds.search(text) and b"qemu_add" not in text:
                found |= {function.name} | _handed(text)
    for case in _cases(tree, parameter.option):
        found |= _handed(tree.read(case.path)[case.body.start : case.body.end])
    return found | _handed_on(tree, found)


def _handed_on(tree: Tree, functions: set[str]) -> set[str]:
    """Return the functions to which `functions` hand on their options."""
    found: set[str] = set()
    for name in sorted(functions):
        if not name.startswith(("qemu_opt", "qemu_find_opts", "qemu_add")):
            for path in tree.naming(name):
                if path.endswith(".c") and not _FOREIGN.match(path):
                    source = tree.read(path)
                    takes = rb"\b" + name.encode() + rb"\s*\([^;{]*?QemuOpts\s*\*[^;{]*\{"
                    if not re.search(takes, source):
                        continue
                    for function in c_functions.functions(path, source, name):
                        found |= _handed(source[function.body.start : function.body.end])
    return found


def _handed(text: bytes) -> set[str]:
    found = {m.decode() for m in re.findall(rb"\b(\w+)\s*\((?:[^();]*,\s*)?\w*opts\b", text)}
    return found - _NO_FUNCTIONS


def _is_in_case(tree: Tree, read: Read, parameter: Parameter) -> bool:
    return any(
        case.path == read.path and case.body.start <= read.start < case.body.end
        for case in _cases(tree, parameter.option)
    )


def _cases(tree: Tree, option: str) -> tuple[Case, ...]:
    (block, *_) = options.blocks(tree, option)
    try:
        return options.cases(tree, block.fields["constant"])
    except Refused:
        return ()


def _list_name(tree: Tree, option: str) -> str:
    """Return the name of the list into which the option's `case` reads, "" for none."""
    cases = _cases(tree, option)
    texts = [tree.read(k.path)[k.body.start : k.body.end] for k in cases]
    for text in texts:
        if b"qemu_opts_create" in text and b"qemu_opts_parse" not in text:
            return ""
        named = re.search(rb'qemu_find_opts(?:_singleton)?\(\s*"([^"]+)"', text)
        if named:
            return named[1].decode()
    return option


def _lists(tree: Tree, wanted: str) -> Iterator[tuple[str, str, str, Node]]:
    """Yield the name, the variable, the file and the braces of each list called `wanted`."""
    # Drivers keep lists of their own; those of the command line are registered.
    drivers = [p for p in tree.naming(_REGISTER, ("block",)) if p.endswith(".c")]
    files = [p for p in tree.naming(_TYPE) if p.endswith(".c") and not _FOREIGN.match(p)] + drivers
    # One search serves every option.
    rows = tree.grep((".name",), files) if files and wanted else ()
    named = re.compile(_NAME.pattern.replace(b'[^"]*', re.escape(wanted).encode()))
    for path in dict.fromkeys(h.path for h in rows if named.search(h.text)):
        for name, variable, value in _in_file(tree, path):
            if name == wanted:
                yield name, variable, path, value


def _in_file(tree: Tree, path: str) -> Iterator[tuple[str, str, Node]]:
    for found in matches("c/option-list", parse("c", tree.read(path)).root_node):
        name = _NAME.search(found["value"][0].text or b"")
        if name and (found["type"][0].text or b"").decode() == _TYPE:
            variable = (found["variable"][0].text or b"").decode()
            yield name[1].decode(), variable, found["value"][0]


def _rows(option: str, name: str, variable: str, path: str, value: Node) -> Iterator[Parameter]:
    text = value.text or b""
    table = text.find(b".desc")
    if table < 0:
        return
    for row in re.finditer(rb"\{[^{}]*\}", text[table:]):
        named = _NAME.search(row[0])
        if named:
            start = value.start_byte + table + row.start() + named.start()
            defaulted = _DEFAULT.search(row[0]) is not None
            yield Parameter(option, name, variable, named[1].decode(), path, start, defaulted)
