"""Other names of a value, as rows of a table: `{ "serial", "tty" }`, the real name first.

Source: chardev_alias_table in chardev/char.c of QEMU (5965243641).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from codemods.formats.c import calls as c_calls
from codemods.formats.c import functions as c_functions
from codemods.model import Spot
from codemods.source.splice import line_of
from codemods.source.tree import Tree

_TABLE = re.compile(rb"\b(\w{1,60}_alias_table)\[\]\s*=\s*\{")
_ROW = re.compile(rb'\{\s*"([\w.-]{1,60})"\s*,\s*"([\w.-]{1,60})"\s*\}')
_COMPARE = r"strcmp|g_strcmp0|g_str_equal"


@dataclass(frozen=True)
class Alias:
    """The row of `table` by which `name` means `real`."""

    name: str
    real: str
    table: str
    path: str
    line: int


def below(tree: Tree, folder: str) -> Iterator[Alias]:
    """Yield the aliases that tables of the files below `folder` have."""
    for path in dict.fromkeys(hit.path for hit in tree.grep(("_alias_table[]",), (folder,))):
        source = tree.read(path)
        for table in _TABLE.finditer(source) if path.endswith(".c") else ():
            end = source.find(b"};", table.end())
            for row in _ROW.finditer(source, table.end(), end):
                real, name = row[1].decode(), row[2].decode()
                yield Alias(name, real, table[1].decode(), path, line_of(source, row.start()))


def place(tree: Tree, alias: Alias) -> Spot | None:
    """Return where a name is looked for in the table; None where that is not one function."""
    source = tree.read(alias.path)
    found = {}
    for function in c_functions.functions(alias.path, source):
        for call in c_calls.calls(source, function.node, _COMPARE):
            given = [a for a in call.arguments if not a.startswith(f"{alias.table}[")]
            if len(given) == len(call.arguments) - 1 == 1 and c_calls.name(given[0]):
                found[function.name] = given[0]
    for name, given_name in found.items() if len(found) == 1 else ():
        return Spot(alias.path, name, f'g_strcmp0({given_name}, "{alias.name}") == 0')
    return None
