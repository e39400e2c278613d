"""A type of user-creatable object: a value of ObjectType, the manual, and a warning.

The warning stands where QOM tells the object that all its properties are set,
its UserCreatableClass.complete, if the type has one of its own: what a parent
class does is done for other types too.  QEMU has deprecated properties of
objects so far (d09e49374b, d58f9b20c7), no type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from codemods.formats import hx
from codemods.kind import WORD_START, Kind, Naming, Part
from codemods.model import WARNING, Entry, Feature, Mark, Request, Source
from codemods.qemu import same_thing
from codemods.qemu.code import objects as qom_objects
from codemods.qemu.code import parts as type_parts
from codemods.qemu.code import warning
from codemods.qemu.listing import chapters
from codemods.qemu.schema import values as enum_values
from codemods.qemu.tables import manual as hx_manual
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree, exists

ID = "object-type"
_ENUM = "ObjectType"
_MANUAL = "qemu-options.hx"
_OPTION = "object"


@warning.deferred
def marks(tree: Tree, feature: Feature) -> Iterator[Mark]:
    """Yield the sentence in the manual, and the warning where an object is completed."""
    yield from _documented(tree, feature)
    hooks = list(qom_objects.functions(tree, feature.name))
    if not hooks:
        lacks = f"a {qom_objects.HOOK}() of the object type '{feature.name}' alone"
        yield Mark(WARNING, feature.path, feature.line, lacks=lacks)
    for path, function in hooks:
        said = warning.said(path, tree.read(path), function.body, f"'{feature.name}'")
        yield said or Mark(WARNING, path, function.line, add=partial(_warn, feature, path))


def _warn(feature: Feature, path: str, tree: Tree, request: Request) -> Iterator[Edit]:
    message = warning.text(f"object type '{feature.name}'", request)
    for where, function in qom_objects.functions(tree, feature.name):
        if where == path:
            yield from warning.at_top(path, tree.read(path), function, message)


def entry(tree: Tree, feature: Feature) -> Entry:
    """List the type with the command line option that creates it."""
    return Entry(chapters.CLI, f"``-object {feature.name}``")


def sources(tree: Tree, feature: Feature) -> Iterator[Source]:
    """Yield the files that define the type."""
    for path in qom_objects.files(tree, feature.name):
        yield Source(path, f"defines the type {feature.name}")


def parts(tree: Tree, feature: Feature) -> Iterator[Part]:
    """Yield the type, and its paragraph of the manual."""
    yield from type_parts.of_object(tree, feature.name, feature.path, feature.line)
    term = re.compile(
        rb"(?m)^([ \t]+)``-object " + re.escape(feature.name.encode()) + rb"(?:,[^\n]*)?``[ \t]*\n"
        rb"(?:\1[ \t][^\n]*\n|[ \t]*\n(?=\1[ \t]+\S))*\n?"
    )  # fmt: skip
    for doc in (b.doc for b in _blocks(tree) if b.doc) if exists(tree, _MANUAL) else ():
        source = tree.read(_MANUAL)
        for found in term.finditer(source, doc.start, doc.end):
            edit = Edit(_MANUAL, found.start(), found.end(), b"")
            yield Part(_MANUAL, line_of(source, found.start()), (edit,))


def _documented(tree: Tree, feature: Feature) -> Iterator[Mark]:
    if not exists(tree, _MANUAL):
        return
    term = re.compile(rf"(?<!\s)\s*``-object {re.escape(feature.name)}(?![\w-])")
    for n, block in enumerate(_blocks(tree)):

        def again(tree: Tree, n: int = n) -> hx.Block:
            return _blocks(tree)[n]

        subject = "This object type"
        if block.doc and any(term.match(line) for line in block.doc.text.splitlines()):
            yield from hx_manual.marks(block, term, subject, subject, again)


def _blocks(tree: Tree) -> list[hx.Block]:
    return [b for b in hx.read(_MANUAL, tree.read(_MANUAL)).blocks if b.name == _OPTION]


KIND = Kind(
    id=ID,
    noun="object type",
    find=partial(enum_values.named, kind=ID, only=_ENUM),
    every=partial(enum_values.every, kind=ID, only=_ENUM),
    places=enum_values.places_if_any,
    marks=marks,
    entry=entry,
    parts=parts,
    refines=("qapi-enum-value",),
    sources=sources,
    naming=Naming("object type", ("qom-type",), (WORD_START + r"--?object[ =]",)),
    same=same_thing.other,
    told_elsewhere=True,
)
