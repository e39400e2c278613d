"""Where code takes one value of an option or a property: there it can be warned of.

A setter compares the text that it is given, or gets it as a flag or a number; an option's code
compares it, reads it into a variable, or calls what is registered for it.  What is found
twice, or in another shape, is no place.  Source: fsdev/qemu-fsdev.c, hw/arm/virt.c,
include/qom/object.h in QEMU.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from codemods.errors import NotFound, Refused
from codemods.formats.c import calls as c_calls
from codemods.formats.c import functions as c_functions
from codemods.formats.c import names as c_names
from codemods.formats.c.calls import Call
from codemods.formats.c.functions import Function, Span
from codemods.formats.c.given import branches
from codemods.formats.c.reads import Read
from codemods.model import WARNING, Mark, Request, Spot
from codemods.qemu import accelerators
from codemods.qemu.code import warning, warning_at
from codemods.qemu.options import options, parameter_lists
from codemods.qemu.options.parameter_lists import Parameter
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree
from codemods.syntax.parse import Node

_ADDS = re.compile(r"object_(?:class_)?property_add(_bool|_str)?")
_ON, _OFF = ("on", "true", "yes"), ("off", "false", "no")
_MAKES = re.compile(rb'\bqemu_opts_create\s*\(\s*qemu_find_opts\s*\(\s*"([\w-]{1,60})"')
_NUMBER = re.compile(r"0x[0-9a-fA-F]{1,16}|\d{1,19}")


@dataclass(frozen=True)
class Branch:
    """What runs where `given`, in a function of the file `path`, is the value `text`."""

    path: str
    function: str
    given: str
    text: str


Place = Spot | Branch


def mark(tree: Tree, place: Place, subject: str, names: Iterable[str]) -> Mark:
    """Return the mark that the code at `place` warns of `subject`, there or missing.

    Arguments:
        names: a message there with one of them is about the same.
    """
    if isinstance(place, Spot):
        return warning_at.mark(tree, place, subject, "is", names)
    body = _body(tree, place)
    source = tree.read(place.path)
    said = warning.said(place.path, source, Span(body.start_byte, body.end_byte))
    add = partial(_warn, place, subject)
    return said or Mark(WARNING, place.path, line_of(source, body.start_byte), add=add)


def of_setter(tree: Tree, path: str, at: int, wanted: str) -> Place | None:
    """Return where the property that the call at byte `at` of the file `path` adds is set so.

    None where the code sets it so by default.
    """
    source = tree.read(path)
    added = next((c for c in c_calls.calls(source) if c.span.start == at), None)
    how = _ADDS.fullmatch(added.name) if added else None
    if added is None or how is None:
        return None
    if _is_default(source, added.argument(1), wanted):
        return None
    name = added.argument(3 if how[1] else 4)
    found = list(c_functions.functions(path, source, name)) if c_calls.name(name) else []
    if len(found) != 1:
        return None
    if how[1] == "_bool":
        return _switched(source, found[0], wanted)
    if how[1] == "_str":
        return _compared(source, found[0], _parameter(source, found[0], 1), wanted)
    return _numbered(source, found[0], wanted)


def _is_default(source: bytes, name: str, wanted: str) -> bool:
    """Tell whether the setter is called with the value before a user says anything."""
    for call in c_calls.calls(source, None, r"object_property_set_default_\w+"):
        if f"{name})" in call.argument(0) and call.argument(1).strip('"') == wanted:
            return True
    return False


def of_option(tree: Tree, option: str, wanted: str) -> Place | None:
    """Return where the option's value, or what stands first in it, is `wanted`."""
    if option == accelerators.OPTION and (start := accelerators.started_by(tree, wanted)):
        return Spot(*start)
    try:
        cases = options.cases(tree, options.constant(tree, option))
    except Refused:
        return None
    found: list[Place] = [
        Branch(case.path, case.function, "optarg", wanted)
        for case in cases
        for function in c_functions.functions(case.path, tree.read(case.path), case.function)
        for body in branches.equal(function.node, "optarg", wanted)
        if case.body.start <= body.start_byte < case.body.end
    ]
    found += _implied(tree, option, wanted)
    found += _registered(tree, option, wanted)
    return found[0] if len(found) == 1 else None


def handed_on(tree: Tree, option: str) -> str:
    """Return the option of which the `case` of `option` makes what it is given, or ""."""
    try:
        cases = options.cases(tree, options.constant(tree, option))
    except Refused:
        return ""
    texts = (tree.read(case.path)[case.body.start : case.body.end] for case in cases)
    made = {name.decode() for text in texts for name in _MAKES.findall(text)}
    return next((name for name in sorted(made) if name != option and _is_option(tree, name)), "")


def _is_option(tree: Tree, name: str) -> bool:
    return bool(options.blocks(tree, name))


def said_in_a_table(tree: Tree, option: str, wanted: str) -> Mark | None:
    """Return the registration of the option's value as one that is deprecated, if there is one."""
    for path, call in _registrations(tree, option, wanted):
        if "deprecat" in call.name:
            return Mark(WARNING, path, line_of(tree.read(path), call.span.start), call.name)
    return None


def _registered(tree: Tree, option: str, wanted: str) -> Iterator[Place]:
    """Yield the function that is registered for the value, where it serves nothing else."""
    for path, call in _registrations(tree, option, wanted):
        source = tree.read(path)
        for name in filter(None, (c_calls.name(call.argument(n)) for n in range(1, 8))):
            used = len(re.findall(rb"\b" + name.encode() + rb"\b", source))
            if used == 2 and len(list(c_functions.functions(path, source, name))) == 1:
                yield Spot(path, name)


def _registrations(tree: Tree, option: str, wanted: str) -> Iterator[tuple[str, Call]]:
    """Yield each call that registers the value: pci_register_OPTION("VALUE", ...)."""
    word = f"register_{option.replace('-', '_')}"
    paths = dict.fromkeys(hit.path for hit in tree.grep((word,)))
    for path in (p for p in paths if p.endswith(".c") and not p.startswith("tests/")):
        for call in c_calls.calls(tree.read(path), None, rf"\w*{word}"):
            if c_calls.string(call.argument(0)) == wanted:
                yield path, call


def of_parameter(tree: Tree, parameter: Parameter, wanted: str) -> Place | None:
    """Return where the parameter of an option has the value `wanted`."""
    found = list(_read(tree, parameter, wanted))
    return found[0] if len(found) == 1 else None


def _implied(tree: Tree, option: str, wanted: str) -> Iterator[Place]:
    """Yield where the variable has the value that is read for what stands first in the option."""
    parameter = parameter_lists.implied(tree, option)
    if parameter is not None:
        yield from _read(tree, parameter, wanted)


def _read(tree: Tree, parameter: Parameter, wanted: str) -> Iterator[Place]:
    """Yield each function that reads the parameter into a variable."""
    seen = set()
    for read in parameter_lists.reads(tree, parameter):
        variable = _variable(read.call)
        source = tree.read(read.path)
        for function in c_functions.functions(read.path, source, read.function):
            if (read.path, read.function) not in seen and variable:
                seen.add((read.path, read.function))
                yield from _while_read(source, function, variable, read, wanted)


def _while_read(
    source: bytes, function: Function, variable: str, read: Read, wanted: str
) -> Iterator[Place]:
    """Yield the place for the value, as long as the variable has what was read."""
    local = c_names.local(function.node, variable)
    uses = c_names.uses(function.node, local) if local else []
    written = [node.start_byte for node in uses if c_names.is_written(node)]
    own = read.call.parent
    own_at = own.start_byte if own is not None else read.start
    place = _compared(source, function, variable, wanted)
    end = min((at for at in written if at > read.start), default=function.body.end)
    others = [at for at in written if at != own_at]
    if isinstance(place, Branch):
        body = next(branches.equal(function.node, variable, wanted))
        if read.start < body.start_byte < end:
            yield place
    elif local is not None and not others:
        yield place


def _variable(read: Node) -> str:
    """Return the variable that gets what is read, "" where it is another thing."""
    parent = read.parent
    if parent is None or parent.type not in ("init_declarator", "assignment_expression"):
        return ""
    name = (parent.children[0].text or b"").decode().lstrip("* ")
    return c_calls.name(name)


def _compared(source: bytes, function: Function, given: str, wanted: str) -> Place:
    """Return the only branch for the value, or else the function where the value is that."""
    if len(list(branches.equal(function.node, given, wanted))) == 1:
        return Branch(function.path, function.name, given, wanted)
    return Spot(function.path, function.name, f'g_strcmp0({given}, "{wanted}") == 0')


def _switched(source: bytes, function: Function, wanted: str) -> Place | None:
    given = _parameter(source, function, 1)
    if not given or wanted not in (*_ON, *_OFF):
        return None
    return Spot(function.path, function.name, given if wanted in _ON else f"!{given}")


def _numbered(source: bytes, function: Function, wanted: str) -> Place | None:
    """Return the function where the number that it visits is the value."""
    visits = list(c_calls.calls(source, function.node, r"visit_type_\w+"))
    if len(visits) != 1:
        return None
    given = visits[0].argument(2).removeprefix("&")
    local = c_names.local(function.node, given) if c_calls.name(given) else None
    if local is None or local.is_parameter:
        return None
    if visits[0].name == "visit_type_str":
        return _compared(source, function, given, wanted)
    if visits[0].name == "visit_type_bool" and wanted in (*_ON, *_OFF):
        return Spot(function.path, function.name, given if wanted in _ON else f"!{given}")
    is_number = re.fullmatch(r"visit_type_(?:u?int(?:8|16|32|64)?|size)", visits[0].name)
    if is_number is None or not _NUMBER.fullmatch(wanted):
        return None
    return Spot(function.path, function.name, f"{given} == {wanted}")


def _parameter(source: bytes, function: Function, n: int) -> str:
    """Return the name of parameter `n` of the function, counted from 0."""
    head = source[function.span.start : function.body.start].decode("latin-1")
    inside = head[head.index("(") + 1 : head.rindex(")")].split(",")
    return re.split(r"\W", inside[n].strip())[-1] if n < len(inside) else ""


def _body(tree: Tree, place: Branch) -> Node:
    source = tree.read(place.path)
    for function in c_functions.functions(place.path, source, place.function):
        for body in branches.equal(function.node, place.given, place.text):
            return body
    raise NotFound(f"{place.function}() does not compare {place.given}", path=place.path)


def _warn(place: Branch, subject: str, tree: Tree, request: Request) -> Iterator[Edit]:
    source = tree.read(place.path)
    body = _body(tree, place)
    if body.has_error:
        raise Refused(
            f"the branch for '{place.text}' could not be parsed", path=place.path,
            line=line_of(source, body.start_byte), hint="add the warning by hand",
        )  # fmt: skip
    indent = c_functions.indentation(source, body.end_byte - 1) + "    "
    lines = warning.call(warning.text(subject, request), indent)
    at = c_functions.after_line(place.path, source, body.start_byte)
    yield c_functions.insert_lines(place.path, source, at, lines)
    yield from warning.include(place.path, source)
