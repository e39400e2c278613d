"""One value of an option or a property, "NAME=VALUE": what is deprecated is that value alone.

A registration, a table, a comparison or a setter takes a value; where none of those does so
for certain it is only listed, and what was looked for is said.
Source: 90c167a1da and 8b1e59a687 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from codemods.errors import Refused
from codemods.model import BY_USER, WARNING, Entry, Feature, Mark
from codemods.source.tree import Tree

_NAMED = re.compile(r"([^\s=]+)=([^\s=,]+)")
#: Values that stand for themselves, and not for a name of the tree's.
_PLAIN = re.compile(r"-?(?:0x[0-9a-fA-F]+|\d+)[kKmMgGtT]?|on|off|true|false|yes|no")


def split(name: str) -> tuple[str, str]:
    """Return ("NAME", "VALUE"), or `name` and "" where it is no value."""
    found = _NAMED.fullmatch(name)
    return (found[1], found[2]) if found else (name, "")


def of(feature: Feature) -> str:
    """Return the value that a feature is, "" where it is the whole thing."""
    return split(feature.name)[1]


def with_value(feature: Feature, wanted: str) -> Feature:
    """Return the feature that is the value `wanted` of `feature` alone."""
    name = f"{feature.name}={wanted}"
    return replace(feature, name=name, qualified=f"{feature.qualified}={wanted}", spellings=(name,))


def whole(feature: Feature) -> Feature:
    """Return the feature of which `feature` is a value; itself where it is none."""
    name, qualified = split(feature.name)[0], split(feature.qualified)[0]
    return replace(feature, name=name, qualified=qualified) if of(feature) else feature


def entry(listed: Entry, wanted: str) -> Entry:
    """Return the entry of a whole thing as that of one value: its literal ends in "=VALUE"."""
    short = listed.short and entry(listed.short, wanted)
    text, ticks = listed.name.removesuffix("``"), "``" * listed.name.endswith("``")
    name = f"{text.rpartition('=')[0] or text}={wanted}{ticks}"
    return replace(listed, name=name, short=short)


def is_known(tree: Tree, value: str, texts: Iterable[str] = ()) -> bool:
    """Tell whether one of `texts`, or a string of the tree's C code, has the value.

    A number or a switch needs no name.
    """
    word = re.compile(rf"(?<![\w-]){re.escape(value)}(?![\w-])")
    if _PLAIN.fullmatch(value) or any(word.search(text) for text in texts):
        return True
    literal = f'"{value}"'
    return any(
        hit.path.endswith((".c", ".h")) and not hit.path.startswith("tests/")
        for hit in tree.grep((literal,))
    )


def unplaced(feature: Feature, handed_on: str = "") -> Mark:
    """Return the mark that says that no place for a warning of the value is certain.

    Arguments:
        handed_on: the option that gets the value then, or "".
    """
    name, wanted = split(feature.name)[0], of(feature)
    lacks = f"a rule that tells where the value '{wanted}' of '{name}' is taken{BY_USER}"
    if handed_on:
        lacks = (
            f"code that takes '{wanted}' of -{name} alone (it is handed on as "
            f"-{handed_on} {wanted}, where a warning is for both)"
        )
    return Mark(WARNING, feature.path, feature.line, lacks=lacks)


def marks(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield, for a value alone, that no place for a warning is certain."""
    if of(feature):
        yield unplaced(feature)


def of_property(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield that no place for a warning is certain, for a property or a value of one."""
    if of(feature):
        yield unplaced(feature)
    else:
        yield Mark(
            WARNING, feature.path, feature.line,
            lacks=f"a rule that tells where it is set{BY_USER}",
        )  # fmt: skip


def refuse_parts(feature: Feature) -> None:
    """Raise Refused where the feature is a value: what takes it is found by hand."""
    if of(feature):
        raise Refused(
            f"'{feature.qualified}' is one value of what stays", path=feature.path,
            line=feature.line, hint="remove what takes the value, and its documentation, by hand",
        )  # fmt: skip
