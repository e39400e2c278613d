"""A function that gives one value, or what it is given, or does nothing: fold its calls."""

from __future__ import annotations

from codemods.formats.c import arguments, folding
from codemods.formats.c import functions as c_functions
from codemods.formats.c import names as c_names
from codemods.qemu.code.pure import is_pure
from codemods.removal.dead import inside, orphans, parameters
from codemods.removal.state import Cut, Removal, is_c
from codemods.source.splice import Edit
from codemods.syntax.parse import Node

#: Expressions that are one wherever they stand.
_WHOLE = ("identifier", "call_expression", "field_expression", "subscript_expression",
          "string_literal", "number_literal", "null", "parenthesized_expression")  # fmt: skip


def constant(state: Removal, cut: Cut) -> bool:
    """Fold one call of the function around `cut`, which has nothing left but to give a literal.

    One that nothing calls goes itself, also where nothing called it before.
    """
    function = inside.function_at(state, cut.path, cut.at)
    value = _value(function) if function is not None else None
    if function is None or value is None:
        return False
    heads = parameters.of(state, function.name)
    for path, given in heads.calls if heads is not None else ():
        call = given.parent
        if call is not None and state.may_touch([path]) and _foldable(call, given):
            return state.step([folding.fold(path, state.read(path), call, value, is_pure)])
    if heads is not None and not heads.calls:
        return orphans.orphans(state, {function.name: {function.path}}, {function.name})
    return False


def identity(state: Removal, cut: Cut) -> bool:
    """Put what it is given in the place of a call of the function around `cut`, which gives that.

    It was left with nothing else to do.
    """
    function = inside.function_at(state, cut.path, cut.at)
    index = _given_back(function) if function is not None else None
    if function is None or index is None:
        return False
    heads = parameters.of(state, function.name)
    for path, given in heads.calls if heads is not None else ():
        call = given.parent
        values = arguments.elements(given)
        if call is None or index >= len(values) or not state.may_touch([path]):
            continue
        if all(folding.is_pure(v, is_pure) for n, v in enumerate(values) if n != index):
            text = values[index].text or b""
            text = text if values[index].type in _WHOLE else b"(" + text + b")"
            return state.step([Edit(path, call.start_byte, call.end_byte, text)])
    return False


def empty(state: Removal, cut: Cut) -> bool:
    """Take out one call of the function around `cut`, which was left with nothing to do."""
    function = inside.function_at(state, cut.path, cut.at)
    if function is None or not _does_nothing(function):
        return False
    heads = parameters.of(state, function.name)
    for path, given in heads.calls if heads is not None else ():
        call = given.parent
        statement = call.parent if call is not None else None
        if statement is None or statement.type != "expression_statement":
            continue
        if state.may_touch([path]) and folding.is_pure(given, is_pure):
            return state.step([folding.gone(path, state.read(path), statement, is_pure)])
    return False


def _does_nothing(function: c_functions.Function) -> bool:
    gives = function.node.child_by_field_name("type")
    return gives is not None and gives.text == b"void" and not statements(function)


def _given_back(function: c_functions.Function) -> int | None:
    """Return which parameter the function gives back as it is and does nothing else, or None."""
    inner = statements(function)
    if len(inner) != 1 or inner[0].type != "return_statement" or function.node.has_error:
        return None
    values = inner[0].named_children
    one = c_names.local(function.node, (values[0].text or b"").decode()) if values else None
    if one is None or not one.is_parameter or values[0].type != "identifier":
        return None
    holder = one.declaration.parent
    assert holder is not None
    head = function.node.text or b""
    gives = head[: head.find(function.name.encode())].removeprefix(b"static ")
    takes = (one.declaration.text or b"").removesuffix(one.name.encode())
    if b"".join(gives.split()) != b"".join(takes.split()):
        return None
    return [n.id for n in arguments.elements(holder)].index(one.declaration.id)


def statements(function: c_functions.Function) -> list[Node]:
    """Return what stands in the body of a function, comments left out."""
    body = function.node.child_by_field_name("body")
    return [n for n in body.named_children if n.type != "comment"] if body is not None else []


def notes(state: Removal) -> None:
    """Note each call that stays although its function gives one value: what it asserts is known."""
    for cut in state.cuts:
        if not is_c(cut.path) or not state.alive(cut.path) or not folding.is_literal(cut.text):
            continue
        function = inside.function_at(state, cut.path, cut.at)
        value = _value(function) if function is not None else None
        if function is None or value is None:
            continue
        heads = parameters.of(state, function.name)
        why = f"{function.name}() is {value.decode()} by now"
        if heads is None:
            state.leave(function.path, function.line, why)
        for path, given in heads.calls if heads is not None else ():
            state.leave(path, given.start_point[0] + 1, why)


def _value(function: c_functions.Function) -> bytes | None:
    """Return the literal that `function` gives and does nothing else, or None."""
    inner = statements(function)
    if len(inner) != 1 or inner[0].type != "return_statement" or len(inner[0].named_children) != 1:
        return None
    text = inner[0].named_children[0].text or b""
    return text if folding.is_literal(text) else None


def _foldable(call: Node, given: Node) -> bool:
    """Tell whether a value may take the place of the call: nothing is lost, nothing asserted."""
    around = call
    while around.parent is not None and around.type != "function_definition":
        around = around.parent
        called = (
            around.child_by_field_name("function") if around.type == "call_expression" else None
        )
        if called is not None and b"assert" in (called.text or b""):
            return False
    return folding.is_pure(given, is_pure) and not around.has_error
