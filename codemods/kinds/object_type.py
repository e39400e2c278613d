"""A type of user-creatable object: a value of ObjectType, the manual, and a warning.

The warning stands where QOM tells the object that all its properties are set,
its UserCreatableClass.complete, if the type has one of its own: what a parent
class does is done for other types too.  QEMU has deprecated properties of
objects so far (d09e49374b, d58f9b20c7), no type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.formats import hx
from codemods.model import Entry, Feature, Kind, Request
from codemods.qemu.code import objects as qom_objects
from codemods.qemu.code import warning
from codemods.qemu.listing import chapters
from codemods.qemu.schema import values as enum_values
from codemods.qemu.tables import manual as hx_manual
from codemods.source.splice import Edit
from codemods.source.tree import Tree, exists

ID = "object-type"
_ENUM = "ObjectType"
_MANUAL = "qemu-options.hx"
_OPTION = "object"


def find(tree: Tree, name: str) -> Iterator[Feature]:
    """Yield the object type `name`, or "ObjectType.name"."""
    yield from enum_values.named(tree, name, ID, _ENUM)


def every(tree: Tree) -> Iterator[Feature]:
    """Yield each type of user-creatable object."""
    yield from enum_values.every(tree, ID, _ENUM)


def deprecate(tree: Tree, feature: Feature, request: Request) -> Iterator[Edit]:
    """Yield the sentence in the manual, and the warning where an object is completed."""
    yield from _document(tree, feature, request)
    if request.warn == "none":
        return
    message = warning.text(f"object type '{feature.name}'", request)
    for path, function in qom_objects.functions(tree, feature.name):
        yield from warning.at_top(
            path, tree.read(path), function, message, about=f"'{feature.name}'"
        )


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the type with the command line option that creates it."""
    return Entry(chapters.CLI, f"``-object {feature.name}``")


def _document(tree: Tree, feature: Feature, request: Request) -> Iterator[Edit]:
    if not exists(tree, _MANUAL):
        return
    term = re.compile(rf"\s*``-object {re.escape(feature.name)}(?![\w-])")
    text = hx_manual.sentence("This object type", request)
    for block in hx.read(_MANUAL, tree.read(_MANUAL)).blocks:
        if block.name != _OPTION or block.doc is None:
            continue
        if any(term.match(line) for line in block.doc.text.splitlines()):
            yield from hx_manual.mark(_MANUAL, block.doc, term, text, text)


KIND = Kind(
    id=ID, noun="object type", find=find, every=every, places=enum_values.places_if_any,
    deprecate=deprecate, entry=entry, refines=("qapi-enum-value",),
)  # fmt: skip
