"""Documents and sections of MAINTAINERS that are about the feature, or name it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.related import words
from codemods.related.model import OWNS, TOUCHES, Clue, Known, Thing
from codemods.related.scene import Evidence, Scene

#: Lists of what is deprecated are the tool's own to edit; the rest is code for Sphinx.
_NOT = re.compile(r"docs/(about|system)/(deprecated|removed-features)\.rst$|docs/sphinx")
_TEXT = (".rst", ".txt", ".texi", ".md")


def find(scene: Scene, known: Known) -> Iterator[Clue]:
    """Yield a clue for each document that holds the words, and each section with such a title."""
    for path, hits in scene.hits.items():
        if not path.startswith("docs/") or not path.endswith(_TEXT) or _NOT.match(path):
            continue
        thing = Thing("document", "", path, path, hits[0].line)
        if words.holds(path.rpartition("/")[2], scene.words):
            yield Clue(thing, OWNS, "the file is named after it")
        elif section := scene.adopted.get(path):
            yield Clue(thing, OWNS, f'MAINTAINERS has it in "{section.title}"')
        else:
            lines = "1 line" if len(hits) == 1 else f"{len(hits)} lines"
            yield Clue(thing, TOUCHES, f"names it in {lines}")
    for section in scene.sections:
        thing = Thing("maintainers", "", section.title, "MAINTAINERS", section.line)
        yield Clue(thing, OWNS, "its title names it")


EVIDENCE = Evidence("documents", find)
