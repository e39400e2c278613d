"""A migration parameter: its sites in the schema, and a warning where parameters are applied.

Source: 66db46ca83 and 864128df46 in QEMU's history.  No guard for qtests: the
migration tests run with a real accelerator, where qtest_enabled() is false.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from codemods.errors import Refused
from codemods.formats.c import calls as c_calls
from codemods.formats.c import functions as c_functions
from codemods.formats.c import members as c_members
from codemods.kind import Kind, Naming, Part
from codemods.model import WARNING, Entry, Feature, Mark, Place, Request
from codemods.qemu.code import functions as tree_functions
from codemods.qemu.code import parts as type_parts
from codemods.qemu.code import warning
from codemods.qemu.listing import chapters
from codemods.qemu.schema import definitions
from codemods.qemu.schema import values as enum_values
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree

ID = "migration-parameter"
_ENUM = "MigrationParameter"
#: What clients set and query; the latter alone since 691a836572.
_STRUCTS = ("MigrationParameters", "MigrateSetParameters")
_FOLDER = "migration"
_LITERAL = re.compile(r"true|false|\d+")
#: Statements of a function that does no more than read a parameter.
_FEW = 2
_APPLY = "migrate_params_apply"
_BY_HAND = "add the warning by hand, or ask for --warn none"


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the parameter `name`, or "Type.name" with one of the types that hold it."""
    owner, value = enum_values.split(name)
    if owner in ("", _ENUM, *_STRUCTS):
        yield from enum_values.named(tree, value, ID, _ENUM)


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each migration parameter."""
    yield from enum_values.every(tree, ID, _ENUM)


def places(tree: Tree, feature: Feature) -> tuple[Place, ...]:
    """Return the enum value, where those carry flags, and the members of the structs."""
    schema = definitions.load(tree, feature.path)
    found = [d for s in _STRUCTS if (d := schema.definition(s)) and d.member(feature.name)]
    return (
        *enum_values.places_if_any(tree, feature),
        *(Place(feature.path, d.name, feature.name, f"Member @{feature.name}") for d in found),
    )


def parts(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield the property's row and the function that reads the parameter: it has its default now.

    Checks, defaults and what prints it follow from the members.
    """
    field = f"parameters.{definitions.c_name(feature.name)}"
    paths = dict.fromkeys(h.path for h in tree.grep((field,), (_FOLDER,)) if h.path.endswith(".c"))
    rows_of = [(p, c) for p in paths for c in c_calls.calls(tree.read(p), None, r"DEFINE_PROP_\w+")]
    own = [(p, call) for p, call in rows_of if call.argument(2) == field]
    for path, call in own:
        yield type_parts.row(tree, path, call.span.start, "its property")
    given = next((call.argument(3) for _, call in own), "")
    for path in paths:
        yield from _read(tree, path, field, given)


def _read(tree: Tree, path: str, field: str, given: str) -> Iterator[Part]:
    """Yield the functions that do no more than read the parameter.

    Arguments:
        given: the default that its property has; without one it begins as zero.
    """
    source = tree.read(path)
    read = re.compile(rb"return \w+(?:->|\.)" + re.escape(field.encode()) + rb";")
    for function in c_functions.functions(path, source):
        head = source[function.span.start : function.body.start]
        body = source[function.body.start : function.body.end]
        zero = "false" if re.match(rb"bool\b", head) else "" if b"*" in head else "0"
        value = given or zero
        # What is called by a name may be known to this file alone.
        if _LITERAL.fullmatch(value) and read.search(body) and body.count(b";") <= _FEW:
            yield Part(path, function.line, accessors=((function.name, value.encode()),))


@warning.deferred
def marks(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield the warning where a given parameter is applied, there or missing."""
    function, check = _applied(tree, feature)
    source = tree.read(function.path)
    said = warning.said(function.path, source, check.then)
    line = line_of(source, check.statement.start)
    yield said or Mark(WARNING, function.path, line, add=partial(_warn, feature))


def _applied(tree: Tree, feature: Feature) -> tuple[c_functions.Function, c_members.FieldCheck]:
    function = tree_functions.only(tree, _APPLY, "migration", _BY_HAND)
    source = tree.read(function.path)
    c_functions.require_clean(
        source, function, f"warn about '{feature.name}' in {_APPLY}() by hand"
    )
    name = definitions.c_name(feature.name)
    return function, _check(source, function.path, function, name)


def _warn(feature: Feature, tree: Tree, request: Request) -> Iterator[Edit]:
    """Yield the warning where a given parameter is applied.

    It stands first in the block that sets the parameter, or in one of its own
    before a preprocessor block around that, which a build may leave out.
    """
    function, check = _applied(tree, feature)
    path, source = function.path, tree.read(function.path)
    message = warning.text(f"{feature.name} parameter", request)
    indent = c_functions.indentation(source, check.statement.start)
    if check.bare and source[check.then.start : check.then.start + 1] == b"{":
        at = c_functions.after_line(path, source, check.then.start)
        yield c_functions.insert_lines(path, source, at, warning.call(message, indent + "    "))
    else:
        indent = c_functions.indentation(source, function.body.end - 1) + "    "
        lines = [
            f"{indent}if ({check.pointer}->{check.field}) {{",
            *warning.call(message, indent + "    "),
            f"{indent}}}",
        ]
        yield c_functions.insert_lines(path, source, check.statement.start, lines)
    yield from warning.include(path, source)


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the parameter in the chapter "Migration"."""
    return Entry(chapters.MIGRATION, f"``{feature.name}``", after="parameter", afters="parameters")


def _check(
    source: bytes, path: str, function: c_functions.Function, name: str
) -> c_members.FieldCheck:
    """Return the check whether the parameter is given: of `has_NAME`, or of a pointer `NAME`."""
    found = [k for k in c_members.checks(source, function) if k.field in (f"has_{name}", name)]
    if len(found) == 1:
        return found[0]
    lines = ", ".join(str(source.count(b"\n", 0, k.statement.start) + 1) for k in found)
    raise Refused(
        f"looked for one `if (params->has_{name})` or `if (params->{name})` in {_APPLY}(), found "
        + (f"{len(found)}, in lines {lines}" if found else "none"),
        path=path, line=function.line, hint=_BY_HAND,
    )  # fmt: skip


KIND = Kind(
    id=ID,
    noun="migration parameter",
    find=find,
    every=every,
    places=places,
    marks=marks,
    entry=entry,
    parts=parts,
    refines=("qapi-enum-value", "qapi-member"),
    naming=Naming(
        "parameter",
        (),
        (r"migrate_set_parameter +", r"-global +migration\."),
        r"migrate_\w*parameter\w*",
        certain=False,
        keyword=True,
        emulated=True,
        setter="migrate-set-parameters",
    ),
)
