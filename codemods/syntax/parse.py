"""The only user of tree-sitter: parse, run a stored query, ask about error nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path

from tree_sitter import Language, Node, Parser, Query, QueryCursor
from tree_sitter import Tree as SyntaxTree

from codemods.syntax import long, readable, scripts

#: Language of each folder below queries/, and the grammar package that reads it.
_GRAMMARS = {
    "bash": "tree_sitter_bash",
    "c": "tree_sitter_c",
    "python": "tree_sitter_python",
    "qapi": "tree_sitter_python",
}

#: Lines that are comments, one below the other.
_COMMENTS = re.compile(rb"(?m)^[ \t]*#[^\r\n]*(?:\r?\n[ \t]*#[^\r\n]*)*")
#: So many matches may be open at a time: no script of QEMU needs more than a quarter.
_NESTED = 512
#: So many pieces a text may have that is none of the language: each is looked for from the first.
_PIECES = 5_000
_BLANKED = bytes(byte if byte in b"\r\n" else ord(" ") for byte in range(256))

__all__ = ["Node", "SyntaxTree", "error_nodes", "found", "matches", "once", "parse", "query_text"]


@lru_cache(maxsize=256)
def parse(language: str, source: bytes) -> SyntaxTree:
    """Return the syntax tree of `source`, whose language is a folder of queries/.

    C is parsed as readable.py gives it, and shell as scripts.py; every offset is that of `source`.
    """
    return once(language, source)


def once(language: str, source: bytes) -> SyntaxTree:
    """Return the syntax tree of a text that is not asked for again; see parse().

    Raises:
        Refused: it is longer than any file that people write, or takes the grammar too long.
    """
    parser = Parser(_language(language))
    if language == "bash":
        # A line that begins with # may be a part of a here-document, or of a word.
        return long.parse(parser, scripts.readable(source), source, limited=True)
    if language != "c":
        # Behind a comment of many lines the grammar looks at all that follow, from each of them.
        bare = _COMMENTS.sub(lambda found: found[0].translate(_BLANKED), source)
        return long.parse(parser, bare, source)
    known = readable.known(source) if len(source) <= long.MOST else source
    tree = long.parse(parser, known, source)
    if not tree.root_node.has_error or (joined := readable.joined(known)) == known:
        return tree
    other = long.parse(parser, joined, source)
    return min(tree, other, key=lambda t: sum(1 for _ in error_nodes(t.root_node)))


def matches(query: str, node: Node) -> Iterator[dict[str, list[Node]]]:
    """Yield the captures of each match of the stored query below `node`.

    Arguments:
        query: "LANGUAGE/NAME", the file queries/LANGUAGE/NAME.scm.
    """
    for _, captures in QueryCursor(_query(query)).matches(node):
        yield captures


def found(query: str, node: Node) -> list[dict[str, list[Node]]] | None:
    """Return what matches() yields; None where it would take too long.

    That is so where much is nested, and where the whole cannot be read at all.
    """
    if node.is_error and node.child_count > _PIECES:
        return None
    cursor = QueryCursor(_query(query), match_limit=_NESTED)
    every = cursor.matches(node)
    return None if cursor.did_exceed_match_limit else [captures for _, captures in every]


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


@cache
def _language(name: str) -> Language:
    return Language(import_module(_GRAMMARS[name]).language())


@cache
def _query(name: str) -> Query:
    # Before Python 3.11 the type is lost in the binding's stubs.
    query: Query = Query(_language(name.partition("/")[0]), query_text(name))
    return query


@cache
def _queries() -> Path:
    # In a wheel the queries lie inside the package, in a checkout beside it.
    package = Path(__file__).resolve().parent.parent
    installed = package / "queries"
    return installed if installed.is_dir() else package.parent / "queries"
