"""A member of a C structure that has only one value left: fold its reads, take it out.

Source: 9f2931bc65, 448b5be625 and 615ab788a5 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from codemods.errors import Refused
from codemods.formats.c import cutting, folding
from codemods.formats.c import items as c_items
from codemods.formats.c import names as c_names
from codemods.qemu.code.pure import is_pure
from codemods.removal import includes, uses
from codemods.removal.dead import unasked
from codemods.removal.of_schema import holders
from codemods.removal.state import Cut, Removal
from codemods.source.splice import Edit, line_of
from codemods.syntax.parse import Node, parse

#: A name in more files than this is nobody's own.
_MANY = 60
_TELLING = 4
_ROUNDS = 200
_WRITTEN = re.compile(rb"(?:->|\.)(\w{1,100})\s{0,20}=[^=]|&\w{1,100}->(\w{1,100})\b")
#: The first member of what QOM makes, and fills with zeroes.
_OBJECT = re.compile(rb"\bparent(?:_obj|_class)?;")
#: The head of a function that sets a property.
_SETTER = re.compile(rb"\(Object \*\w{1,40},\s{1,80}(?:bool|const char|Visitor|int)\b")
_ZEROES = (
    (re.compile(rb"\bbool\b"), b"false"),
    (re.compile(rb"\b(?:u?int(?:\d{1,2}_t)?|unsigned|long|size_t|hwaddr)\b"), b"0"),
)


@dataclass(frozen=True)
class _Place:
    """Where a member's name stands: the node of the access, or of what declares it."""

    path: str
    node: Node
    item: c_items.Item


@dataclass(frozen=True)
class _Uses:
    """What C code does with a member: who declares it, who reads it, what is in the way."""

    declared: tuple[_Place, ...]
    reads: tuple[_Place, ...]
    writes: tuple[_Place, ...]
    why: Refused | None


def constant(state: Removal, path: str, owner: str, chain: str, value: bytes) -> None:
    """Put `value` in the place of each read of a member, and take out its declaration.

    Arguments:
        path: a file that knows the structure.
        chain: the member of the structure `owner`, or "a.b" of one inside it.

    Raises:
        Refused: something else may write the member, or knows it by its name.
    """
    *inner, name = chain.split(".")
    for step in inner:
        owner = holders.member(state.tree, path, owner, step)
    if not owner:
        raise Refused(f"which structure holds {chain} is not told", path=path)
    for _ in range(_ROUNDS):
        found = _uses(state, owner, name)
        if found.why is not None or found.writes:
            raise found.why or _in_the_way(found.writes[0], name, "it is set here")
        if not found.reads:
            _undeclare(state, found, owner, name)
            return
        read = found.reads[0]
        source = state.read(read.path)
        state.step([folding.fold(read.path, source, read.node, value, is_pure)])
    raise Refused(f"{name} is read too often", path=path)


def unwritten(state: Removal, cut: Cut) -> bool:
    """Take out a member of a QOM object that lost its last write: it is zero from then on."""
    if state.local:
        return False
    found = {n.decode() for m in _WRITTEN.finditer(cut.gone) for n in m.groups() if n}
    for name in sorted(found & set(cut.lost)):
        if len(uses.files(state.tree, name)) > _MANY:
            if _SETTER.search(cut.gone) and (held := _held(cut.gone, name)):
                line = line_of(state.read(cut.path), cut.at)
                why = f"{held}.{name} may have one value alone from now on"
                state.leave(cut.path, line, why)
            continue
        owner = _owner(state, cut, name) if len(name) > 1 else None
        if owner is None:
            continue
        place, named = owner
        known = _uses(state, named, name)
        if known.why is not None or not _is_single(place.node):
            _note(state, cut, place, named, name)
            continue
        blind = next((r for r in known.reads if unasked.is_call(r.node)), None)
        if blind is not None:
            if not known.writes:
                unasked.note(state, blind.path, blind.node, f"{named}.{name}")
            continue
        value = _begins_with(state, known, place.node.text or b"")
        if value is not None:
            constant(state, place.path, named, name, value)
            return True
        if known.reads:
            _note(state, cut, known.writes[0] if known.writes else place, named, name)
    return False


def _note(state: Removal, cut: Cut, place: _Place, owner: str, name: str) -> None:
    """Tell of a member that no property sets any more."""
    if not _SETTER.search(cut.gone):
        return
    line = place.node.start_point[0] + 1
    state.leave(place.path, line, f"{owner}.{name} may have one value alone from now on")


def _begins_with(state: Removal, known: _Uses, declared: bytes) -> bytes | None:
    """Return the value that an object has from its begin on; None where no rule tells it.

    That is zero, or the literal that its instance_init gives it; the statements that give it go.
    """
    zero = next((v for kind, v in _ZEROES if kind.search(declared)), None)
    zero = b"NULL" if b"*" in declared else zero
    given = [(place, *_literal(place)) for place in known.writes]
    if all(statement is not None and value == zero for _, statement, value in given):
        value = zero
    elif len(given) == 1 and _is_init(state, given[0][0]):
        value = given[0][2]
    else:
        return None
    if value is None:
        return None
    by_path: dict[str, list[Edit]] = {}
    for place, statement, _ in given:
        if statement is not None:
            edit = folding.gone(place.path, state.read(place.path), statement, is_pure)
            by_path.setdefault(place.path, []).append(edit)
    for edits in by_path.values():
        state.step(edits)
    return value


def _literal(place: _Place) -> tuple[Node | None, bytes | None]:
    """Return the statement that sets the member and the literal that it sets, or None for each."""
    statement = c_names.assignment(place.node)
    right = statement.named_children[0].child_by_field_name("right") if statement else None
    text = right.text if right is not None else None
    return statement, text if text is not None and folding.is_literal(text) else None


def _is_init(state: Removal, place: _Place) -> bool:
    """Tell whether the place is in the function that QOM calls first for each object."""
    if place.item.kind != c_items.FUNCTION:
        return False
    inits = re.compile(rb"\.instance_init\s{0,20}=\s{0,20}" + place.item.names[0].encode() + rb"\b")
    return inits.search(state.read(place.path)) is not None


def _owner(state: Removal, cut: Cut, name: str) -> tuple[_Place, str] | None:
    """Return the declaration of a member that the cut wrote, and its structure, one of QOM's."""
    places = [p for p in _places(state, name) if p.node.type == "field_declaration"]
    if len(places) > 1:
        held = _held(cut.gone, name)
        places = [p for p in places if held in p.item.names]
    if len(places) != 1 or (len(name) < _TELLING and not _held(cut.gone, name)):
        return None
    source = state.read(places[0].path)
    item = places[0].item
    if not item.names or not _OBJECT.search(source, item.start, item.end):
        return None
    return places[0], item.names[-1]


def _held(gone: bytes, name: str) -> str:
    """Return the type of the variable of which the text that went wrote the member, or ""."""
    for node in c_names.walk(parse("c", gone).root_node):
        if node.type != "field_expression" or not c_names.is_written(node):
            continue
        field, holder = node.child_by_field_name("field"), node.child_by_field_name("argument")
        if field is None or holder is None or (field.text or b"").decode("latin-1") != name:
            continue
        one = c_names.meant(holder)
        kind = one.declaration.child_by_field_name("type") if one is not None else None
        if kind is not None:
            return (kind.text or b"").decode("latin-1").removeprefix("struct ")
    return ""


def _uses(state: Removal, owner: str, name: str) -> _Uses:
    places = list(_places(state, name))
    declared = [p for p in places if p.node.type == "field_declaration"]
    own = tuple(p for p in declared if owner in p.item.names)
    several = len(declared) > 1
    homes = {place.path for place in own}

    def seen(path: str) -> bool:
        """Tell whether an access there may be to a member of the structure."""
        return not several or includes.sees(state.tree, path, homes)

    reads: list[_Place] = []
    writes: list[_Place] = []
    why: Refused | None = None if own else Refused(f"no structure {owner} has a member {name}")
    for place in places:
        if place.node.type == "field_declaration":
            continue
        if place.node.type == "field_expression":
            holder = place.node.child_by_field_name("argument")
            held = holders.type_of(state.tree, place.path, holder) if holder is not None else ""
            if several and not held and seen(place.path):
                why = why or _in_the_way(place, name, "of which structure is not told")
            elif not several or held == owner or any(held in p.item.names for p in own):
                (writes if c_names.is_written(place.node) else reads).append(place)
        elif _names_it(state, place, owner, several=several) and seen(place.path):
            why = why or _in_the_way(place, name, "it is named here")
    return _Uses(own, tuple(reads), tuple(writes), why)


def _names_it(state: Removal, place: _Place, owner: str, *, several: bool) -> bool:
    """Tell whether a name that is no access means the member: in a macro, or an initializer."""
    if place.node.type == "field_identifier" or place.item.kind == c_items.MACRO:
        return True
    source = state.read(place.path)
    text = source[place.item.start : place.item.end]
    around = place.node.parent
    while around is not None and around.type not in ("argument_list", "initializer_list"):
        around = around.parent
    near = (around.text or b"") if around is not None else b""
    if place.node.type == "field_designator":
        return not several or owner.encode() in text.partition(b"=")[0]
    return re.search(rb"\b" + owner.encode() + rb"\b", near) is not None


def _places(state: Removal, name: str) -> Iterator[_Place]:
    among = uses.files(state.tree, name)
    if len(among) > _MANY:
        raise Refused(f"{name} is in {len(among)} files", path=among[0],
                      hint="take it out by hand")  # fmt: skip
    for path in among:
        source = state.read(path)
        file = c_items.read(source)
        root = parse("c", source).root_node
        for at in uses.offsets(source, name):
            node = root.descendant_for_byte_range(at, at + len(name))
            item = file.at(at)
            if node is not None and item is not None and _is_member(node):
                yield _Place(path, _whole(node), item)


def _is_member(node: Node) -> bool:
    return node.type in ("field_identifier", "identifier", "preproc_arg")


def _whole(node: Node) -> Node:
    """Return the access, declaration or designator that `node` is the name of."""
    here = node.parent
    if node.type != "field_identifier" or here is None:
        return node
    if here.type in ("field_expression", "field_designator"):
        return here
    while here is not None and here.type.endswith("_declarator"):
        here = here.parent
    return here if here is not None and here.type == "field_declaration" else node


def _is_single(node: Node) -> bool:
    return len(node.children_by_field_name("declarator")) == 1


def _undeclare(state: Removal, found: _Uses, owner: str, name: str) -> None:
    edits = []
    for place in found.declared:
        source = state.read(place.path)
        if not _is_single(place.node):
            line = line_of(source, place.node.start_byte)
            state.leave(place.path, line, f"{owner}.{name} has no use any more")
            continue
        edits.append(cutting.cut(place.path, source, place.node.start_byte, place.node.end_byte))
    # In one go: each refers to the file as it was read.
    state.step(edits)


def _in_the_way(place: _Place, name: str, why: str) -> Refused:
    return Refused(f"{name} may not be taken out: {why}", path=place.path,
                   line=place.node.start_point[0] + 1, hint="take it out by hand")  # fmt: skip
