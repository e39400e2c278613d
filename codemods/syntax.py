"""The only user of tree-sitter: parse, run a stored query, ask about error nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path

from tree_sitter import Language, Node, Parser, Query, QueryCursor
from tree_sitter import Tree as SyntaxTree

#: Language of each folder below queries/, and the grammar package that reads it.
_GRAMMARS = {"c": "tree_sitter_c", "qapi": "tree_sitter_python", "python": "tree_sitter_python"}
#: What the C grammar stumbles over, as it does not know the macros of GLib and QEMU: words in
#: the place of an attribute, types among the arguments of what looks like a call, and the end
#: of a range of cases.
_UNKNOWN = re.compile(
    rb"\b(g_autofree|coroutine_fn|coroutine_mixed_fn|GRAPH_(?:RDLOCK|WRLOCK|UNLOCKED))\b"
    rb"|\bg_(?:try_)?(?:new0?|renew)\s*\(\s*(struct\s)?\s*\w+\s*(\*+)?\s*,"
    rb"|\bcase\s+\w+\s*(\.\.\.[\w\s+()-]+):"
)
#: Macros that begin a loop, where they are used: "QTAILQ_FOREACH_SAFE(one, &all, next, tmp) {".
_LOOP = re.compile(rb"(?m)^([ \t]+)([A-Z]+_FOREACH(?:_[A-Z]+)*)(?=\s*\()")

__all__ = ["Node", "SyntaxTree", "error_nodes", "matches", "parse", "query_text"]


@lru_cache(maxsize=256)
def parse(language: str, source: bytes) -> SyntaxTree:
    """Return the syntax tree of `source`, whose language is a folder of queries/.

    In C some words are blanks to the grammar, and a macro that begins a loop is a `while`; every
    offset is that of `source`.
    """
    known = _UNKNOWN.sub(_blanked, source) if language == "c" else source
    known = _LOOP.sub(_as_loop, known) if language == "c" else known
    return Parser(_language(language)).parse(known)


def matches(query: str, node: Node) -> Iterator[dict[str, list[Node]]]:
    """Yield the captures of each match of the stored query below `node`.

    Arguments:
        query: "LANGUAGE/NAME", the file queries/LANGUAGE/NAME.scm.
    """
    for _, captures in QueryCursor(_query(query)).matches(node):
        yield captures


def error_nodes(node: Node) -> Iterator[Node]:
    """Yield each ERROR and MISSING node at or below `node`, outermost first."""
    if not node.has_error:
        return
    if node.is_error or node.is_missing:
        yield node
        return
    for child in node.children:
        yield from error_nodes(child)


def query_text(query: str) -> str:
    """Return the text of the stored query "LANGUAGE/NAME"."""
    return (_queries() / f"{query}.scm").read_text(encoding="utf-8")


def _blanked(found: re.Match[bytes]) -> bytes:
    """Return the match with blanks for its groups."""
    text, start = bytearray(found[0]), found.start()
    for first, last in found.regs[1:]:
        text[first - start : last - start] = b" " * (last - first)
    return bytes(text)


def _as_loop(found: re.Match[bytes]) -> bytes:
    return found[1] + b"while".ljust(len(found[2]))


@cache
def _language(name: str) -> Language:
    return Language(import_module(_GRAMMARS[name]).language())


@cache
def _query(name: str) -> Query:
    return Query(_language(name.partition("/")[0]), query_text(name))


@cache
def _queries() -> Path:
    # In a wheel the queries lie inside the package, in a checkout beside it.
    package = Path(__file__).resolve().parent
    installed = package / "queries"
    return installed if installed.is_dir() else package.parent / "queries"
