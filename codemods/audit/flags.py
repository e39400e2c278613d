"""The flags `deprecated` and `unstable` of the schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codemods.audit.model import Spot
from codemods.model import Place
from codemods.qemu.schema import definitions
from codemods.source.splice import line_of
from codemods.source.tree import Tree


@dataclass(frozen=True)
class Flag:
    """A flagged definition, or a `member` of one; `meta` is the definition's."""

    path: str
    line: int
    meta: str
    definition: str
    member: str
    sentence: str

    @property
    def name(self) -> str:
        """The qualified name."""
        return f"{self.definition}.{self.member}" if self.member else self.definition


def every(tree: Tree, flag: str = "deprecated") -> Iterator[Flag]:
    """Yield each place of the tree's schemas that carries `flag`, in the order of the files."""
    for schema in definitions.every(tree):
        for d in schema.definitions:
            item = d.doc.feature(flag) if d.doc else None
            said = d.doc.text(item) if d.doc and item else ""
            if flag in d.features:
                line = line_of(schema.source, d.value.start)
                yield Flag(schema.path, line, d.meta, d.name, "", said)
            for member in d.members:
                if flag in member.features:
                    line = line_of(schema.source, member.start)
                    yield Flag(schema.path, line, d.meta, d.name, member.name, said)


def spot(tree: Tree, place: Place) -> Spot:
    """Return where `place` stands."""
    schema = definitions.load(tree, place.path)
    definition = schema.definition(place.definition)
    member = definition.member(place.member) if definition and place.member else None
    start = member.start if member else definition.value.start if definition else 0
    name = f"{place.definition}.{place.member}".rstrip(".")
    return Spot(place.path, line_of(schema.source, start), name)
