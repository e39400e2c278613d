"""Build options that are named after the feature: shown, never marked.

QEMU removes build options without deprecating them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.related import words
from codemods.related.model import MENTIONS, Clue, Known, Thing
from codemods.related.scene import Evidence, Scene

_FILE = "meson_options.txt"
_OPTION = re.compile(rb"\s*option\('([^']+)'")


def find(scene: Scene, known: Known) -> Iterator[Clue]:
    """Yield a clue for each option of the build whose name holds the words."""
    for hit in scene.hits.get(_FILE, ()):
        found = _OPTION.match(hit.text)
        if found and words.holds(name := found[1].decode(errors="replace"), scene.words):
            thing = Thing("build option", "", name, _FILE, hit.line)
            yield Clue(thing, MENTIONS, "build options are not deprecated")


EVIDENCE = Evidence("build", find)
