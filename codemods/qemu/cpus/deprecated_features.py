"""A target's own list of CPU features that are deprecated, which it shows with its models.

A row of the list is the constant that the feature's definition makes of its first argument::

    DEF_FEAT(SAP, "sap", ...)        PINE_FEAT_SAP,

Source: s390_get_deprecated_features() in target/s390x/cpu_features.c of QEMU (8aa2211e86).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from codemods.formats.c import functions as c_functions
from codemods.formats.c import initializers as c_initializers
from codemods.formats.c import tokens as c_tokens
from codemods.formats.c.functions import Function
from codemods.formats.c.tokens import Token
from codemods.model import NOTE, Mark, Request
from codemods.source.splice import Edit, line_of, newline_of
from codemods.source.tree import Tree

_FUNCTION = re.compile(rb"\b(\w{1,80}_get_deprecated_features)\s*\(")
_WORD = "_get_deprecated_features"
_DEFINED = re.compile(r"\bDEF_FEAT\s*\(\s*(\w+)\s*,\s*\"([^\"\n]+)\"")


@dataclass(frozen=True)
class _List:
    """The array of a function: its rows, and where its closing brace stands."""

    function: Function
    rows: tuple[Token, ...]
    end: int


def mark(tree: Tree, arch: str, path: str, name: str) -> Mark | None:
    """Return the mark that the list of the target `arch` has the property, there or missing.

    None where the target has no such list, or the property is no feature of it.

    Arguments:
        path: the file that defines the property.
    """
    found = _list(tree, arch)
    constant = _constant(tree, path, name, found) if found else ""
    if found is None or not constant:
        return None
    source = tree.read(found.function.path)
    for row in found.rows:
        if row.text == constant:
            return Mark(NOTE, found.function.path, line_of(source, row.start), constant)
    add = partial(_add, arch, path, name)
    return Mark(NOTE, found.function.path, line_of(source, found.end), add=add)


def _list(tree: Tree, arch: str) -> _List | None:
    """Return the only list of the target, None where it has none or several."""
    folder = f"target/{arch}"
    hits = tree.grep((_WORD,), (folder,)) if _is_target(tree, folder) else ()
    found = list(_lists(tree, dict.fromkeys(h.path for h in hits if h.path.endswith(".c"))))
    return found[0] if len(found) == 1 else None


def _is_target(tree: Tree, folder: str) -> bool:
    return any(path.startswith(f"{folder}/") for path in tree.files())


def _lists(tree: Tree, paths: dict[str, None]) -> Iterator[_List]:
    for path in paths:
        source = tree.read(path)
        for name in dict.fromkeys(n.decode() for n in _FUNCTION.findall(source)):
            for function in c_functions.functions(path, source, name):
                yield from _arrays(source, function)


def _arrays(source: bytes, function: Function) -> Iterator[_List]:
    text = c_tokens.text_of(source)
    for _, _, inside in c_initializers.declared(text, "int"):
        if function.body.start < inside[0].start < function.body.end:
            rows = tuple(token for token in inside[1:-1] if token.text != ",")
            if rows and all(token.kind == "name" for token in rows):
                yield _List(function, rows, inside[-1].start)


def _constant(tree: Tree, path: str, name: str, found: _List) -> str:
    """Return the constant of the property: that of its definition, with the prefix of the rows."""
    text = c_tokens.text_of(tree.read(path))
    defined = {called: word for word, called in _DEFINED.findall(text)}
    prefixes = {
        row.text.removesuffix(f"_{word}")
        for row in found.rows
        for word in defined.values()
        if row.text.endswith(f"_{word}")
    }
    shared = min(prefixes, key=len, default="")
    if name not in defined or not all(row.text.startswith(f"{shared}_") for row in found.rows):
        return ""
    return f"{shared}_{defined[name]}" if shared else ""


def _add(arch: str, path: str, name: str, tree: Tree, request: Request) -> Iterator[Edit]:
    found = _list(tree, arch)
    assert found is not None
    constant, last = _constant(tree, path, name, found), found.rows[-1]
    at, where = last.start + len(last.text), found.function.path
    source = tree.read(where)
    rest = source[at : found.end].lstrip()
    indent = c_functions.indentation(source, last.start)
    if not rest.startswith(b","):
        yield Edit(where, at, at, b",")
    behind = c_functions.after_line(where, source, at)
    end = b"," if rest.startswith(b",") else b""
    yield Edit(where, behind, behind, f"{indent}{constant}".encode() + end + newline_of(source))
