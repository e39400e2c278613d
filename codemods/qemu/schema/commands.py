"""Commands and events of the QAPI schema as features."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.formats.qapi import schema as qapi_schema
from codemods.model import Feature
from codemods.qemu.schema import definitions
from codemods.source.splice import line_of
from codemods.source.tree import Tree

#: The enumeration of the actions of a transaction, most of which are commands of their own, too.
ACTIONS = "TransactionActionKind"


def named(tree: Tree, name: str, kind: str, meta: str) -> Iterator[Feature]:
    """Yield the definitions called `name` as features of `kind`.

    Arguments:
        meta: "command" or "event".
    """
    for schema in definitions.naming(tree, name):
        yield from (f for f in _features(schema, kind, meta) if f.name == name)


def every(tree: Tree, kind: str, meta: str) -> Iterator[Feature]:
    """Yield each command or event, see named(), of each schema."""
    for schema in definitions.every(tree):
        yield from _features(schema, kind, meta)


def _features(schema: qapi_schema.Schema, kind: str, meta: str) -> Iterator[Feature]:
    for definition in schema.definitions:
        if definition.meta == meta:
            in_c = definitions.c_name(definition.name)
            # The function that sends an event has its name in small letters.
            words = (definition.name, in_c.lower() if meta == "event" else in_c)
            yield Feature(
                kind, definition.name, definition.name, schema.path,
                line_of(schema.source, definition.value.start), tuple(dict.fromkeys(words)),
            )  # fmt: skip
