"""The files behind an option of the command line: its list of parameters, who takes its value.

Source: the `case` labels of qemu_init() in system/vl.c, QemuOptsList in include/qemu/option.h.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from codemods.model import Source
from codemods.qemu.options import options, parameter_lists
from codemods.source.tree import Tree


def sources(tree: Tree, name: str) -> Iterator[Source]:
    """Yield the files that hold the list of the option `name`, and those that take its value."""
    if not options.blocks(tree, name):
        return
    for path in dict.fromkeys(parameter_lists.files(tree, name)):
        yield Source(path, f"lists the parameters of -{name}")
    for function in options.takers(tree, name):
        yield from _defining(tree, function, name)


def _defining(tree: Tree, function: str, name: str) -> Iterator[Source]:
    head = re.compile(rb"(?m)^[A-Za-z_][\w *]*\b" + function.encode() + rb"\s*\([^;]*?\)\s*\{")
    for path in tree.naming(function):
        if path.endswith(".c") and "stub" not in path and head.search(tree.read(path)):
            yield Source(path, f"takes the value of -{name} in {function}()")
