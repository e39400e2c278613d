"""Device types that are registered in a loop over a table, which holds their names.

A type whose name is put together when QEMU runs is none of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from codemods.formats.c import initializers as c_initializers
from codemods.formats.c import macros as c_macros
from codemods.formats.c import tokens as c_tokens
from codemods.formats.c.macros import Lookup
from codemods.qemu.code.types import Type
from codemods.source.splice import line_of

_STRUCT = "TypeInfo"
#: `info.name = table[i].name`, `.name = entry->name`: what names a type in a loop.
_NAMED = re.compile(r"(?<!\w)(\w*)\.name\s*=\s*(\w+)(?:\[\w+\])?(?:\.|->)(\w+)\s*[;,]")
_SET = r"\b{variable}\.{field}\s*=\s*(\w+)\s*;"


@dataclass(frozen=True)
class _Loop:
    """What a loop says of its types: the table, the field with the name, parent, class_init."""

    table: str
    field: str
    parent: str
    class_init: str


def types(source: bytes, path: str, lookup: Lookup, known: Collection[str]) -> Iterator[Type]:
    """Yield the types that loops of a file register.

    Arguments:
        lookup: what tells the macros of the file.
        known: the names of the types that it defines otherwise.
    """
    text = c_tokens.text_of(source)
    if "type_register" not in text:
        return
    seen = set(known)
    for loop in _loops(text, lookup):
        for _, _, inside in c_initializers.declared(text, rf"\w+(?=\s+{loop.table}\b)"):
            for one in c_initializers.structures(c_macros.expand(inside, lookup)):
                # Without field names, it is the one string there is.
                values = [one.fields[f] for f in one.fields if f == loop.field] or one.plain
                named = [(name, v[0].start) for v in values if (name := c_tokens.string(v))]
                if len(named) == 1 and named[0][0] not in seen:
                    name, start = named[0]
                    seen.add(name)
                    yield Type(
                        name, loop.parent, path, line_of(source, start), start, loop.class_init,
                        False, "",
                    )  # fmt: skip


def _loops(text: str, lookup: Lookup) -> Iterator[_Loop]:
    for found in _NAMED.finditer(text):
        variable, base, field = found.groups()
        before = text[: found.start()]
        parent, class_init = _around(text, found.start(), variable, lookup)
        tables = [base, *re.findall(rf"\*\s*{base}\s*=\s*&?(\w+)", before)[-1:]]
        for table in tables if parent else ():
            yield _Loop(table, field, parent, class_init)


def _around(text: str, at: int, variable: str, lookup: Lookup) -> tuple[str, str]:
    """Return parent and class_init of the TypeInfo that is named at offset `at`."""
    fields: dict[str, str] = {}
    for struct in re.finditer(rf"\b{_STRUCT}\s+(\w+)\s*=\s*\{{", text):
        inside = c_tokens.balanced(text, struct.end() - 1)
        holds = bool(inside) and inside[0].start < at < inside[-1].start
        if not inside or not (holds or (variable and struct[1] == variable)):
            continue
        one = next(iter(c_initializers.structures(inside)))
        for field in ("parent", "class_init"):
            value = c_macros.expand(one.fields.get(field, ()), lookup)
            fields[field] = c_tokens.string(value) or "".join(t.text for t in value)
    for field in ("parent", "class_init") if variable else ():
        for name in re.findall(_SET.format(variable=variable, field=field), text):
            value = c_macros.expand([c_tokens.Token("name", name, at)], lookup)
            fields[field] = c_tokens.string(value) or name
    return fields.get("parent", ""), fields.get("class_init", "")
