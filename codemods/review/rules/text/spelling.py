"""Words are written as everywhere else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from codemods.qemu.schema import definitions
from codemods.review.facts import spelling
from codemods.review.model import NOTE, Finding, text_of
from codemods.review.rule import Rule
from codemods.review.scene import DEPRECATED, REMOVED, Scene
from codemods.source.splice import changed_lines

#: Where people write prose; what is written there often is right.
_PROSE = (".rst", ".rst.inc")


def run(scene: Scene) -> Iterator[Finding]:
    """Yield the words of the two lists that are one letter away from what the tree writes."""
    paths = [p for p in (*DEPRECATED, *REMOVED) if p in scene.series.paths]
    known: Counter[str] | None = None
    for path in paths:
        old, new = text_of(scene.before, path), text_of(scene.after, path)
        lines = new.decode(errors="replace").split("\n")
        for number in sorted(changed_lines(old, new)[1]):
            for word in dict.fromkeys(spelling.words(lines[number - 1])):
                known = known if known is not None else _known(scene)
                right = spelling.slip(word, known)
                if right and not _elsewhere(scene, word):
                    yield Finding(RULE.id, NOTE, path, number, f"`{word}`: `{right}`?", (word,))


def _known(scene: Scene) -> Counter[str]:
    """Return the words of schema comments and manual, and how often they stand there."""
    files = scene.before.files()
    paths = [p for p in files if definitions.is_schema(p)]
    paths += [p for p in files if p.startswith(("docs/about/", "docs/system/"))
              and p.endswith(_PROSE)]  # fmt: skip
    return spelling.counted(text_of(scene.before, p).decode(errors="replace") for p in paths)


def _elsewhere(scene: Scene, word: str) -> bool:
    return len(scene.before.naming(word)) > 1


RULE = Rule(
    "text/spelling", NOTE, "a word that is one letter away from one that the tree knows",
    "Compared with the words of the tree's own manual and schema; no dictionary is asked, so "
    "checkpatch.pl --codespell finds others.  Source: scripts/checkpatch.pl.", run,
)  # fmt: skip
