"""Branches of unions that are gone: no C code may ask for one any more."""

from __future__ import annotations

import re

from codemods.errors import Refused
from codemods.qemu.schema import definitions
from codemods.removal import uses
from codemods.removal.of_schema import fields, holders, reaching
from codemods.removal.state import Removal
from codemods.source.splice import line_of
from codemods.syntax.parse import parse


def require_unused(state: Removal) -> None:
    """Refuse where C code still asks for a branch of a union that is gone.

    Raises:
        Refused: the first place.
    """
    for union, name in state.branches:
        _require_none(state, union, definitions.c_name(name))


def _require_none(state: Removal, union: str, own: str) -> None:
    near = reaching.files(state.tree, union)
    for path in uses.files(state.tree, own):
        if near is not None and path not in near:
            continue
        source = state.read(path)
        root = parse("c", source).root_node
        for found in re.finditer(rb"\bu\.(%s)\b" % own.encode(), source):
            node = root.descendant_for_byte_range(found.start(1), found.end(1))
            access = node.parent if node is not None else None
            held = access.child_by_field_name("argument") if access is not None else None
            holder = held.child_by_field_name("argument") if held is not None else None
            if holder is None or holders.type_of(state.tree, path, holder) in (union, ""):
                raise Refused(f"it uses u.{own} of {union}, which is gone", path=path,
                              line=line_of(source, found.start()), hint=fields.HINT)  # fmt: skip
