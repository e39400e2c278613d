"""A struct member, an argument or a part of a return value: the flag and its sentence, no C.

Source: c2fb6eaeb9, e11ce6c065, 7b24d32634 and c8e2b6b4d7 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from codemods.errors import Refused
from codemods.formats.qapi import schema as qapi_schema
from codemods.kind import Kind, Naming, Part
from codemods.model import Entry, Feature, Listed, Place, Source
from codemods.qemu import value
from codemods.qemu.code import block_drivers
from codemods.qemu.listing import chapters, meaning, titles
from codemods.qemu.options import options, parameter_lists, schema_types
from codemods.qemu.schema import chapter_of, definitions, shown_by
from codemods.source.tree import Tree

ID = "qapi-member"
_METAS = ("command", "event", "struct", "union")
_OBJECTS = "ObjectOptions"
_NODES = "BlockdevOptions"
#: A title names at most so many commands or objects; beyond, the type.
_FEW = 3
#: Which one of a list it is, in the way to a member.
_INDEX = re.compile(r"\[\w*\]")


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the members called `name`, or "Owner.member".

    The owner is the type that has the member, or a command or event whose
    arguments or return value show it.  "...=VALUE" is that value alone, of a member
    whose values are no enumeration's.
    """
    owned, only = value.split(name)
    found = _named(tree, owned)
    yield from _values(tree, found, only) if only else found


def _named(tree: Tree, name: str) -> Iterator[Feature]:
    owner, _, member = name.rpartition(".")
    own = False
    for schema in definitions.naming(tree, owner or member):
        for definition in schema.definitions:
            if definition.name == owner or not owner:
                for feature in _members(schema, definition):
                    if feature.name == member:
                        own = True
                        yield feature
    if owner and not own:
        yield from _shown(tree, owner, member)


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each member of each struct, union, command and event."""
    for schema in definitions.every(tree):
        for definition in schema.definitions:
            yield from _members(schema, definition)


def places(tree: Tree, feature: Feature) -> tuple[Place, ...]:
    """Return the member itself; nothing in a tree whose members carry no flags (before 5.0)."""
    if value.of(feature) or not definitions.supports_member_features(tree):
        return ()
    definition = _owner(tree, feature)
    noun = "Argument" if definition.meta == "command" else "Member"
    item = definition.doc.feature("deprecated") if definition.doc else None
    if definition.doc and item and definition.doc.text(item).startswith("Member"):
        # QEMU wrote "Member" of arguments too before c2fb6eaeb9: one comment, one word.
        noun = "Member"
    return (Place(feature.path, definition.name, feature.name, f"{noun} @{feature.name}"),)


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the member as its user meets it: with the command, event, object or type."""
    if wanted := value.of(feature):
        return value.entry(entry(tree, value.whole(feature)), wanted)
    definition = _owner(tree, feature)
    uses = shown_by.of(tree, definition)
    option = chapter_of.option(definition.name)
    roles = {use.role for use in uses}
    if typed := _typed(tree, definition, feature, option or chapters.CLI):
        return typed
    if option and roles != {"return value"}:
        return _listed(option, feature, f"``{definition.name}`` member")
    if not definitions.is_guest_agent(feature.path):
        objects = shown_by.branches(tree, definition, _OBJECTS)
        family = _family(objects)
        if 0 < len(objects) <= _FEW or family:
            named = f"``{family}*``" if family else _joined(objects)
            of = f"of {named} object" + ("s" if len(objects) > 1 else "")
            return Entry(
                chapters.CLI, f"``{feature.name}``", after=f"property {of}",
                afters=f"properties {of}",
                short=titles.short(f"``{feature.name}``", f"property {of}", f"properties {of}"),
            )  # fmt: skip
    if roles == {"event"}:
        chapter, noun = chapter_of.event(feature.path), "member"
    else:
        chapter = chapter_of.member(tree, feature.path, direct=bool(roles))
        noun = {"argument": "argument"}.get("".join(roles), "return value member")
    if len(roles) == 1 and len(uses) <= _FEW:
        return _listed(chapter, feature, f"{_joined([u.name for u in uses])} {noun}")
    return _listed(chapter, feature, f"``{definition.name}`` member")


def _family(objects: Sequence[str]) -> str:
    """Return what the names of more than a few objects begin with, up to a dash, or ""."""
    first = objects[0] if len(objects) > _FEW else ""
    begins = (first[: n + 1] for n, letter in enumerate(first) if letter == "-")
    return max((b for b in begins if all(o.startswith(b) for o in objects)), key=len, default="")


def parts(tree: Tree, feature: Feature) -> Iterable[Part]:
    """Nothing besides the member itself: what carries it in C follows from it."""
    value.refuse_parts(feature)
    return ()


def sources(tree: Tree, feature: Feature) -> Iterator[Source]:
    """Yield the file of each block driver whose options the member is one of, where they are few.

    Code reads such an option by its name, and so names no type of the schema.
    """
    drivers = shown_by.branches(tree, _owner(tree, feature), _NODES)
    for driver in drivers if len(drivers) <= _FEW else ():
        for path in block_drivers.files(tree, driver):
            yield Source(path, f"defines the block driver {driver}")


def means(tree: Tree, feature: Feature, listed: Listed) -> bool:
    """Tell that `listed` has the member by its type or the way to it, or it whole of one value.

    "``query-block`` result ``inserted.x``", "``StatusInfo`` member ``x``".
    """
    whole = value.whole(feature)
    if whole != feature:
        return means(tree, whole, listed) or meaning.names_it(entry(tree, whole), whole, listed)
    holder = feature.qualified.removesuffix(f".{feature.name}")
    for name in listed.names:
        *steps, last = _INDEX.sub("", name.text).split(".")
        for path in name.owners if last == feature.name and name.literal else ():
            if path[-1] == holder and not steps:
                return True
            if steps and holder in shown_by.at(tree, path[-1], steps):
                return True
    return False


def _values(tree: Tree, found: Iterable[Feature], wanted: str) -> Iterator[Feature]:
    """Yield the value `wanted` of each member that may have it.

    Raises:
        Refused: it is a value of an enumeration, a feature of its own.
    """
    for feature in found:
        member = next(m for m in _owner(tree, feature).members if m.name == feature.name)
        data = member.value.data
        given = data.get("type") if isinstance(data, dict) else data
        enum = definitions.definition(tree, given) if isinstance(given, str) else None
        if enum is not None and enum[1].meta == "enum":
            raise Refused(
                f"{feature.qualified} has the values of {given}", path=feature.path,
                line=feature.line, hint=f"deprecate qapi-enum-value:{given}.{wanted}",
            )  # fmt: skip
        if value.is_known(tree, wanted):
            yield value.with_value(feature, wanted)


def _typed(
    tree: Tree, definition: qapi_schema.Definition, feature: Feature, chapter: chapter_of.Chapters
) -> Entry | None:
    """Return the entry of a member that is a parameter of a command line option, as it is typed."""
    found = schema_types.of_member(tree, definition.name, feature.name)
    typed = {f"-{m.option} {m.branch}".rstrip() for m in found}
    typed = typed or set(_by_hand(tree, definition.name, feature.name))
    if len(typed) != 1:
        return None
    (option,) = typed
    shown = f"{option}{',' if ' ' in option else ' '}{feature.name}=..."
    of = f"parameter of ``{option}``", f"parameters of ``{option}``"
    return Entry(chapter, f"``{shown}``", short=titles.short(f"``{feature.name}``", *of))


def _by_hand(tree: Tree, definition: str, name: str) -> Iterator[str]:
    """Yield "-OPTION BRANCH" of a type that code makes of an option: ChardevSocket of -chardev."""
    table = options.table(tree)
    for block in table.blocks if table else ():
        branch = re.fullmatch(f"(?i:{re.escape(block.name)})([A-Z]\\w*)", definition)
        shown = f"-{block.name} {branch[1].lower()}" if branch else ""
        if shown and any(shown in literal.text for literal in block.help):
            rows = parameter_lists.parameters(tree, block.name)
            yield from [shown] if any(row.name == name for row in rows) else ()


def _shown(tree: Tree, owner: str, member: str) -> Iterator[Feature]:
    """Yield the members of that name that a command or event has, or a type at the end of a path.

    "query-block", "query-block.dirty-bitmaps[i]".
    """
    first, *steps = _INDEX.sub("", owner).split(".")
    found = definitions.definition(tree, first)
    if found is None or not (steps or found[1].meta in ("command", "event")):
        return
    for name in shown_by.at(tree, first, steps):
        holder = definitions.definition(tree, name)
        assert holder is not None
        yield from (f for f in _members(*holder) if f.name == member)


def _listed(chapter: chapter_of.Chapters, feature: Feature, what: str) -> Entry:
    short = Entry((), f"@{feature.name}", before=what, befores=f"{what}s")
    return Entry(chapter, f"``{feature.name}``", before=what, befores=f"{what}s", short=short)


def _joined(names: Iterable[str]) -> str:
    return titles.joined([f"``{name}``" for name in names])


def _owner(tree: Tree, feature: Feature) -> qapi_schema.Definition:
    name = feature.qualified.removesuffix(f".{feature.name}")
    found = definitions.load(tree, feature.path).definition(name)
    assert found is not None
    return found


def _members(schema: qapi_schema.Schema, definition: qapi_schema.Definition) -> Iterator[Feature]:
    if definition.meta not in _METAS:
        return
    for member in definition.members:
        if member.role != "branch":
            words = (member.name, definitions.c_name(member.name))
            yield Feature(
                ID, member.name, f"{definition.name}.{member.name}", schema.path,
                schema.line_of(member.start), tuple(dict.fromkeys(words)),
            )  # fmt: skip


KIND = Kind(
    id=ID,
    noun="member",
    find=find,
    every=every,
    places=places,
    entry=entry,
    parts=parts,
    marks=value.marks,
    means=means,
    sources=sources,
    naming=Naming("member", certain=False, keyword=True, key="type"),
    owned=True,
    by_owner=True,
)
