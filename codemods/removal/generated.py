"""The C names that scripts/qapi makes of a definition.

Source: scripts/qapi/common.py and gen.py of QEMU.
"""

from __future__ import annotations

from collections.abc import Iterator

from codemods.formats.c import folding
from codemods.formats.qapi.schema import Definition
from codemods.qemu.schema import definitions


def names(definition: Definition) -> Iterator[tuple[str, bytes]]:
    """Yield the functions that are the definition in C, and what a call of each is worth."""
    own = definitions.c_name(definition.name)
    if definition.meta == "command":
        yield f"qmp_{own}", folding.FALSE
        yield f"qmp_marshal_{own}", folding.FALSE
    elif definition.meta == "event":
        yield f"qapi_event_send_{own.lower()}", folding.FALSE
        yield f"QAPI_EVENT_{own.upper()}", folding.FALSE


def type_names(definition: Definition) -> Iterator[str]:
    """Yield the names by which C code uses a type."""
    own = definitions.c_name(definition.name)
    yield own
    yield f"{own}List"
    yield f"qapi_free_{own}"
    yield f"visit_type_{own}"
    if definition.meta == "enum":
        yield f"{own}_lookup"
        yield from (
            definitions.constant(definition, m.name)
            for m in definition.members
            if m.role == "value"
        )
    if definition.meta == "union":
        yield f"{own}Kind"
