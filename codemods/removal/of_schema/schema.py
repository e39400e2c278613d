"""The schema without a feature: its definitions, members and values, and the types only it used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from codemods.errors import Refused
from codemods.formats.c import folding
from codemods.formats.qapi import cuts
from codemods.formats.qapi import values as qapi_values
from codemods.formats.qapi.schema import Definition, Member, Schema
from codemods.model import Feature, Place
from codemods.qemu.schema import constants, definitions
from codemods.removal import gone, pasted, uses
from codemods.removal.of_schema import arguments, fields, generated
from codemods.removal.state import Removal
from codemods.source.splice import Edit

_LIST = re.compile(rb"\[\s{0,20}'([A-Za-z]\w{0,200})'\s{0,20}\]")
_PRAGMA = re.compile(r"qapi/pragma\.json|qga/.*\.json")


def take(state: Removal, places: Sequence[Place]) -> None:
    """Take the places out of the schema, and out of the C code what was generated from them.

    Raises:
        Refused: C code uses it in a way that no rule takes out.
    """
    values = [p for p in places if p.member and _found(state, p)[1].meta == "enum"]
    for place in values:
        # What sets a member where it is asked for by a value goes with that case.
        _, definition = _found(state, place)
        gone.cases(state, constants.constant(state.tree, definition, place.member))
    # What prints a member may call it by a value.
    for place in sorted(places, key=values.__contains__):
        schema, definition = _found(state, place)
        if place.member:
            _member(state, schema, definition, place.member)
        else:
            _definition(state, schema, definition)


def places(state: Removal, feature: Feature, flagged: Sequence[Place]) -> tuple[Place, ...]:
    """Return what defines the feature in the schema.

    Arguments:
        flagged: where it carries a flag; a value of an enumeration is no such place before 6.2.
    """
    owner, _, name = feature.qualified.partition(".")
    found = definitions.definition(state.tree, owner) if name == feature.name else None
    if found is None or found[1].meta != "enum" or any(p.definition == owner for p in flagged):
        return tuple(flagged)
    if not any(m.name == name for m in found[1].members):
        return tuple(flagged)
    return (Place(found[0].path, owner, name, f"Member @{name}"), *flagged)


def orphans(state: Removal) -> bool:
    """Take out the types that lost their last user; tell whether there were any.

    One that C code uses by itself stays.
    """
    lost = set()
    for cut in state.cuts:
        if definitions.is_schema(cut.path):
            lost |= {w.decode() for w in re.findall(rb"'([A-Z]\w+)'", cut.gone)}
    done = False
    for name in sorted(lost):
        found = definitions.definition(state.tree, name)
        if found is None or found[1].meta in ("command", "event") or _is_referred(state, found[1]):
            continue
        if any(uses.files(state.tree, word) for word in generated.type_names(state.tree, found[1])):
            continue
        _whole(state, *found)
        done = True
    return done


def require_lists(state: Removal) -> None:
    """Refuse the removal of the last list of a type that C code uses as a list.

    The type stays, but without one in the schema nobody generates the C type of its lists.
    """
    for cut in state.cuts:
        if not definitions.is_schema(cut.path):
            continue
        for name in (n.decode() for n in dict.fromkeys(_LIST.findall(cut.gone))):
            found = definitions.definition(state.tree, name)
            if found is None or _has_list(state, name):
                continue
            generated_as = generated.list_name(found[1])
            why = f"and no list of {name} is left in the schema"
            for path in uses.files(state.tree, generated_as):
                uses.refuse(state, path, generated_as, why)


def _has_list(state: Removal, name: str) -> bool:
    wanted = name.encode()
    schemas = definitions.naming(state.tree, name)
    return any(wanted in _LIST.findall(schema.source) for schema in schemas)


def _found(state: Removal, place: Place) -> tuple[Schema, Definition]:
    schema = definitions.load(state.tree, place.path)
    definition = schema.definition(place.definition)
    assert definition is not None
    return schema, definition


def _definition(state: Removal, schema: Schema, definition: Definition) -> None:
    _whole(state, schema, definition)
    for name, value in generated.names(definition):
        if definition.meta == "command":
            # What else calls its function has to do without, or to call another one.
            state.needed.add(name)
        gone.remove(state, name, value)


def _whole(state: Removal, schema: Schema, definition: Definition) -> None:
    state.step([cuts.without_definition(schema, definition)])
    state.step(_pragmas(state, definition.name))


def _member(state: Removal, schema: Schema, definition: Definition, name: str) -> None:
    member = definition.member(name) or next(m for m in definition.members if m.name == name)
    users = [(u, _passed(state, u)) for u in generated.unboxed(state.tree, definition.name)]
    edits = [cuts.without_member(schema, definition, member)]
    edits += cuts.documented(schema, definition, name)
    state.step(edits)
    if member.role == "value":
        unions = list(_selected(state, definition, name))
        state.step(cuts.without_member(*one) for one in unions)
        state.step(_listed_in_examples(state, name))
        constant = constants.constant(state.tree, definition, name)
        state.needed.add(constant)
        _require_no_number(state, definition, name)
        gone.remove(state, constant, folding.FALSE)
        pasted.remove(state, constant)
        state.branches += [(union.name, branch.name) for _, union, branch in unions]
    elif definition.meta in ("command", "event"):
        arguments.drop(state, definition, member, definition.members)
    else:
        fields.member(state, definition, member)
        for user, among in users:
            arguments.drop(state, user, member, among)


def _require_no_number(state: Removal, definition: Definition, name: str) -> None:
    """Refuse a value whose going changes the number of another one that code insists on.

    Raises:
        Refused: the build fails unless the number of a later value stays.
    """
    values = [m.name for m in definition.members if m.role == "value"]
    behind = values[values.index(name) + 1 :] if name in values else []
    later = [constants.constant(state.tree, definition, one) for one in behind]
    for hit in state.tree.grep(("BUILD_BUG_ON",)) if later else ():
        for constant in (c for c in later if re.search(rb"\b%s\b" % c.encode(), hit.text)):
            raise Refused(f"the number of {constant} may not change", path=hit.path,
                          line=hit.line, hint=fields.HINT)  # fmt: skip


def _passed(state: Removal, user: Definition) -> tuple[Member, ...]:
    """Return the members that are arguments of a command or event with a structure as its data."""
    data = user.value.data
    named = data.get("data") if isinstance(data, dict) else None
    found = definitions.definition(state.tree, named) if isinstance(named, str) else None
    return generated.arguments(state.tree, found[1]) if found is not None else ()


def _selected(
    state: Removal, enum: Definition, value: str
) -> Iterator[tuple[Schema, Definition, Member]]:
    """Yield the branch of each union that `value` selects."""
    for schema in definitions.naming(state.tree, enum.name):
        for definition in schema.definitions:
            if definition.meta != "union" or _tag_type(definition) != enum.name:
                continue
            for member in definition.members:
                if member.role == "branch" and member.name == value:
                    yield schema, definition, member


def _tag_type(union: Definition) -> str:
    data = union.value.data
    if not isinstance(data, dict):
        return ""
    tag, base = data.get("discriminator"), data.get("base")
    if isinstance(base, dict) and isinstance(tag, str):
        return qapi_values.type_name(base.get(tag))
    return ""


def _listed_in_examples(state: Removal, value: str) -> Iterator[Edit]:
    """Yield the edits that take out the lines of other comments' examples with `value` in them."""
    row = re.compile(
        rb"(?m)^#[ \t]+\{[^{}\n]*\"" + re.escape(value.encode()) + rb"\"[^{}\n]*\},[ \t]*\n"
    )
    for schema in definitions.naming(state.tree, value):
        for found in row.finditer(schema.source):
            yield Edit(schema.path, found.start(), found.end(), b"")


def _is_referred(state: Removal, definition: Definition) -> bool:
    for schema in definitions.naming(state.tree, definition.name):
        for other in schema.definitions:
            if other.name != definition.name and definition.name in cuts.references(other):
                return True
    return False


def _pragmas(state: Removal, name: str) -> Iterator[Edit]:
    """Yield the edits that take the name out of the lists of exceptions."""
    row = re.compile(rb"(?m)^[ \t]*'" + re.escape(name.encode()) + rb"',?[^\n]*\n")
    last = re.compile(rb",(\s*\n[ \t]*)'" + re.escape(name.encode()) + rb"'(\s*\])")
    for path in state.tree.naming(name, definitions.FOLDERS):
        if not definitions.is_schema(path):
            continue
        source = state.read(path)
        for directive in re.finditer(rb"\{\s*'pragma'[^}]*\}", source):
            start, end = directive.span()
            if found := last.search(source, start, end):
                yield Edit(path, found.start(), found.start(2), b"")
            elif found := row.search(source, start, end):
                yield Edit(path, found.start(), found.end(), b"")
