"""Commands of the human monitor: their entry in an .hx table, their function, their warning.

No qtest guard: what a command reports goes to the monitor that runs it.
Source: 05404916bf and e9ccfdd91d in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from codemods.errors import Refused
from codemods.formats import hx
from codemods.formats.c import calls as c_calls
from codemods.formats.c import functions as c_functions
from codemods.formats.c import items as c_items
from codemods.formats.c import rows
from codemods.kind import Part
from codemods.model import WARNING, Feature, Mark, Request
from codemods.qemu.code import reports, warning
from codemods.qemu.tables import cuts
from codemods.qemu.tables import help as hx_help
from codemods.qemu.tables import manual as hx_manual
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree, exists

COMMANDS = "hmp-commands.hx"
INFO = "hmp-commands-info.hx"
_BY_HAND = "add the warning by hand, or ask for --warn none"
#: The field that names a command's function; with "mhandler." before 4.0.
_CALLS = ("cmd", "mhandler.cmd")
#: The call that registers a function for a command whose entry names none.
_REGISTER = "monitor_register_hmp"
#: How a message names an argument of the command.
_OF_ARGUMENT = re.compile(r"\b(?:option|argument|parameter) '([\w-]+)'")
#: The test that runs each command of a list.
_TEST = "tests/qtest/test-hmp.c"
_QMP = ("cmd_info_hrt", "mhandler.info_hrt")


def named(tree: Tree, path: str, name: str, kind: str, prefix: str = "") -> Iterator[Feature]:
    """Yield the command `name` of the table `path` as a feature; see features()."""
    # The tables are large, and most names are of other things.
    if exists(tree, path) and name.encode() in tree.read(path):
        yield from (f for f in features(tree, path, kind, prefix) if f.name == name)


def features(tree: Tree, path: str, kind: str, prefix: str = "") -> Iterator[Feature]:
    """Yield the commands of the table `path` as features of `kind`, their names behind `prefix`."""
    seen = set()
    for block in table(tree, path):
        name = block.name.partition("|")[0]
        if name not in seen:
            seen.add(name)
            typed = f"{prefix.replace('.', ' ')}{name}"
            words = [typed] if len(typed) > 2 else []
            words += [f for f in [function_name(block)] if f]
            yield Feature(kind, name, f"{prefix}{name}", path, block.line, tuple(words))


def sites(
    tree: Tree, feature: Feature, blocks: list[hx.Block], typed: str
) -> list[c_functions.Function]:
    """Return the functions that run the command of `blocks` alone, of each target.

    Raises:
        Refused: see marks().
    """
    names = dict.fromkeys(_handler(tree, block, typed) for block in blocks)
    return [site for name in names for site in _sites(tree, feature, name)]


def arguments_said(message: str) -> list[str]:
    """Return the arguments that a message calls so: "option '-x'", "argument 'y'"."""
    return _OF_ARGUMENT.findall(message)


def arguments(tree: Tree, path: str, name: str) -> str | None:
    """Return what the command `name` of the table `path` takes; None if there is no such one."""
    blocks = (b for b in table(tree, path) if name in b.name.split("|"))
    return next((b.fields.get("args_type", "") for b in blocks), None)


def marks(tree: Tree, feature: Feature, typed: str) -> Iterator[Mark]:
    """Yield what the command's entry and its functions say, there or missing.

    Arguments:
        typed: the command as a user types it.

    Raises:
        Refused: the function cannot be told, or serves other commands too.
    """
    source = tree.read(feature.path)
    found = _blocks(tree, feature)
    for n, block in enumerate(found):

        def again(tree: Tree, n: int = n) -> hx.Block:
            return _blocks(tree, feature)[n]

        yield from hx_help.marks(source, block, hx_help.command, again)
        subject = f"The ``{typed}`` command"
        yield from hx_manual.marks(block, None, "This command", subject, again)
    for name in dict.fromkeys(_handler(tree, block, typed) for block in found):
        yield from _warnings(tree, feature, name, typed)


def _blocks(tree: Tree, feature: Feature) -> list[hx.Block]:
    return [b for b in table(tree, feature.path) if b.name.partition("|")[0] == feature.name]


def table(tree: Tree, path: str) -> tuple[hx.Block, ...]:
    """Return the rows of the table `path`; none in a tree without it."""
    return hx.read(path, tree.read(path)).blocks if exists(tree, path) else ()


def function_name(block: hx.Block) -> str:
    """Return the C function that the row names for its command, "" for none."""
    return next((block.fields[f] for f in _CALLS if f in block.fields), "")


def _handler(tree: Tree, block: hx.Block, typed: str) -> str:
    """Return the name of the function that runs the command, and no other one."""
    name = function_name(block) or _registered(tree, block, typed)
    others = [
        b.name
        for path in (COMMANDS, INFO)
        for b in table(tree, path)
        if function_name(b) == name and (b.name, path) != (block.name, block.path)
    ]
    if others:
        raise Refused(
            f"{name}() also serves the command '{others[0]}'", path=block.path, line=block.line,
            hint=_BY_HAND,
        )  # fmt: skip
    return name


def _registered(tree: Tree, block: hx.Block, typed: str) -> str:
    """Return the function that C code registers for an entry which names none."""
    for path in tree.naming(_REGISTER):
        source = tree.read(path) if path.endswith(".c") else b""
        for call in c_calls.calls(source, names=_REGISTER) if block.name.encode() in source else ():
            function = c_calls.name(call.argument(2))
            if function and c_calls.string(call.argument(0)) == block.name:
                return function
    qmp = next((block.fields[f] for f in _QMP if f in block.fields), "")
    raise Refused(
        f"'{typed}' has no function of its own to warn in"
        + (f": {qmp}() is a QMP command" if qmp else " (looked for .cmd and monitor_register_hmp)"),
        path=block.path, line=block.line, hint="ask for --warn none",
    )  # fmt: skip


def _warnings(tree: Tree, feature: Feature, name: str, typed: str) -> Iterator[Mark]:
    """Yield the warning in each definition of the function; targets may have their own."""
    lacking = None
    for function in _sites(tree, feature, name):
        said = _said(tree, function)
        if said is not None:
            yield said
        else:
            lacking = lacking or function
    if lacking is not None:
        add = partial(_warn, feature, name, typed)
        yield Mark(WARNING, lacking.path, lacking.line, add=add)


def _sites(tree: Tree, feature: Feature, name: str) -> list[c_functions.Function]:
    sites = []
    for path in tree.naming(name):
        if path.endswith(".c") and not path.startswith("tests/"):
            source = tree.read(path)
            sites += list(c_functions.functions(path, source, name))
            _require_uncalled(path, source, name, feature)
    # A stub only says that this build cannot do it.
    sites = [s for s in sites if "stub" not in s.path] or sites
    if not sites:
        raise Refused(f"looked for the definition of {name}(), found none", path=feature.path,
                      line=feature.line, hint=_BY_HAND)  # fmt: skip
    return sites


def _said(tree: Tree, function: c_functions.Function) -> Mark | None:
    """Return what the function says of the command; what it says of an argument is not meant."""
    body, path = function.body, function.path
    for report in reports.deprecations(tree.read(path), body.start, body.end):
        if not arguments_said(report.text):
            return Mark(WARNING, path, line_of(tree.read(path), report.offset), report.text)
    return None


def _warn(feature: Feature, name: str, typed: str, tree: Tree, request: Request) -> Iterator[Edit]:
    message = warning.text(f"'{typed}'", request)
    edits: dict[Edit, None] = {}
    for function in _sites(tree, feature, name):
        path, source = function.path, tree.read(function.path)
        if _said(tree, function) is None:
            made = warning.at_top(path, source, function, message, name="warn_report_once")
            edits |= dict.fromkeys(made)
    yield from edits


def _require_uncalled(path: str, source: bytes, name: str, feature: Feature) -> None:
    """Refuse where other code calls the function, which would then warn as well."""
    for call in c_calls.calls(source, names=name):
        raise Refused(
            f"{name}() is also called from here, so it does not run for '{feature.name}' alone",
            path=path, line=line_of(source, call.span.start), hint=_BY_HAND,
        )  # fmt: skip


def parts(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield the command's rows, and its functions where no other command has them."""
    found = _blocks(tree, feature)
    for block in found:
        yield Part(block.path, block.line, tuple(cuts.block(tree, block)))
    for field in (*_CALLS, *_QMP):
        for name in dict.fromkeys(b.fields[field] for b in found if field in b.fields):
            if not _others(tree, found, field, name) and not name.startswith("qmp_"):
                yield Part(feature.path, feature.line, names=((name, b"false"),))
    yield from _tried(tree, feature.qualified.replace(".", " "))


def _tried(tree: Tree, typed: str) -> Iterator[Part]:
    """Yield the rows of the test that runs commands as a user types them."""
    if not exists(tree, _TEST):
        return
    source = tree.read(_TEST)
    for found in re.finditer(rb'"' + re.escape(typed.encode()) + rb'(?: [^"\n]*)?"', source):
        item = c_items.read(source).at(found.start())
        row = rows.around(source, item.start, item.end, found.start()) if item else None
        if row is not None and row.array and row.start == found.start():
            edit = rows.cut(_TEST, source, row)
            yield Part(_TEST, line_of(source, row.start), (edit,))


def _others(tree: Tree, own: list[hx.Block], field: str, name: str) -> list[str]:
    """Return the other commands that the function `name` serves."""
    rows = [b for path in (COMMANDS, INFO) for b in table(tree, path)]
    return [b.name for b in rows if b not in own and b.fields.get(field) == name]
