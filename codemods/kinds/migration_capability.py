"""A migration capability: a value of MigrationCapability, and a warning where
capabilities are checked.

Source: 73581a041e in QEMU's history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from codemods.errors import Refused
from codemods.formats.c import functions as c_functions
from codemods.kind import Kind, Naming, Part
from codemods.model import WARNING, Entry, Feature, Mark, Request
from codemods.qemu import same_thing
from codemods.qemu.code import functions as tree_functions
from codemods.qemu.code import warning
from codemods.qemu.listing import chapters
from codemods.qemu.schema import definitions
from codemods.qemu.schema import values as enum_values
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree

ID = "migration-capability"
_ENUM = "MigrationCapability"
_CHECK = "migrate_caps_check"
_BY_HAND = "add the warning by hand, or ask for --warn none"


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the capability `name`, or "MigrationCapability.name"."""
    yield from (f for f in every(tree) if name in (f.name, f.qualified))


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each migration capability."""
    found = definitions.definition(tree, _ENUM)
    if found is not None:
        yield from enum_values.values(tree, found[0], ID, _ENUM)


@warning.deferred
def marks(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield the warning in the capability check, there or missing."""
    function, checks = _checks(tree, feature)
    source, constant = tree.read(function.path), feature.spellings[-1]
    for check in checks:
        if check.constant == constant and check.warns and check.bare:
            span = check.statement
            said = warning.said(function.path, source, span)
            yield said or Mark(WARNING, function.path, line_of(source, span.start))
            return
    yield Mark(WARNING, function.path, function.line, add=partial(_warn, feature))


def _checks(
    tree: Tree, feature: Feature
) -> tuple[c_functions.Function, list[c_functions.TableCheck]]:
    function = tree_functions.only(tree, _CHECK, "migration", _BY_HAND)
    source = tree.read(function.path)
    c_functions.require_clean(
        source, function, f"warn about '{feature.name}' in {_CHECK}() by hand"
    )
    return function, list(c_functions.table_checks(source, function))


def _warn(feature: Feature, tree: Tree, request: Request) -> Iterator[Edit]:
    """Yield the warning in the capability check.

    It stands beside the warnings of other capabilities, else before the
    capability's own check, else before the first check; never inside a
    preprocessor block, which a build may leave out.
    """
    function, checks = _checks(tree, feature)
    path, source = function.path, tree.read(function.path)
    constant = feature.spellings[-1]
    place, table, behind = _place(path, function, checks, constant)
    indent = c_functions.indentation(source, function.body.end - 1) + "    "
    message = warning.text(f"{feature.name} capability", request)
    lines = [
        f"{indent}if ({table}[{constant}]) {{",
        *warning.call(message, indent + "    "),
        f"{indent}}}",
    ]
    if behind:
        yield c_functions.insert_lines(
            path, source, c_functions.after_line(path, source, place), ["", *lines]
        )
    else:
        yield c_functions.insert_lines(path, source, place, [*lines, ""])
    yield from warning.include(path, source)


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the capability in the chapter "Migration"."""
    return Entry(
        chapters.MIGRATION, f"``{feature.name}``", after="capability", afters="capabilities"
    )


def parts(tree: Tree, feature: Feature) -> Iterable[Part]:
    """Nothing besides the value: property, check and accessor follow from it."""
    return ()


def _place(
    path: str, function: c_functions.Function, checks: list[c_functions.TableCheck], constant: str
) -> tuple[int, str, bool]:
    """Return where the warning goes, the table to test, and whether it goes behind."""
    prefix = constant[: constant.index("CAPABILITY_") + len("CAPABILITY_")]
    checks = [k for k in checks if k.constant.startswith(prefix)]
    siblings = [k for k in checks if k.bare and k.sole and k.warns]
    if siblings:
        return siblings[-1].statement.end, siblings[-1].table, True
    own = [k for k in checks if k.constant == constant]
    if not checks:
        raise Refused(
            f"{_CHECK}() tests no capability in the form table[{prefix}...]",
            path=path, line=function.line,
            hint=_BY_HAND,
        )  # fmt: skip
    chosen = (own or checks)[0]
    return chosen.statement.start, chosen.table, False


KIND = Kind(
    id=ID,
    noun="migration capability",
    find=find,
    every=every,
    places=enum_values.places,
    marks=marks,
    entry=entry,
    parts=parts,
    refines=("qapi-enum-value",),
    naming=Naming(
        "capability",
        ("capability",),
        (r"migrate_set_capability +", r"-global +migration\."),
        r"migrate_set_capability\w*",
        emulated=True,
    ),
    same=same_thing.other,
    one_chapter=True,
    hooked_by=enum_values.constant,
)
