"""A value of an enumeration is registered in C by the feature's code.

Objects by a TypeInfo, block drivers by a BlockDriver.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from codemods.related import words
from codemods.related.model import OWNS, TOUCHES, Clue, Known, Thing
from codemods.related.scene import Evidence, Scene
from codemods.source.tree import Tree

_STRING = r'"([^"\n]*)"'
_MACRO = re.compile(rf"(?m)^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+{_STRING}")
#: No table is longer than that: what has no end is not looked for to the end of the file.
_TABLE = re.compile(r"\b(TypeInfo|BlockDriver)\s+(\w+)\s*=\s*\{(.{0,8000}?)\n\}", re.DOTALL)
_NAME = re.compile(rf"\.(?:name|format_name)\s*=\s*(?:(\w+)|{_STRING})")
_CALLS = re.compile(r"\.\w+\s*=\s*([a-z_]\w*)\s*,")
#: The enumerations whose values name what such a table registers.
_ENUMS = {"TypeInfo": "ObjectType", "BlockDriver": "BlockdevDriver"}


@dataclass(frozen=True)
class Registered:
    """One table: the enumeration of its name, that name, and its C identifiers."""

    enum: str
    name: str
    identifiers: tuple[str, ...]


def find(scene: Scene, known: Known) -> Iterator[Clue]:
    """Yield a clue for each value whose table has the feature's words, or is in its files."""
    if not scene.telling:
        return
    paths = {*scene.own, *scene.adopted, *scene.hits}
    for path in sorted(p for p in paths if p.endswith(".c") and not p.startswith("tests/")):
        found: dict[Thing, list[Registered]] = {}
        for table in tables(scene, path):
            if thing := scene.book.of(table.enum, table.name):
                found.setdefault(thing, []).append(table)
        for thing, its_tables in found.items():
            yield from _clue(scene, path, thing, its_tables)


def _clue(scene: Scene, path: str, thing: Thing, tables: list[Registered]) -> Iterator[Clue]:
    """Yield what is said by the tables of one name in one file: all must be the feature's."""
    section = scene.adopted.get(path)
    named = thing in scene.named or words.derived(thing.name, scene.words)
    mine = [_mine(scene, t.identifiers) for t in tables]
    if all(mine) and not named:
        yield Clue(thing, OWNS, f"{path} makes it with {mine[0]}")
    elif path in scene.own:
        sure = named and scene.speaks(path, thing)
        yield Clue(thing, OWNS if sure else TOUCHES, f"made in {path}")
    elif section:
        what = f'made in {path}, which MAINTAINERS has in "{section.title}"'
        yield Clue(thing, OWNS if named else TOUCHES, what)


def _mine(scene: Scene, identifiers: Sequence[str]) -> str:
    return next((i for i in identifiers if words.holds(i, scene.words)), "")


def tables(scene: Scene, path: str) -> Iterator[Registered]:
    """Yield the tables of the file that register a type or a block driver."""
    text = scene.tree.read(path).decode("latin-1")
    if "TypeInfo" not in text and "BlockDriver " not in text:
        return
    macros = dict(_MACRO.findall(text))
    for struct, variable, inside in _TABLE.findall(text):
        found = _NAME.search(inside)
        if found is None:
            continue
        identifiers = (variable, *_CALLS.findall(inside))
        name = found[2] or macros.get(found[1], "")
        if not name and _mine(scene, identifiers):
            name = _named_in_headers(scene.tree, found[1])
        if name:
            yield Registered(_ENUMS[struct], name, identifiers)


def _named_in_headers(tree: Tree, macro: str) -> str:
    """Return the string that a header of the tree gives to the name of a type, or ""."""
    lines = tree.grep(("define TYPE_",), ("include",))
    found = (_MACRO.search(line.text.decode("latin-1")) for line in lines)
    return next((define[2] for define in found if define and define[1] == macro), "")


EVIDENCE = Evidence("objects", find)
