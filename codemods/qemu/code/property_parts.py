"""What goes with a QOM property: its row or its calls, its member, the rows that set it.

Source: 9f2931bc65, a271b8d7b2 and 36585e2b12 in QEMU's history.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from codemods.formats.c import calls as c_calls
from codemods.formats.c import cutting, rows
from codemods.formats.c import items as c_items
from codemods.kind import Part
from codemods.source.splice import Edit, line_of
from codemods.source.tree import Tree
from codemods.syntax.parse import Node, parse

#: A row that sets a member: kind, name, structure, member, what follows.
_ROW = re.compile(
    rb"DEFINE_PROP_(\w{1,40})\(\s{0,80}\"([^\"\n]{1,100})\",\s{0,80}(\w{1,100}),\s{0,80}"
    rb"([\w.]{1,200})((?:,[^\"]{0,400})?)\)"
)
#: A row whose property has functions of its own.
_OWN_SETTER = re.compile(
    rb"\{\s{0,40}\.name\s{0,20}=\s{0,20}\"[^\"\n]{1,100}\",\s{0,40}\.info\s{0,20}="
)
#: A row of a target's own macro: its name, the property, the member.
_NAMED = re.compile(rb"\b([A-Z]\w{0,100})\(\"([^\"\n]{1,100})\",\s{0,80}(\w{1,100})")
#: The kinds whose row says the value that a member starts with, as its next word.
_VALUED = re.compile(rb"BOOL|U?INT\d{1,2}|SIZE(?:32)?|ON_OFF_AUTO")
#: The kinds whose member is a pointer, which nothing sets but the property.
_POINTER = re.compile(rb"STRING|LINK|CHR|DRIVE\w{0,20}|NETDEV|MEMORY_REGION")
#: The bit of a row for one is clear by default.
_CLEAR = re.compile(rb",\s{0,80}(?:false|0)\s{0,40}\Z")
_WORD = re.compile(rb"\w{1,100}|-\d{1,20}")
_CALLS = r"object_(?:class_)?property_(?:add\w*|set_description|set_default\w*)"
_SETS = r"(?:object_(?:property_set\w*|set_props\w*|new_with_props)|qdev_prop_set\w*)"
_COMPAT = re.compile(
    r"\{\s{0,40}((?:(?:[A-Z]\w{0,100}|\"[^\"\n]{1,100}\")\s{0,40}){1,3}),\s{0,40}\"([^\"\n]{1,100})\""
    r"\s{0,40},\s{0,40}(?:\"([^\"\n]{0,100})\"|([A-Z_]\w{0,100}))\s{0,40},?\s{0,40}\}"
)
_TABLE = re.compile(rb"\bGlobalProperty\b")

#: Tells of a driver's name, as a row of a table gives it without quotes, whether it is meant.
Drivers = Callable[[str], bool]


def parts(
    tree: Tree, path: str, line: int, name: str, drivers: Drivers, home: Collection[str]
) -> Iterator[Part]:
    """Yield what goes with the property `name` that line `line` of a file gives to a type.

    Arguments:
        drivers: tells whether a name, or a macro, is one of a type that has it.
        home: the files whose code knows of which type it sets a property.
    """
    source = tree.read(path)
    start = _line_start(source, line)
    at = source.find(f'"{name}"'.encode(), start)
    item = c_items.read(source).at(at) if at >= 0 else None
    if item is None:
        yield Part(path, line, by_hand=f"a macro gives it the property {name}")
    elif item.kind == c_items.FUNCTION:
        yield _called(path, source, item, at, name)
        yield from _rows_that_set(tree, name, drivers, b"false")
        yield from _code_that_sets(tree, name, home)
    else:
        row = rows.around(source, item.start, item.end, at)
        if row is None or not row.array or b"\n\n" in source[start:at]:
            yield Part(path, line, by_hand=f"the row of {name} cannot be read")
            return
        found = _ROW.fullmatch(source[row.start : row.end].strip())
        part = _row(path, source, line, row, found)
        yield part
        value = part.members[0][2] if part.members else b"false"
        yield from _rows_that_set(tree, name, drivers, value)
        yield from _code_that_sets(tree, name, home)


def _line_start(source: bytes, line: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = source.find(b"\n", at) + 1
    return at


def _row(path: str, source: bytes, line: int, row: rows.Row, found: re.Match[bytes] | None) -> Part:
    """Return the row, and the member that has its default from then on."""
    edit = rows.cut(path, source, row)
    if found is None:
        text = source[row.start : row.end]
        if _OWN_SETTER.match(text) or _is_synonym(source, text):
            return Part(path, line, (edit,))
        return Part(path, line, by_hand="no rule says what is left where this row is gone")
    structure, member = found[3].decode(), found[4].decode()
    if found[1].startswith(b"BIT"):
        why = "" if _CLEAR.search(found[5]) else f"the bit of {member} would not be set any more"
        return Part(path, line, () if why else (edit,), by_hand=why)
    again = [
        m for m in _ROW.finditer(source)
        if (m[3], m[4]) == (found[3], found[4]) and m[2] != found[2]
    ]  # fmt: skip
    if again:
        # Another name of the same member: that stays as it is.
        return Part(path, line, (edit,))
    value = _default(found)
    if value is None:
        why = f"no rule says what {member} is where nobody sets it"
        return Part(path, line, by_hand=why)
    return Part(path, line, (edit,), members=((structure, member, value),))


def _is_synonym(source: bytes, row: bytes) -> bool:
    """Tell whether another row of the file gives the same member a name by the same macro."""
    own = _NAMED.match(row)
    # What DEFINE_PROP_* has behind the name is the structure.
    return (
        own is not None
        and not own[1].startswith(b"DEFINE_PROP")
        and any(
            (m[1], m[3]) == (own[1], own[3]) and m[2] != own[2] for m in _NAMED.finditer(source)
        )
    )


def _default(found: re.Match[bytes]) -> bytes | None:
    """Return what the member has without the property; None where no rule says it."""
    if _POINTER.fullmatch(found[1]):
        return b"NULL"
    given = found[5].lstrip(b", \t\n").strip()
    if _VALUED.fullmatch(found[1]) and _WORD.fullmatch(given):
        return given
    return None


def _called(path: str, source: bytes, item: c_items.Item, at: int, name: str) -> Part:
    """Return the statements of a function that add and describe the property."""
    root = parse("c", source).root_node
    line = line_of(source, at)
    edits: list[Edit] = []
    for call in c_calls.calls(source, root, _CALLS):
        inside = item.start <= call.span.start < item.end
        if not inside or c_calls.string(call.argument(1)) != name:
            continue
        node = root.descendant_for_byte_range(call.span.start, call.span.end)
        statement = node.parent if node is not None else None
        if statement is None or statement.type != "expression_statement" or not _alone(statement):
            why = f"what the call that adds {name} gives is used"
            return Part(path, line, by_hand=why)
        edits.append(cutting.cut(path, source, statement.start_byte, statement.end_byte))
    if not edits:
        return Part(path, line, by_hand=f"no call adds {name} by its name")
    return Part(path, line, tuple(edits))


def _alone(statement: Node) -> bool:
    return statement.parent is not None and statement.parent.type == "compound_statement"


def _rows_that_set(tree: Tree, name: str, drivers: Drivers, value: bytes) -> Iterator[Part]:
    """Yield the rows of compat tables that set the property of one of the types.

    A row that gives it the value that stays goes, too; any other one is still needed.
    """
    for path in dict.fromkeys(h.path for h in tree.grep((f'"{name}"',), ("hw", "target"))):
        source = tree.read(path) if path.endswith((".c", ".h")) else b""
        text = source.decode("latin-1")
        for found in _COMPAT.finditer(text):
            if found[2] != name or not drivers(found[1].replace('"', "")):
                continue
            item = c_items.read(source).at(found.start())
            if item is None or not _TABLE.search(source, item.start, item.end):
                continue
            line = line_of(source, found.start())
            row = rows.around(source, item.start, item.end, found.start(2))
            if row is None or not _same(found[3] or found[4], value):
                table = item.name or "a table"
                yield Part(path, line, by_hand=f"{table} sets it for machines that stay")
            else:
                yield Part(path, line, (rows.cut(path, source, row),))


def _same(text: str, value: bytes) -> bool:
    """Tell whether a table gives the value: on, yes and true are one, as are their opposites."""
    words = {"on": "true", "yes": "true", "off": "false", "no": "false"}
    shown = value.decode("latin-1").casefold()
    given = words.get(text.casefold(), text.casefold())
    return given == words.get(shown, shown) or (given == "0" and shown in ("0", "false"))


def _code_that_sets(tree: Tree, name: str, home: Collection[str]) -> Iterator[Part]:
    """Yield where code of the files `home` sets a property called so: it may be this one."""
    for path in sorted(home):
        source = tree.read(path)
        if f'"{name}"'.encode() not in source:
            continue
        for call in c_calls.calls(source, None, _SETS):
            if f'"{name}"' in call.arguments:
                why = f"{call.name}() sets {name} here"
                yield Part(path, line_of(source, call.span.start), by_hand=why)
