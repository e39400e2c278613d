"""Where C code sets a migration capability or parameter by its name: -global and the monitor."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.qemu.schema import constants
from codemods.related.model import OWNS, Clue, Known, Thing
from codemods.related.scene import Evidence, Scene
from codemods.source.tree import Hit

_ENUMS = ("MigrationCapability", "MigrationParameter")
_PROPERTY = re.compile(r'\bDEFINE_PROP\w*\("([^"]+)"')
_CASE = re.compile(r"^\s*case\s+(\w+)\s*:")


def find(scene: Scene, known: Known) -> Iterator[Clue]:
    """Yield a clue for each property, and each case of a monitor command, of what is owned.

    They go with the setting: no flag can be put on them.
    """
    owned = [t for t, s in known.items() if s == OWNS and t.kind == "value" and t.owner in _ENUMS]
    named = {
        constants.constant(scene.tree, scene.book.definitions[t.owner], t.name): t for t in owned
    }
    quoted = {f'"{t.name}"': t for t in owned}
    for hit in scene.tree.grep((*named, *quoted)) if owned else ():
        if hit.path.endswith(".c") and not hit.path.startswith("tests/"):
            yield from _clue(hit, named, quoted)


def _clue(hit: Hit, named: dict[str, Thing], quoted: dict[str, Thing]) -> Iterator[Clue]:
    text = hit.text.decode("latin-1")
    if found := _PROPERTY.search(text):
        mine = (t for c, t in named.items() if re.search(rf"\b{c}\b", text))
        if thing := next(mine, quoted.get(f'"{found[1]}"')):
            here = Thing("property", "", f"migration.{found[1]}", hit.path, hit.line)
            yield Clue(here, OWNS, f"-global sets {thing.qualified} with it")
    elif (found := _CASE.match(text)) and (thing := named.get(found[1])):
        yield Clue(Thing("C code", "", f"case {found[1]}", hit.path, hit.line), OWNS,
                   f"the monitor sets {thing.qualified} there")  # fmt: skip


EVIDENCE = Evidence("settings", find, derived=True)
