"""What a user may still give, and nothing does anything with: an argument of a monitor command.

It goes with what has its name; another one that does nothing any more is told.
Source: 18d154f575 in QEMU's history, a flag that only set a member of the schema.
"""

from __future__ import annotations

import re

from codemods import kinds
from codemods.formats.c import names as c_names
from codemods.formats.c.functions import Function
from codemods.kind import Kind, Part
from codemods.model import Feature
from codemods.removal import gone
from codemods.removal.dead import inside
from codemods.removal.state import Cut, Removal
from codemods.syntax.parse import Node

#: What only tells the user something.
_REPORTS = re.compile(rb"(?:warn|error|info)_report\w{0,20}|monitor_printf|error_printf")
_ASKS = rb"qdict_(?:get_try_\w{1,10}|haskey)\([\w>-]{1,40},\s{0,80}\"%s\""


def given(state: Removal, cut: Cut) -> bool:
    """Take out what the function around `cut` is given and only talks about since.

    Tell whether there was any.
    """
    function = inside.function_at(state, cut.path, cut.at)
    if function is None or b"qdict" not in (function.node.text or b"") + cut.gone:
        return False
    for kind in kinds.every().values():
        for feature, key in kind.read_by(state.tree, function.name) if kind.read_by else ():
            if not _is_idle(cut, function, key.encode()):
                continue
            if key.replace("-", "_") in state.called and _take(state, kind, feature):
                return True
            why = f"{key} is taken here, and nothing does anything with it any more"
            state.leave(feature.path, feature.line, why)
    return False


def _is_idle(cut: Cut, function: Function, key: bytes) -> bool:
    """Tell whether the cut took the last use of what the function reads by `key`."""
    text = function.node.text or b""
    asks, quoted = re.compile(_ASKS % re.escape(key)), b'"%s"' % key
    if asks.search(cut.gone):
        return quoted not in text
    for name in cut.lost:
        one = c_names.local(function.node, name)
        value = one.value if one is not None and not one.is_parameter else None
        if one is not None and value is not None and asks.match(value.text or b""):
            told = all(map(_only_told, c_names.uses(function.node, one)))
            return told and text.count(quoted) == 1
    return False


def _only_told(use: Node) -> bool:
    """Tell whether the use is the condition of an `if` that does nothing but report."""
    here = use
    while here.parent is not None and here.parent.type in (
        "parenthesized_expression", "unary_expression",
    ):  # fmt: skip
        here = here.parent
    asked = here.parent
    if asked is None or asked.type != "if_statement" or asked.child_by_field_name("alternative"):
        return False
    body = asked.child_by_field_name("consequence")
    inner = (
        body.named_children if body is not None and body.type == "compound_statement" else [body]
    )
    return all(n is not None and (n.type == "comment" or _reports(n)) for n in inner)


def _reports(statement: Node) -> bool:
    call = statement.named_children[0] if statement.type == "expression_statement" else None
    called = call.child_by_field_name("function") if call is not None else None
    return called is not None and _REPORTS.fullmatch(called.text or b"") is not None


def _take(state: Removal, kind: Kind, feature: Feature) -> bool:
    parts: list[Part] = list(kind.parts(state.tree, feature)) if kind.parts else []
    if not parts or any(part.by_hand for part in parts) or feature in state.along:
        return False
    state.along.append(feature)
    state.cut_out(parts)
    for part in parts:
        for text, value in part.reads:
            gone.read(state, part.path, text, value)
    return True
