"""Trees of a few files for the tests of the inventory."""

from __future__ import annotations

from pathlib import Path

from codemods.related import book, evidence, scene, words
from codemods.related.model import Inventory, Known, Thing
from codemods.source.folder import FolderTree

EXAMPLE = Path(__file__).parent.parent / "examples/tree"
SCHEMA = """\
{ 'enum': 'Ability', 'data': [ 'x-otter', 'beaver' ] }
{ 'command': 'ability-set', 'data': { 'which': 'Ability' } }
{ 'event': 'OTTER_GONE', 'data': { 'why': 'OtterReason' } }
{ 'enum': 'OtterReason', 'data': [ 'sleep' ] }
"""


def tree(where: Path, **files: str) -> FolderTree:
    """A folder with these files; names are given with "__" for "/" and "_DOT_" for "."."""
    named = {k.replace("__", "/").replace("_DOT_", "."): v for k, v in files.items()}
    for path, text in {"VERSION": "10.2.50\n", "qapi/a.json": SCHEMA, **named}.items():
        (where / path).parent.mkdir(parents=True, exist_ok=True)
        (where / path).write_text(text)
    return FolderTree(where)


def look(where: FolderTree, name: str = "Ability.x-otter") -> scene.Scene:
    """What evidence looks at for the feature `name`."""
    found = book.read(where)
    seed = found.things[name]
    return scene.scene(where, found, words.phrase(seed.name), (seed,))


def clues(where: FolderTree, kind: str, known: Known | None = None) -> dict[str, str]:
    """The clues of one kind of evidence: qualified name to strength."""
    seen = evidence.every()[kind].find(look(where), known or {})
    return {clue.thing.qualified: clue.strength for clue in seen}


def thing(where: FolderTree, name: str) -> Thing:
    """A thing of the schema."""
    return book.read(where).things[name]


def verdicts(found: Inventory) -> dict[str, str]:
    """The verdict of each row."""
    return {row.qualified: row.verdict for row in found.rows}


def names(found: Inventory, verdict: str, *kinds: str) -> set[str]:
    """The names with one verdict, of these kinds."""
    return {r.qualified for r in found.of(verdict) if not kinds or r.kind in kinds}
