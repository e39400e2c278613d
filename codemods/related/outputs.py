"""Enum values that QEMU only sends: the policy of -compat does not act on them.

Source: docs/devel/qapi-code-gen.rst, "Features", and qapi/compat.json.
"""

from __future__ import annotations

from collections.abc import Iterable

from codemods.related import book as books
from codemods.related.book import Book
from codemods.related.model import Row
from codemods.source.tree import Tree


def notes(tree: Tree, rows: Iterable[Row]) -> tuple[str, ...]:
    """Return a sentence that names the values among `rows` which only occur in output."""
    values = [row for row in rows if row.kind == "value"]
    book = books.read(tree) if values else None
    enums = ((r.qualified, r.qualified.split(".")[0]) for r in values)
    # A type without a use only lists names, such as those of a struct's members.
    names = [n for n, e in enums if book and book.uses.get(e) and not received(book, e)]
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
