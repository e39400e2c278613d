"""QOM properties as C code adds them: by a call, or by a macro in a table.

Source: include/qom/object.h and include/hw/core/qdev-properties.h in QEMU.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from codemods.formats.c import macros as c_macros
from codemods.formats.c import tokens as c_tokens
from codemods.qemu.code import headers
from codemods.source.splice import line_of
from codemods.source.tree import Tree

#: Calls whose second argument is the name; a child is no property that a user sets.
_CALL = re.compile(r"\bobject_(?:class_)?property_add(?!_child|_const_link|_tm)\w*\s*(\()")
#: Macros whose first argument is the name.
_MACRO = re.compile(r"\b(?:DEFINE_PROP\w*|MULTI_EXT_CFG_BOOL|MISA_CFG|DEFINE_PROFILE)\s*(\()")
#: Features that become properties: x86 lists their names, s390x has a macro of two arguments.
_LISTED = re.compile(r"\.feat_names\s*=\s*(\{)")
_WRITTEN = re.compile(r'\{\s*\.name\s*=\s*"([\w.+-]+)"\s*,\s*\.info\s*=')
_DEFINED = re.compile(r"\bDEF_FEAT\s*(\()")


@lru_cache(maxsize=512)
def of_file(tree: Tree, path: str, *, tables: bool) -> tuple[tuple[str, int, int], ...]:
    """Return name, line and offset of each property that the file `path` adds.

    Arguments:
        tables: also those of tables; they belong to devices and CPUs.
    """
    source = tree.read(path)
    text = c_tokens.text_of(source)
    lookup = headers.lookup(tree, path, ("include/hw",))
    found: dict[str, tuple[str, int, int]] = {}
    for name, start in _names(text, lookup, tables=tables):
        found.setdefault(name, (name, line_of(source, start), start))
    return tuple(found.values())


def _names(text: str, lookup: c_macros.Lookup, *, tables: bool) -> Iterator[tuple[str, int]]:
    ways = [(_CALL, 1), *(((_MACRO, 0), (_DEFINED, 1)) if tables else ())]
    for pattern, place in ways:
        for use in pattern.finditer(text):
            line = text.rfind("\n", 0, use.start()) + 1
            arguments = c_tokens.split(c_tokens.balanced(text, use.start(1))[1:-1])
            if text[line : use.start()].lstrip().startswith("#") or len(arguments) <= place:
                continue
            name = c_tokens.string(c_macros.expand(arguments[place], lookup))
            if name and re.fullmatch(r"[\w.+-]+", name):
                yield name, use.start()
    for use in _WRITTEN.finditer(text) if tables else ():
        yield use[1], use.start(1)
    for use in _LISTED.finditer(text) if tables else ():
        for token in c_tokens.balanced(text, use.start(1)):
            if token.kind == "string":
                yield token.text.strip('"'), token.start
