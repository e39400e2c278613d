"""What stands around a place of a C file: the function, the conditions, the names they test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from codemods.syntax.parse import Node

#: Calls that compare with a name or read something by its name.
_READS = re.compile(
    r"\b(?:qemu_opt_(?:get|find|unset)\w*|qdict_(?:get|haskey|del)\w*|g_str_equal|g_strcmp0|"
    r'strcmp|strstart|strncmp|object_property_\w+|visit_optional)\s*\([^()"]*"([\w.+-]+)"'
)
_FIELD = re.compile(r"\b\w+(?:->|\.)([\w.]*\w)\b(?!\s*\()")
_INDEXED = re.compile(r"\[\s*([A-Z][A-Z\d_]+)\s*\]")
_QUIET = re.compile(r"\(\s*!\s*qtest_enabled\s*\(\s*\)\s*\)")
_WORD = re.compile(r"(?<![\w.>])([a-z_]\w*)\b(?!\s*\()")


@dataclass(frozen=True)
class Around:
    """What is around a statement.

    `function` is the name of the function, "" outside, and `node` its definition.
    `conditions` are the texts of the conditions that lead to the statement, the
    innermost first; `cases` the labels of the switch that hold it; `beside` is the text of
    the block that it stands in, where that is not the whole function's.
    """

    function: str
    node: Node | None
    conditions: tuple[str, ...]
    cases: tuple[str, ...]
    beside: str

    def near(self) -> tuple[str, ...]:
        """Return the names that the statements of the same block compare or read."""
        return tuple(dict.fromkeys(_READS.findall(self.beside)))

    def constants(self) -> tuple[str, ...]:
        """Return the constants by which the conditions look into tables."""
        return tuple(dict.fromkeys(c for text in self.conditions for c in _INDEXED.findall(text)))

    def fields(self) -> tuple[str, ...]:
        """Return the members that the conditions read, without the pointer, nearest first."""
        return tuple(dict.fromkeys(f for text in self.conditions for f in _FIELD.findall(text)))

    def read(self) -> tuple[str, ...]:
        """Return the names of what the conditions compare or read, also through variables."""
        found = [name for text in self.conditions for name in _READS.findall(text)]
        body = _text(self.node) if self.node is not None else ""
        for text in self.conditions:
            for word in _WORD.findall(text):
                assigned = re.compile(rf"\b{re.escape(word)}\s*=(?!=)([^;]{{0,500}});")
                found += [n for value in assigned.findall(body) for n in _READS.findall(value)]
        return tuple(dict.fromkeys(found))


def of(node: Node) -> Around:
    """Return what is around `node`."""
    conditions: list[str] = []
    cases: list[str] = []
    beside = ""
    child, parent = node, node.parent
    while parent is not None and parent.type != "function_definition":
        if parent.type in ("if_statement", "while_statement") and not _is_condition(parent, child):
            text = _text(parent.child_by_field_name("condition"))
            # What only keeps tests quiet is no condition of the feature.
            conditions += [] if _QUIET.fullmatch(text) else [text]
        if parent.type == "compound_statement" and not beside:
            whole = parent.parent is not None and parent.parent.type == "function_definition"
            beside = "" if whole else _text(parent)
        if parent.type == "case_statement" and not cases:
            cases += _labels(parent)
        child, parent = parent, parent.parent
    name = _name(parent) if parent is not None else ""
    return Around(name, parent, tuple(conditions), tuple(cases), beside)


def _is_condition(statement: Node, child: Node) -> bool:
    condition = statement.child_by_field_name("condition")
    return condition is not None and condition.start_byte == child.start_byte


def _labels(case: Node) -> Iterator[str]:
    """Yield the label of `case` and those right above it that fall into it."""
    label: Node | None = case
    while label is not None and label.type == "case_statement":
        value = label.child_by_field_name("value")
        yield _text(value) if value is not None else "default"
        label = label.prev_named_sibling
        if label is None or label.named_child_count > 1:
            return


def _name(function: Node) -> str:
    found = function.child_by_field_name("declarator")
    while found is not None and found.type != "identifier":
        found = found.child_by_field_name("declarator")
    return _text(found)


def _text(node: Node | None) -> str:
    return (node.text or b"").decode(errors="replace") if node is not None else ""
