"""The parameters of C functions."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.formats.c.functions import Function
from codemods.syntax.parse import matches


def pointers(source: bytes, function: Function) -> Iterator[tuple[str, str]]:
    """Yield the type and the name of each parameter that is a pointer."""
    for found in matches("c/pointer-parameter", function.node):
        # Parameters of pointers to functions inside the body are not meant.
        if found["parameter"][0].start_byte < function.body.start:
            kind, name = found["type"][0], found["name"][0]
            yield (
                source[kind.start_byte : kind.end_byte].decode("latin-1"),
                source[name.start_byte : name.end_byte].decode("latin-1"),
            )
