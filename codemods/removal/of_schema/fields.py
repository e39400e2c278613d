"""Members of the schema in C: the fields of a structure."""

from __future__ import annotations

import re

from codemods.errors import Refused
from codemods.formats.c import arguments, folding, rows
from codemods.formats.c import items as c_items
from codemods.formats.c import names as c_names
from codemods.formats.qapi.schema import Definition, Member
from codemods.qemu.code.pure import is_pure
from codemods.qemu.schema import definitions
from codemods.removal import uses
from codemods.removal.of_schema import by_text, generated, holders, reaching
from codemods.removal.state import Removal
from codemods.source.splice import Edit
from codemods.syntax.parse import Node, parse

#: A macro that reaches into a structure.
_REACHING = re.compile(
    rb"(?m)^[ \t]{0,40}#[ \t]{0,40}define[ \t]{1,40}(\w{1,80})\("
    rb"(?:[^\n\\]|\\[\s\S]){0,2000}?(?:->|\.)\w"
)
HINT = "change the C code by hand in a patch of its own, then run again"


def member(state: Removal, definition: Definition, gone: Member) -> None:
    """Take out what sets, reads and prints a member of a structure.

    Raises:
        Refused: it is read in a way that no rule takes out, or nobody knows who sets it.
    """
    own = definitions.c_name(gone.name)
    names = [own, f"has_{own}"] if gone.optional else [own]
    found = 0
    near = reaching.files(state.tree, definition.name)
    for name in reversed(names):
        for path in uses.files(state.tree, name):
            if near is None or path in near:
                found += _in_file(state, path, definition, gone, name)
    if found:
        return
    returned = generated.is_returned(state.tree, definition.name)
    if returned and _is_never_set(state, definition.name, own):
        return
    by_text.refuse(state, definition, gone, HINT)
    if returned and not gone.optional:
        raise Refused(
            f"looked for C code that sets {own} of {definition.name}, found none",
            path=definition.path, line=definition.line, hint=HINT,
        )  # fmt: skip


def _is_never_set(state: Removal, name: str, own: str) -> bool:
    """Tell whether C code makes structures called `name`, and none of it sets `own`."""
    made = re.compile(rb"\bg_new0?\(" + name.encode() + rb",")
    field = re.compile(rb"(?:->|\.)" + own.encode() + rb"\b")
    sources = [state.read(path) for path in uses.files(state.tree, name)]
    return any(map(made.search, sources)) and not any(map(field.search, sources))


def _in_file(state: Removal, path: str, definition: Definition, gone: Member, name: str) -> int:
    """Take out the accesses of a file, and its rows of properties; return how many there were."""
    for row in holders.rows(state.tree, path, definition.name, name):
        state.step([row])
    for done in range(100):
        source = state.read(path)
        node = next(iter(_accesses(state, path, source, definition, name)), None)
        if node is None:
            return done
        state.step([_edit(path, source, node, gone, name)])
    raise Refused(f"{name} is used too often", path=path)


def _accesses(
    state: Removal, path: str, source: bytes, definition: Definition, name: str
) -> list[Node]:
    """Return the accesses and initialisers of a member whose object is of the definition's type.

    Raises:
        Refused: it is not told of which type the object of one is, in a file that has the type.
    """
    root = parse("c", source).root_node
    has_type = c_items.words(source)[definition.name] > 0
    macros = set(_REACHING.findall(source)) if has_type else set()
    found = []
    for at in uses.offsets(source, name):
        node = root.descendant_for_byte_range(at, at + len(name))
        if node is not None and macros and _is_given_to(node, macros):
            raise Refused(f"a macro is given {name}, and may ask a structure for it", path=path,
                          line=node.start_point[0] + 1, hint=HINT)  # fmt: skip
        if node is None or node.type != "field_identifier" or node.parent is None:
            continue
        access = node.parent
        if access.type == "field_designator" and access.parent is not None:
            access = access.parent
        if access.type in ("field_expression", "initializer_pair"):
            kind = _holder(state, path, access)
            if kind == definition.name:
                found.append(access)
            elif not kind and has_type:
                raise Refused(
                    f"it is not told of which type the object of "
                    f"`{(access.text or b'').decode(errors='replace')}` is",
                    path=path, line=access.start_point[0] + 1, hint=HINT,
                )  # fmt: skip
    return found


def _holder(state: Removal, path: str, access: Node) -> str:
    """Return the type of what the member belongs to that is read, set or initialised."""
    if access.type == "initializer_pair":
        return holders.initialised(state.tree, path, access)
    holder = access.child_by_field_name("argument")
    return holders.type_of(state.tree, path, holder) if holder is not None else ""


def _is_given_to(node: Node, macros: set[bytes]) -> bool:
    """Tell whether `node` is an argument of one of the macros."""
    call = arguments.call_with(node)
    called = call.child_by_field_name("function") if call is not None else None
    return node.type == "identifier" and called is not None and (called.text or b"") in macros


def _edit(path: str, source: bytes, access: Node, gone: Member, name: str) -> Edit:
    parent = access.parent
    if access.type == "initializer_pair" and parent is not None:
        found = rows.argument(source, parent.start_byte, parent.end_byte, access.start_byte)
        if found is not None:
            return rows.cut(path, source, found[1])
    statement = c_names.assignment(access)
    if statement is not None:
        return folding.gone(path, source, statement, is_pure)
    if (row := _listed(path, source, access)) is not None:
        return row
    if name.startswith("has_") and name != definitions.c_name(gone.name):
        asserted = _asserted(access)
        if asserted is not None:
            return folding.gone(path, source, asserted, is_pure)
        return folding.fold(path, source, access, folding.FALSE, is_pure)
    done = _printed(access, definitions.c_name(gone.name)) or _asserted(access)
    if done is not None:
        return folding.gone(path, source, done, is_pure)
    where = access.start_point[0] + 1
    text = (parent.text or b"").split(b"\n")[0][:60].decode(errors="replace") if parent else ""
    raise Refused(f"no rule takes out this read of {gone.name}: `{text}`", path=path, line=where,
                  hint=HINT)  # fmt: skip


def _listed(path: str, source: bytes, access: Node) -> Edit | None:
    """Return the edit for the row of a list of addresses, `{ &p->x, ... }`; None if it is none."""
    taken = access.parent
    holder = taken.parent if taken is not None else None
    if taken is None or taken.type != "pointer_expression" or taken.children[0].type != "&":
        return None
    if holder is None or holder.type != "initializer_list":
        return None
    row = rows.around(source, holder.start_byte - 2, holder.end_byte, taken.start_byte)
    return rows.cut(path, source, row) if row is not None else None


def _asserted(access: Node) -> Node | None:
    """Return the statement that asserts no more than that the member is there, or None."""
    call = arguments.call_with(access)
    around = call.parent if call is not None else None
    called = call.child_by_field_name("function") if call is not None else None
    asserts = called is not None and (called.text or b"") in (b"assert", b"g_assert")
    stands = around is not None and around.type == "expression_statement"
    return around if asserts and stands else None


def _printed(access: Node, name: str) -> Node | None:
    """Return the statement that does nothing but print the field, or None.

    It may print what the schema calls it, too: X_str(CONSTANT).
    """
    node = _given(access)
    if node is None:
        return None
    holder = node.parent
    call = holder.parent if holder is not None else None
    around = call.parent if call is not None else None
    if holder is None or call is None or around is None or around.type != "expression_statement":
        return None
    called = call.child_by_field_name("function")
    if called is None or not re.fullmatch(rb"\w*printf", called.text or b""):
        return None
    text = next((n for n, e in enumerate(arguments.elements(holder))
                 if e.type in ("string_literal", "concatenated_string")), None)  # fmt: skip
    values = arguments.elements(holder)[text + 1 :] if text is not None else []
    own = re.compile(rb"\b\w{1,100}_str\(\w{1,100}_" + name.upper().encode() + rb"\)")
    called_so = [v for v in values if own.fullmatch(v.text or b"")]
    values = [v for v in values if v not in called_so]
    alone = [v.id for v in values] == [node.id]
    if (
        alone
        and not called_so
        and text is not None
        and _goes_on(arguments.elements(holder)[text].text or b"")
    ):
        return None
    return around if alone else None


def _given(access: Node) -> Node | None:
    """Return the argument that a field is a part of, by its name where it is an enumeration's."""
    node = access
    while node.parent is not None and not node.type.endswith("statement"):
        call = node.parent.parent
        if node.parent.type != "argument_list":
            node = node.parent
        elif call is not None and re.match(rb"\w{1,100}_str\(", call.text or b""):
            node = call
        else:
            return node
    return None


def _goes_on(text: bytes) -> bool:
    """Tell whether what is printed begins a line with a title, and others print the rest of it."""
    return b":" in text.partition(b"%")[0] and not text.rstrip(b'"').endswith(b"\\n")
