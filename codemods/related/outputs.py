"""Enum values that QEMU only sends: the policy of -compat does not act on them.

Source: docs/devel/qapi-code-gen.rst, "Features", and qapi/compat.json.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from codemods import kinds
from codemods.model import Feature, Place
from codemods.qemu.schema import definitions
from codemods.related import book as books
from codemods.related.book import Book
from codemods.related.model import Row
from codemods.source.tree import Tree


def notes(tree: Tree, rows: Iterable[Row]) -> tuple[str, ...]:
    """Return a sentence that names the values among `rows` which only occur in output."""
    values = [row for row in rows if row.kind == "value"]
    book = books.read(tree) if values else None
    enums = ((r.qualified, r.qualified.split(".")[0]) for r in values)
    names = [n for n, e in enums if book and _only_sent(tree, book, e)]
    return _note(names)


def of_features(tree: Tree, features: Iterable[Feature]) -> tuple[str, ...]:
    """Return the same sentence for features that are values of an enumeration and no more."""
    values = [
        (feature.qualified, place.definition)
        for feature in features
        if not kinds.every()[feature.kind].refines
        for place in kinds.every()[feature.kind].places(tree, feature)
        if place.member and _is_enum(tree, place)
    ]
    book = books.read(tree) if values else None
    return _note([name for name, enum in values if book and _only_sent(tree, book, enum)])


def _is_enum(tree: Tree, place: Place) -> bool:
    found = definitions.definition(tree, place.definition)
    return found is not None and found[1].meta == "enum"


def _only_sent(tree: Tree, book: Book, enum: str) -> bool:
    """Tell whether no value of `enum` reaches QEMU, in a command or by a visitor in C.

    A type without a use only lists names, such as those of a struct's members.
    """
    if not book.uses.get(enum) or received(book, enum):
        return False
    read = any(p.endswith(".c") and not p.startswith("tests/")
               for visit in _visits(book, enum) for p in tree.naming(visit))  # fmt: skip
    return not read and not _is_parsed(tree, enum)


def words(book: Book, enum: str) -> tuple[str, ...]:
    """Return what the tree is asked for about the enumeration `enum`."""
    if not book.uses.get(enum) or received(book, enum):
        return ()
    return (*_visits(book, enum), f"{definitions.c_name(enum)}_lookup")


def _visits(book: Book, enum: str) -> list[str]:
    return [f"visit_type_{definitions.c_name(name)}" for name in sorted(_holders(book, enum))]


def _is_parsed(tree: Tree, enum: str) -> bool:
    """Tell whether C code makes a value of `enum` of what a user typed."""
    name = definitions.c_name(enum)
    parse = re.compile(rb"qapi_enum_parse\(\s*&" + name.encode() + rb"_lookup\b")
    # A migration stream holds what another QEMU has sent.
    found = (p for p in tree.naming(f"{name}_lookup") if not p.startswith(("migration/", "tests/")))
    return any(parse.search(tree.read(path)) for path in found if path.endswith(".c"))


def _holders(book: Book, name: str) -> set[str]:
    """Return `name` and the types that hold it, however deep."""
    todo, seen = [name], {name}
    while todo:
        for use in book.uses.get(todo.pop(), ()):
            meta = book.definitions[use.definition].meta
            if meta not in ("command", "event") and use.definition not in seen:
                seen.add(use.definition)
                todo.append(use.definition)
    return seen


def _note(names: Sequence[str]) -> tuple[str, ...]:
    if not names:
        return ()
    verb = "occurs" if len(names) == 1 else "occur"
    return (
        f"{', '.join(names)} only {verb} in what QEMU sends, and -compat deprecated-output does "
        "not act on enumeration values: there the flag is documentation.",
    )


def received(book: Book, name: str) -> bool:
    """Tell whether a value of the type `name` can reach QEMU in the arguments of a command."""
    todo, seen = [name], {name}
    while todo:
        for use in book.uses.get(todo.pop(), ()):
            definition = book.definitions[use.definition]
            if definition.meta == "command" and use.part == "data":
                return True
            if definition.meta not in ("command", "event") and use.definition not in seen:
                seen.add(use.definition)
                todo.append(use.definition)
    return False
