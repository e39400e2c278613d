"""Arguments of the schema in C: parameters of a command's function, what an event is sent with."""

from __future__ import annotations

import re
from collections.abc import Sequence

from codemods.errors import Refused
from codemods.formats.c import arguments, folding
from codemods.formats.c import names as c_names
from codemods.formats.qapi.schema import Definition, Member
from codemods.qemu.code.pure import is_pure
from codemods.qemu.schema import definitions
from codemods.removal import uses
from codemods.removal.dead import parameters
from codemods.removal.of_schema import generated
from codemods.removal.of_schema.fields import HINT
from codemods.removal.state import Removal
from codemods.syntax.parse import Node, parse


def drop(state: Removal, definition: Definition, member: Member, among: Sequence[Member]) -> None:
    """Drop what carries an argument from a command's function, or an event's, and from its calls.

    Arguments:
        among: all arguments in their order, that one too.

    Raises:
        Refused: something else than calls names the function, or it is read in an unknown way.
    """
    own = definitions.c_name(definition.name)
    data = definition.value.data
    if isinstance(data, dict) and data.get("gen") is False:
        raise Refused(f"{definition.name} has hand-made code ('gen': false)",
                      path=definition.path, line=definition.line, hint=HINT)  # fmt: skip
    if definition.meta == "event":
        _event(state, definition, member, among)
        return
    name = f"qmp_{own}"
    for wanted in (f"has_{definitions.c_name(member.name)}", definitions.c_name(member.name)):
        _parameter(state, definition, name, wanted, always=not member.optional)


def _parameter(
    state: Removal, definition: Definition, function: str, name: str, *, always: bool
) -> None:
    heads = parameters.of(state, function)
    if heads is None:
        raise Refused(
            f"looked for one {function}() that is only called, found none",
            path=definition.path, line=definition.line, hint=HINT,
        )  # fmt: skip
    path = heads.function.path
    one = c_names.local(heads.function.node, name)
    if one is None or not one.is_parameter:
        return
    declared = one.declaration.parent
    assert declared is not None
    index = [n.id for n in arguments.elements(declared)].index(one.declaration.id)
    value = _default(one.declaration)
    reads = c_names.uses(heads.function.node, one)
    if reads and always:
        raise Refused(f"{function}() reads {name}, which it was always given", path=path,
                      line=reads[0].start_point[0] + 1, hint=HINT)  # fmt: skip
    while reads:
        if any(map(c_names.is_written, reads)):
            raise Refused(f"{function}() changes {name}", path=path,
                          line=reads[0].start_point[0] + 1, hint=HINT)  # fmt: skip
        state.step([folding.fold(path, state.read(path), reads[0], value, is_pure)])
        heads = parameters.of(state, function)
        assert heads is not None
        one = c_names.local(heads.function.node, name)
        reads = c_names.uses(heads.function.node, one) if one is not None else []
    state.step(parameters.drop(state, heads, {index}))


def _default(declaration: Node) -> bytes:
    text = declaration.text or b""
    if b"*" in text:
        return b"NULL"
    return b"false" if re.search(rb"\bbool\b", text) else b"0"


def _event(state: Removal, definition: Definition, member: Member, among: Sequence[Member]) -> None:
    """Drop the argument of each call that sends an event: has_x and x in the schema's order."""
    widths = [1 + generated.has_flag(state.before, one) for one in among]
    at_member = [one.name for one in among].index(member.name)
    place = sum(widths[:at_member])
    dropped = set(range(place, place + widths[at_member]))
    name = f"qapi_event_send_{definitions.c_name(definition.name).lower()}"
    for path in uses.files(state.tree, name):
        source = state.read(path)
        root = parse("c", source).root_node
        edits = []
        for at in uses.offsets(source, name):
            node = root.descendant_for_byte_range(at, at + len(name))
            call = node.parent if node is not None else None
            given = call.child_by_field_name("arguments") if call is not None else None
            if given is None or given.has_error or len(arguments.elements(given)) != sum(widths):
                raise Refused(
                    f"{name}() is not called here with its {sum(widths)} arguments",
                    path=path, line=source.count(b"\n", 0, at) + 1, hint=HINT,
                )  # fmt: skip
            edits += arguments.drop(path, source, given, dropped)
        state.step(edits)
