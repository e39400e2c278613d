"""Examples in the documentation of another interface that use the feature."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.related.model import FLAGGED, OWNS, TOUCHES, Clue, Known, Thing
from codemods.related.scene import Evidence, Scene


def find(scene: Scene, known: Known) -> Iterator[Clue]:
    """Yield a clue for each definition whose example quotes something that is the feature's.

    The example of what is the feature's itself goes with it.
    """
    owned = (t for t, strength in known.items() if strength == OWNS)
    mine = {t.name for t in owned if t.kind in FLAGGED and t in scene.named}
    if not mine:
        return
    quoted = re.compile(r'"(' + "|".join(map(re.escape, sorted(mine))) + r')"')
    paths = {path for path in scene.hits if path.endswith(".json")}
    for definition in scene.book.definitions.values():
        thing = scene.book.of(definition.name)
        doc = definition.doc
        if doc is None or definition.path not in paths or (thing and known.get(thing) == OWNS):
            continue
        first = scene.tree.read(doc.path).count(b"\n", 0, doc.offsets[0]) + 1
        for n, line in enumerate(doc.lines):
            if found := quoted.search(line.decode("latin-1")):
                here = Thing("example", "", definition.name, doc.path, first + n)
                yield Clue(here, TOUCHES, f"uses {found[1]}")
                break


EVIDENCE = Evidence("examples", find, derived=True)
