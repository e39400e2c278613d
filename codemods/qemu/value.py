"""One value of an option or a property, "NAME=VALUE": what is deprecated is that value alone.

A registration, a table, a comparison or a setter takes a value; where none of those does so
for certain it is only listed, and what was looked for is said.
Source: 90c167a1da and 8b1e59a687 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from codemods.errors import Refused
from codemods.model import WARNING, Feature, Mark
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


def unplaced(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield, for a value alone, that no place for a warning is certain."""
    value = of(feature)
    if value:
        yield Mark(
            WARNING, feature.path, feature.line,
            lacks=f"a rule that tells where the value '{value}' of "
            f"'{split(feature.name)[0]}' is taken (--warn-at gives the place)",
        )  # fmt: skip


def refuse_parts(feature: Feature) -> None:
    """Raise Refused where the feature is a value: what takes it is found by hand."""
    if of(feature):
        raise Refused(
            f"'{feature.qualified}' is one value of what stays", path=feature.path,
            line=feature.line, hint="remove what takes the value, and its documentation, by hand",
        )  # fmt: skip
