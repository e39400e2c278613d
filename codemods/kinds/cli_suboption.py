"""A parameter of a command line option: "spice.password", "netdev.stream.reconnect".

The schema describes those of some options, and then only carries the flag; the
others are read from QemuOpts, and the warning stands where that is done.
Source: c47c0bcb33 and d46156fdcc in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from codemods.formats import hx
from codemods.kind import Kind, Naming, Part
from codemods.model import Entry, Feature, Listed, Mark, Place, Request, Source
from codemods.qemu import value, value_places
from codemods.qemu.code import block_drivers, warning
from codemods.qemu.listing import chapters, meaning
from codemods.qemu.options import (
    compared_by_hand,
    options,
    parameter_lists,
    schema_types,
    suboption_parts,
)
from codemods.qemu.options import sources as option_sources
from codemods.qemu.schema import chapter_of
from codemods.qemu.tables import manual as hx_manual
from codemods.source.splice import line_of
from codemods.source.tree import Tree

ID = "cli-suboption"
#: The option whose branches are block drivers.
_NODES = "blockdev"


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the parameters called OPTION.NAME, of whatever union branch, or OPTION.BRANCH.NAME.

    "...=VALUE" is that value alone.
    """
    owned, only = value.split(name.lstrip("-"))
    option, dot, rest = owned.partition(".")
    if dot and options.blocks(tree, option):
        wanted = rest.replace(",", ".")
        for feature in _of(tree, option):
            if wanted in (feature.name, feature.qualified.partition(".")[2]):
                if not only:
                    yield feature
                elif value.is_known(tree, only, _helps(tree, option)):
                    yield value.with_value(feature, only)


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each parameter of each option."""
    found = options.table(tree)
    for name in dict.fromkeys(b.name for b in found.blocks) if found else ():
        yield from _of(tree, name)


def places(tree: Tree, feature: Feature) -> tuple[Place, ...]:
    """Return the member of the option's type, where the schema describes it; none of a value."""
    return (
        ()
        if value.of(feature)
        else tuple(
            Place(m.path, m.definition, m.name, f"Member @{m.name}")
            for m in schema_types.members(tree, _option(feature))
            if _qualified(m.option, m.branch, m.name) == feature.qualified
        )
    )


@warning.deferred
def marks(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield the sentence of the .hx file, and the warning where the parameter is read by hand."""
    if value.of(feature):
        yield _of_value(tree, feature)
        return
    yield from _documented(tree, feature)
    for found in compared_by_hand.branches(tree, _option(feature)):
        if _qualified(found.option, found.branch, found.name) == feature.qualified:
            yield compared_by_hand.warning_of(tree, found)
    if _option(feature) not in schema_types.TYPES:
        rows = parameter_lists.parameters(tree, _option(feature))
        # An array for each sort of what the option gives may have the same name.
        named = {row.variable: row for row in rows if row.name == feature.name}
        for row in named.values():
            yield parameter_lists.warning_of(tree, row)


def _of_value(tree: Tree, feature: Feature) -> Mark:
    """Return the warning of a value alone, where the parameter is read."""
    whole, wanted = value.whole(feature), value.of(feature)
    option = _option(feature)
    rows = () if option in schema_types.TYPES else parameter_lists.parameters(tree, option)
    for row in (r for r in rows if r.name == whole.name and not r.defaulted):
        place = value_places.of_parameter(tree, row, wanted)
        if place is not None:
            return value_places.mark(tree, place, f"-{option} {feature.name}", (feature.name,))
    return value.unplaced(feature)


def _documented(tree: Tree, feature: Feature) -> Iterator[Mark]:
    if "." in feature.qualified.partition(".")[2]:
        return
    for n, block in enumerate(options.blocks(tree, _option(feature))):

        def again(tree: Tree, n: int = n) -> hx.Block:
            return options.blocks(tree, _option(feature))[n]

        term = hx_manual.term_of(block.doc, [feature.name]) if block.doc else None
        if term is not None:
            subject = f"``{feature.name}``"
            yield from hx_manual.marks(block, term, "This option", subject, again, part=True)


def require(tree: Tree, feature: Feature, request: Request) -> None:
    """Refuse a parameter that others have by the same member of the schema.

    Raises:
        Refused: the flag would deprecate it for them, too.
    """
    if not value.of(feature):
        _require_own(tree, feature, "deprecate")


def _require_own(tree: Tree, feature: Feature, verb: str) -> None:
    option = _option(feature)
    branch = feature.qualified.removeprefix(f"{option}.").removesuffix(feature.name).rstrip(".")
    hint = f"{verb} it for all with qapi-member:{{}}"
    schema_types.require_own(tree, option, branch, feature, hint)


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the parameter with the command line arguments, as a user writes it."""
    if wanted := value.of(feature):
        return value.entry(entry(tree, value.whole(feature)), wanted)
    branch = feature.qualified.removeprefix(f"{_option(feature)}.").removesuffix(feature.name)
    form = "..." if branch else _value(tree, feature)
    shown = f"{branch.replace('.', ',')}{feature.name}={form}"
    return Entry(chapters.CLI, f"``-{_option(feature)} {shown}``")


def parts(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield the parameter's row of its list, what reads it, its help and its paragraph."""
    value.refuse_parts(feature)
    _require_own(tree, feature, "remove")
    yield from suboption_parts.parts(tree, feature, _option(feature))


def means(tree: Tree, feature: Feature, listed: Listed) -> bool:
    """Tell that `listed` has it among the devices that its type of the schema describes.

    A value is listed where its parameter is.
    """
    if value.of(feature):
        whole = value.whole(feature)
        return means(tree, whole, listed) or meaning.names_it(entry(tree, whole), whole, listed)
    if all(named.text.casefold() != feature.name.casefold() for named in listed.names):
        # What describes it is asked for only where that can matter.
        return False
    own = entry(tree, feature)
    described = {chapter_of.option(place.definition) for place in places(tree, feature)}
    return any(
        chapter and meaning.names_it(replace(own, chapters=chapter), feature, listed)
        for chapter in described
    )


def sources(tree: Tree, feature: Feature) -> Iterator[Source]:
    """Yield the files that list the option's parameters, or take its value."""
    yield from option_sources.sources(tree, _option(feature))
    if _option(feature) == _NODES:
        driver = feature.qualified.removeprefix(f"{_NODES}.").partition(".")[0]
        for path in block_drivers.files(tree, driver):
            yield Source(path, f"defines the block driver {driver}")


def _of(tree: Tree, option: str) -> Iterator[Feature]:
    seen = set()
    described: list[schema_types.Member | compared_by_hand.Branch] = [
        *schema_types.members(tree, option), *compared_by_hand.branches(tree, option),
    ]  # fmt: skip
    for found in described:
        qualified = _qualified(option, found.branch, found.name)
        if qualified not in seen:
            seen.add(qualified)
            yield Feature(ID, found.name, qualified, found.path, found.line, (found.name,))
    if option in schema_types.TYPES:
        return
    for row in parameter_lists.parameters(tree, option):
        qualified = _qualified(option, "", row.name)
        if qualified not in seen:
            seen.add(qualified)
            line = line_of(tree.read(row.path), row.start)
            yield Feature(ID, row.name, qualified, row.path, line, (row.name, f'"{row.name}"'))


def _helps(tree: Tree, option: str) -> list[str]:
    """Return the texts of the help and the manual of an option."""
    blocks = options.blocks(tree, option)
    helps = [literal.text for block in blocks for literal in block.help]
    return [*helps, *(block.doc.text for block in blocks if block.doc)]


def _qualified(option: str, branch: str, name: str) -> str:
    return ".".join(part for part in (option, branch, name) if part)


def _option(feature: Feature) -> str:
    return feature.qualified.partition(".")[0]


def _value(tree: Tree, feature: Feature) -> str:
    """Return what the help of the option shows behind "NAME=", without its brackets."""
    pattern = re.compile(rf"(?<![\w-]){re.escape(feature.name)}=(<[^>]+>|[\w%.|:/-]+)")
    for block in options.blocks(tree, _option(feature)):
        found = pattern.search("".join(literal.text for literal in block.help))
        if found:
            shown = found[1].strip("<>")
            return "..." if shown == feature.name else shown
    return "..."


KIND = Kind(
    id=ID,
    noun="parameter of a command line option",
    find=find,
    every=every,
    places=places,
    marks=marks,
    require=require,
    entry=entry,
    parts=parts,
    means=means,
    costly=True,
    sources=sources,
    naming=Naming("parameter of an option", tabled=True, key="option"),
    owned=True,
    told_elsewhere=True,
    help_row=lambda f: (options.FILE, f.qualified.partition(".")[0], f.name),
)
