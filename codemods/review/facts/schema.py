"""What a change does to the schema: flags that are new or gone, definitions side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from codemods.errors import NotFound
from codemods.formats.qapi import schema as qapi_schema
from codemods.formats.qapi.comments import Doc, Item
from codemods.formats.qapi.schema import Definition, Member
from codemods.qemu.schema import definitions
from codemods.source.splice import line_of
from codemods.source.tree import Tree

_BARE = re.compile(rb"(?m)^# Features:\r?\n# \S")
_SPACED = re.compile(rb"(?m)^# Features:\r?\n#\r?\n")


@dataclass(frozen=True)
class Pair:
    """A definition after a change, and before it, None where it is new."""

    schema: qapi_schema.Schema
    now: Definition
    was: Definition | None

    def line(self, offset: int) -> int:
        """Return the line of a byte of the file."""
        return line_of(self.schema.source, offset)

    def doc_line(self, number: int) -> int:
        """Return the line in the file of line `number` of the definition's comment."""
        assert self.now.doc is not None
        return self.line(self.now.doc.offsets[number])


@dataclass(frozen=True)
class Flagged:
    """A place that is newly flagged `deprecated`; `member` is None for a definition itself."""

    pair: Pair
    member: Member | None

    @property
    def path(self) -> str:
        """The schema file."""
        return self.pair.now.path

    @property
    def line(self) -> int:
        """Where the flagged thing stands."""
        return self.pair.line(self.member.start) if self.member else self.pair.now.line

    @property
    def name(self) -> str:
        """What it is called where it stands."""
        return self.member.name if self.member else self.pair.now.name

    @property
    def qualified(self) -> str:
        """The name that nothing else of the schema has."""
        return f"{self.pair.now.name}.{self.member.name}" if self.member else self.pair.now.name

    @property
    def names(self) -> tuple[str, ...]:
        """What findings call it."""
        return (self.qualified, self.name) if self.member else (self.name,)

    @property
    def was(self) -> Member | None:
        """The member before the change."""
        old = self.pair.was
        return old.member(self.member.name) if old and self.member else None

    @property
    def carries(self) -> tuple[str, ...]:
        """Its features."""
        return self.member.features if self.member else self.pair.now.features


def pairs(before: Tree, after: Tree, paths: Sequence[str]) -> Iterator[Pair]:
    """Yield the definitions of the changed schema files that differ.

    Raises:
        Refused: a file cannot be read.
    """
    for path in sorted(p for p in paths if definitions.is_schema(p)):
        now = _load(after, path)
        was = _load(before, path)
        known = {d.name: d for d in was.definitions} if was else {}
        for definition in now.definitions if now else ():
            old = known.get(definition.name)
            if old is None or not _same(was, old, now, definition):
                assert now is not None
                yield Pair(now, definition, old)


def gone(before: Tree, after: Tree, paths: Sequence[str]) -> Iterator[tuple[Definition, str]]:
    """Yield what the schema files lose: a definition and "", or it and its member.

    Raises:
        Refused: a file cannot be read.
    """
    here = {d.name: d for path in paths if definitions.is_schema(path)
            if (schema := _load(after, path)) for d in schema.definitions}  # fmt: skip
    for path in sorted(p for p in paths if definitions.is_schema(p)):
        was = _load(before, path)
        for definition in was.definitions if was else ():
            now = here.get(definition.name)
            if now is None:
                if definitions.definition(after, definition.name) is None:
                    yield definition, ""
                continue
            for member in definition.members:
                if member.role != "branch" and now.member(member.name) is None:
                    yield definition, member.name


def flagged(found: Sequence[Pair]) -> Iterator[Flagged]:
    """Yield each place of the definitions that is flagged and was not."""
    for pair in found:
        was = pair.was.features if pair.was else ()
        if "deprecated" in pair.now.features and "deprecated" not in was:
            yield Flagged(pair, None)
        for member in pair.now.members:
            old = pair.was.member(member.name) if pair.was else None
            if "deprecated" in member.features and not (old and "deprecated" in old.features):
                yield Flagged(pair, member)


def text(doc: Doc | None, name: str = "deprecated") -> str:
    """Return what a comment says below `@deprecated`, "" where there is no such entry."""
    item = entry(doc, name)
    return doc.text(item) if doc and item else ""


def entry(doc: Doc | None, name: str = "deprecated") -> Item | None:
    """Return the entry of the feature `name` in a comment."""
    return doc.feature(name) if doc else None


def is_modern(tree: Tree) -> bool:
    """Tell whether the tree's comments have the layout of QEMU 8.1 and later.

    Blank lines behind "Features:", two spaces between sentences, 70 columns, four blanks.
    """
    return _counted(tuple(tree.read(p) for p in tree.naming("Features", ("qapi", "qga"))))


@lru_cache(maxsize=4)
def _counted(sources: tuple[bytes, ...]) -> bool:
    bare = sum(len(_BARE.findall(source)) for source in sources)
    spaced = sum(len(_SPACED.findall(source)) for source in sources)
    return spaced > bare


def _load(tree: Tree, path: str) -> qapi_schema.Schema | None:
    try:
        return definitions.load(tree, path)
    except NotFound:
        return None


def _same(
    was: qapi_schema.Schema | None, old: Definition, now: qapi_schema.Schema | None, new: Definition
) -> bool:
    if was is None or now is None:
        return False
    a = was.source[old.value.start : old.value.end]
    b = now.source[new.value.start : new.value.end]
    return a == b and (old.doc.lines if old.doc else ()) == (new.doc.lines if new.doc else ())
