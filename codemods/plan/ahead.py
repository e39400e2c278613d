"""What every plan reads of a tree, read while git still searches it."""

from __future__ import annotations

from contextlib import suppress

from codemods.errors import CodemodError
from codemods.qemu.listing import listed
from codemods.qemu.options import options
from codemods.source.tree import Tree


def read(tree: Tree) -> None:
    """Read the lists of docs/about and the table of options.

    What is wrong with them is told where it matters.
    """
    for reading in listed.listed, options.table:
        with suppress(CodemodError):
            reading(tree)
