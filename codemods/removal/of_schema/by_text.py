"""Members that code knows by their text alone: a key of a dictionary, an option, a property.

Source: runtime_opts in block/*.c, object_class_property_add() in backends/*.c of QEMU.
"""

from __future__ import annotations

from codemods.errors import Refused
from codemods.formats.qapi.schema import Definition, Member
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
