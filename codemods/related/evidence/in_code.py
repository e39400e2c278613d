"""Devices, machines, CPU models and parameters of options that are called after the feature.

The schema knows none of them.  One whose name holds the words belongs to the feature where
they are a proper name, or its file is the feature's own; one that only begins with them, and
a device in a file that MAINTAINERS lists with the feature, or that includes a header of
the feature, are for a person to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods import kinds
from codemods.related import words
from codemods.related.evidence import objects
from codemods.related.model import OUTSIDE, OWNS, TOUCHES, Clue, Known, Thing
from codemods.related.scene import Evidence, Scene
from codemods.source.tree import exists

_STRING = re.compile(rb'"([A-Za-z][\w.+-]*)"')
#: A line that gives a type, a machine or a CPU model its name.
_NAMING = re.compile(
    rb"\.\w{0,30}name\w{0,30}\s{0,20}=|#\s{0,20}define\s{1,20}TYPE_"
    rb"|DEFINE_\w{0,40}(?:MACHINE|CPU)|_TYPE_NAME\(|^\s{0,60}\{\s{0,20}\""
)
_INCLUDE = re.compile(rb'\s*#\s*include\s+"(?:[\w./-]+/)?([\w.-]+\.h)"')
#: More names than so many are no single feature's.
_MOST = 120
#: What follows the words in a name of one piece: with a vowel it would be another word, as
#: twinkle is no twin.
_ABBREVIATED = r"[b-df-hj-np-tv-xz]{1,4}(?![a-z])"


def find(scene: Scene, known: Known) -> Iterator[Clue]:
    """Yield a clue for each of them, and for each device of a file that uses the feature."""
    if not scene.telling:
        return
    named = _named(scene)
    for name in sorted(named) if len(named) <= _MOST else ():
        for thing in _things(scene, name):
            if words.holds(name, scene.words):
                mine = scene.proper or thing.path in scene.own or thing.path in scene.adopted
                yield Clue(thing, OWNS if mine else TOUCHES, "its name holds the words")
            else:
                yield Clue(thing, TOUCHES, "its name begins with the words")
    for path, why in (*_listed(scene), *_including(scene)):
        for table in objects.tables(scene, path):
            for thing in _things(scene, table.name):
                if thing.path == path and table.name not in named:
                    yield Clue(thing, TOUCHES, f"made in {path}, which {why}")


def _listed(scene: Scene) -> Iterator[tuple[str, str]]:
    """Yield each C file of a device that MAINTAINERS lists with the feature, and where."""
    for path, section in scene.adopted.items():
        if path.startswith("hw/") and path.endswith(".c"):
            yield path, f'MAINTAINERS has in "{section.title}"'


def _named(scene: Scene) -> set[str]:
    """Return the strings of C code that may be such names."""
    first = re.compile(re.escape("".join(scene.words)) + _ABBREVIATED, re.IGNORECASE)
    found: set[str] = set()
    # The words begin longer ones, too, so all that the tree's search has found is looked at.
    for hit in scene.tree.grep(words.spellings(scene.words)):
        code = hit.path.endswith((".c", ".h", ".inc")) and not hit.path.startswith("tests/")
        if code and _NAMING.search(hit.text):
            for text in (m.decode() for m in _STRING.findall(hit.text)):
                if first.match(text) or words.holds(text, scene.words):
                    found.add(text)
    return found


def _things(scene: Scene, name: str) -> Iterator[Thing]:
    for kind in kinds.every().values():
        if kind.row in OUTSIDE:
            for f in kind.find(scene.tree, name):
                yield Thing(kind.row, "", f.qualified, f.path, f.line)


def _including(scene: Scene) -> Iterator[tuple[str, str]]:
    """Yield each C file of a device that includes a header of the feature's own, and which."""
    mine = (*scene.own, *scene.adopted)
    own = {path.rpartition("/")[2] for path in mine if path.endswith(".h")}
    for path, hits in scene.hits.items():
        if path.startswith("hw/") and path.endswith((".c", ".h")) and path not in mine:
            included = (m[1].decode() for hit in hits if (m := _INCLUDE.match(hit.text)))
            header = next((name for name in included if name in own), "")
            # A header of a device includes it for the file of the same name.
            source = f"{path[:-1]}c"
            if header and exists(scene.tree, source):
                yield source, f"includes {header}"


EVIDENCE = Evidence("in_code", find)
