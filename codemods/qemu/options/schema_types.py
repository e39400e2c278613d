"""Options whose parameters the QAPI schema describes: option, type, union branch, member.

Source: the visit_type_*() calls that system/vl.c and what it calls make for these options.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from codemods.errors import Refused
from codemods.formats.qapi import schema as qapi_schema
from codemods.formats.qapi import values as qapi_values
from codemods.model import Feature
from codemods.qemu.schema import definitions
from codemods.source.splice import line_of
from codemods.source.tree import Tree

#: The type of each such option.  -nic and -net share Netdev's branches but not its meaning.
TYPES: Mapping[str, str] = {
    "acpitable": "AcpiTableOptions",
    "audiodev": "Audiodev",
    "blockdev": "BlockdevOptions",
    "boot": "BootConfiguration",
    "compat": "CompatPolicy",
    "display": "DisplayOptions",
    "mon": "MonitorOptions",
    "netdev": "Netdev",
    "numa": "NumaOptions",
    "object": "ObjectOptions",
    "smp": "SMPConfiguration",
}

#: So many others, at most, are named.
_FEW = 4

#: Options whose types are known by other names: nodes, and objects of several sorts.
#: Code asks for their parameters by text.
BY_TEXT = ("blockdev", "object")


@dataclass(frozen=True)
class Member:
    """A member of an option's type; `branch` is the union branch it stands in, or ""."""

    option: str
    branch: str
    name: str
    definition: str
    path: str
    line: int


def members(tree: Tree, option: str) -> Iterator[Member]:
    """Yield each parameter that the schema describes for `option`; none where it does not."""
    found = definitions.definition(tree, TYPES[option]) if option in TYPES else None
    if found is None:
        return
    yield from _direct(tree, option, "", *found)
    definition = found[1]
    branches = definition.value.items.get("data")
    if definition.meta == "union" and branches is not None and isinstance(branches.data, dict):
        for branch, type_name in branches.data.items():
            name = type_name.get("type") if isinstance(type_name, dict) else type_name
            inner = definitions.definition(tree, name) if isinstance(name, str) else None
            if inner is not None:
                yield from _direct(tree, option, branch, *inner)


def require_own(tree: Tree, option: str, branch: str, feature: Feature, hint: str) -> None:
    """Refuse a parameter of one branch that others have by the same member of the schema.

    Arguments:
        hint: what to ask for instead, with "{}" for the whole name of the member.

    Raises:
        Refused: what is done to the member is done to them, too.
    """
    among = list(members(tree, option))
    name = feature.name.removeprefix(f"{branch}.")
    for own in among:
        if (own.branch, own.name) != (branch, name) or not branch:
            continue
        others = [m.branch for m in among
                  if (m.definition, m.name) == (own.definition, own.name)
                  and m.branch != branch]  # fmt: skip
        if others:
            shown = " and ".join(others) if len(others) <= _FEW else f"{len(others)} others"
            whole = f"{own.definition}.{own.name}"
            raise Refused(
                f"{whole} is an option of {shown}, too", path=feature.path, line=feature.line,
                hint=hint.format(whole),
            )  # fmt: skip


def selector(tree: Tree, option: str) -> str:
    """Return the enumeration whose values stand first behind `option`, "" where none do."""
    found = definitions.definition(tree, TYPES[option]) if option in TYPES else None
    data = found[1].value.data if found else None
    if not isinstance(data, dict) or "discriminator" not in data:
        return ""
    base = data.get("base")
    if isinstance(base, str):
        holder = definitions.definition(tree, base)
        value = holder[1].value.data if holder else None
        base = value.get("data") if isinstance(value, dict) else None
    return qapi_values.type_name(base.get(data["discriminator"])) if isinstance(base, dict) else ""


def of_member(tree: Tree, definition: str, name: str) -> tuple[Member, ...]:
    """Return what the member `name` of the type `definition` is on the command line."""
    begins = (o for o in TYPES if o not in BY_TEXT)
    return tuple(
        m
        for option in begins
        for m in members(tree, option)
        if (m.definition, m.name) == (definition, name)
    )


def _direct(
    tree: Tree,
    option: str,
    branch: str,
    schema: qapi_schema.Schema,
    definition: qapi_schema.Definition,
) -> Iterator[Member]:
    """Yield the members of a struct and of the named types that it begins with."""
    for member in definition.members:
        if member.role == "member":
            line = line_of(schema.source, member.start)
            yield Member(option, branch, member.name, definition.name, schema.path, line)
    data = definition.value.data
    base = data.get("base") if isinstance(data, dict) else None
    inner = definitions.definition(tree, base) if isinstance(base, str) else None
    if inner is not None:
        yield from _direct(tree, option, branch, *inner)
