"""Where a name stands in a C function: its declaration, its reads, its writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codemods.syntax.parse import Node, matches, parse

_DECLARATORS = (
    "init_declarator", "pointer_declarator", "array_declarator", "function_declarator",
    "parenthesized_declarator",
)  # fmt: skip


#: What ends the life of the variables that are declared in it.
_SCOPES = ("compound_statement", "for_statement", "function_definition", "translation_unit")


@dataclass(frozen=True)
class Local:
    """A local variable or parameter.

    `declaration` is the whole declaration or parameter, `declarator` the part of it that
    declares this name, `value` what it starts with or None.
    """

    name: str
    declaration: Node
    declarator: Node
    identifier: Node
    value: Node | None

    @property
    def is_parameter(self) -> bool:
        """Whether this is a parameter."""
        return self.declaration.type == "parameter_declaration"


def walk(node: Node) -> Iterator[Node]:
    """Yield `node` and all below it, in the order of the text."""
    yield node
    for child in node.children:
        yield from walk(child)


def identifiers(node: Node, name: str) -> list[Node]:
    """Return each identifier `name` below `node`, field names left out."""
    wanted = name.encode()
    kinds = ("identifier", "type_identifier")
    return [n for n in walk(node) if n.type in kinds and n.text == wanted]


def function_around(node: Node) -> Node:
    """Return the function that `node` is in, or the whole text where it is in none."""
    while node.parent is not None and node.type != "function_definition":
        node = node.parent
    return node


def use_behind(node: Node, name: str) -> Node | None:
    """Return the first identifier `name` behind `node`, in the function around it."""
    found = identifiers(function_around(node), name)
    return next((one for one in found if one.start_byte >= node.end_byte), None)


def is_local(function: Node, name: str) -> bool:
    """Tell whether anything in the function declares `name`."""
    return any(_declared(found) is not None for found in identifiers(function, name))


def local(function: Node, name: str) -> Local | None:
    """Return what declares `name` in the function: of several blocks that do, the first's.

    None where nothing does, or where one block does twice: under two conditions of the
    preprocessor, or in code that no compiler takes.
    """
    every = _every(function, name)
    return every[0] if every and _is_alone(every[0], every) else None


def meant(node: Node) -> Local | None:
    """Return what declares the variable that the identifier `node` means; see local()."""
    every = _every(function_around(node), (node.text or b"").decode(errors="replace"))
    known = [one for one in every if _is_within(node, _scope(one))]
    inner = max(known, key=lambda one: _scope(one).start_byte, default=None)
    return inner if inner is not None and _is_alone(inner, every) else None


def _every(function: Node, name: str) -> list[Local]:
    return [one for n in identifiers(function, name) if (one := _declared(n)) is not None]


def _is_alone(one: Local, every: list[Local]) -> bool:
    return [_scope(other).id for other in every].count(_scope(one).id) == 1


def _is_within(node: Node, around: Node) -> bool:
    return around.start_byte <= node.start_byte < around.end_byte


def declared(source: bytes, name: str) -> Iterator[int]:
    """Yield the offset of each declaration of `name`, parameters left out."""
    for found in matches("c/declared", parse("c", source).root_node):
        for node in found["name"]:
            if node.text == name.encode():
                yield node.start_byte


def uses(function: Node, one: Local) -> list[Node]:
    """Return the identifiers that mean this variable, besides the declaration's own."""
    found = identifiers(_scope(one), one.name)
    others = [n for n in found if n.id != one.identifier.id]
    hiding = [_scope(other) for n in others if (other := _declared(n)) is not None]
    return [n for n in others if not any(_is_within(n, around) for around in hiding)]


def _scope(one: Local) -> Node:
    """Return the block, the loop or the function in which a variable is known."""
    around = one.declaration.parent
    while around is not None and around.type not in _SCOPES:
        around = around.parent
    return around or one.declaration


def assignment(node: Node) -> Node | None:
    """Return the statement `name = value;` whose left side is `node`, or None."""
    parent = node.parent
    if parent is None or parent.type != "assignment_expression":
        return None
    if parent.children[0].id != node.id or parent.children[1].type != "=":
        return None
    around = parent.parent
    return around if around is not None and around.type == "expression_statement" else None


def is_written(node: Node) -> bool:
    """Tell whether the variable may get another value at `node`: set, counted or handed out.

    A macro that loops sets what it is given.
    """
    parent = node.parent
    if parent is None:
        return False
    if parent.type == "assignment_expression":
        return parent.children[0].id == node.id
    if parent.type == "update_expression":
        return True
    if parent.type == "pointer_expression":
        return parent.children[0].type == "&"
    if parent.type == "comma_expression":
        return _is_head_of_loop(parent)
    if parent.type in ("subscript_expression", "field_expression", "parenthesized_expression"):
        return is_written(parent)
    return False


def _is_head_of_loop(given: Node) -> bool:
    """Tell whether the list is what a macro that loops is given; it reads as a `while` here."""
    around: Node | None = given
    while around is not None and around.type in ("comma_expression", "parenthesized_expression"):
        around = around.parent
    return around is not None and around.type == "while_statement"


def _declared(found: Node) -> Local | None:
    declarator = found
    value: Node | None = None
    while (parent := declarator.parent) is not None and parent.type in _DECLARATORS:
        if parent.type == "init_declarator":
            value = parent.child_by_field_name("value")
            if value is not None and value.id == declarator.id:
                return None
        elif parent.child_by_field_name("declarator") not in (declarator, None):
            return None
        declarator = parent
    if parent is None or parent.type not in ("declaration", "parameter_declaration"):
        return None
    kind = parent.child_by_field_name("type")
    if kind is not None and kind.id == declarator.id:
        return None
    return Local((found.text or b"").decode(), parent, declarator, found, value)
