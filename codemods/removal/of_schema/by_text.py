"""Members that code knows by their text alone: a key of a dictionary, an option, a property.

Source: runtime_opts in block/*.c, object_class_property_add() in backends/*.c of QEMU.
"""

from __future__ import annotations

from codemods.errors import Refused
from codemods.formats.qapi.schema import Definition, Member
from codemods.qemu.options import schema_types
from codemods.qemu.schema import shown_by
from codemods.removal.state import Removal
from codemods.source.tree import Hit


def refuse(state: Removal, definition: Definition, gone: Member, hint: str) -> None:
    """Refuse the removal of a member that no code reads as one, but some may by its text.

    Raises:
        Refused: the place that asks for such a text, in the file that has most of the
            definition's members so.
    """
    hits = [
        h for h in state.tree.grep((f'"{gone.name}"',))
        if h.path.endswith((".c", ".h")) and not h.path.startswith("tests/")
    ]  # fmt: skip
    if not hits:
        _refuse_option(state, definition, gone, hint)
        return
    beside = [f'"{m.name}"'.encode() for m in definition.members]

    def known(hit: Hit) -> int:
        source = state.read(hit.path)
        return sum(name in source for name in beside)

    first = max(hits, key=known)
    raise Refused(
        f"no code reads {gone.name} of {definition.name} as a member, but this may by its name",
        path=first.path, line=first.line, hint=hint,
    )  # fmt: skip


def _refuse_option(state: Removal, definition: Definition, gone: Member, hint: str) -> None:
    """Refuse an option of a block driver or an object: its code may put the text together."""
    for kind in schema_types.BY_TEXT:
        found = shown_by.branches(state.tree, definition, schema_types.TYPES[kind])
        if found:
            raise Refused(
                f"{found[0]} asks for {gone.name} by its name, in code that is not found",
                path=definition.path, line=definition.line, hint=hint,
            )  # fmt: skip
