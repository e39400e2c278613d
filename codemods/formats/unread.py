"""What the grammar cannot read of an edited text, and could read before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from codemods.source.splice import changed_lines
from codemods.syntax.parse import Node, error_nodes, parse

_LANGUAGES = {".c": "c", ".h": "c", ".json": "qapi", ".py": "python"}


def fresh(path: str, old: bytes, new: bytes) -> tuple[int, bool] | None:
    """Return the first line of `new` that cannot be read; None where there is no such line.

    It counts where `new` holds more ERROR or MISSING nodes than `old`.  A new one
    that lies on an added line counts too, although another one has gone, unless the
    same one lay on a removed line: the grammar looks for a semicolon behind each use
    of a macro, whichever macro it is.

    Returns:
        the line, and whether all of `old` could be read.
    """
    language = _LANGUAGES.get(path[path.rfind(".") :])
    if language is None:
        return None
    was = list(error_nodes(parse(language, old).root_node))
    now = list(error_nodes(parse(language, new).root_node))
    gone, added = changed_lines(old, new)
    known = {_text(node, frozenset()) for node in was}
    other = [node for node in now if _text(node, added) not in known]
    replaced = [node for node in was if _touches(node, gone)]
    hit = _without([node for node in other if _touches(node, added)], replaced)
    if len(now) <= len(was) and not hit:
        return None
    return _lines((hit or other or now)[0])[0], not was


def _without(nodes: Sequence[Node], replaced: Sequence[Node]) -> list[Node]:
    """Return `nodes` less one for each of `replaced` with the same type and text."""
    spare = Counter((node.type, node.text) for node in replaced)
    left = []
    for node in nodes:
        if spare[node.type, node.text]:
            spare[node.type, node.text] -= 1
        else:
            left.append(node)
    return left


def _touches(node: Node, lines: frozenset[int]) -> bool:
    return not lines.isdisjoint(_lines(node))


def _lines(node: Node) -> range:
    return range(node.start_point[0] + 1, node.end_point[0] + 2)


def _text(node: Node, without: frozenset[int]) -> bytes:
    """Return the text of `node`, without some lines, so that unparsed text can be recognised."""
    lines = zip(_lines(node), (node.text or b"").split(b"\n"), strict=False)
    return b"\n".join([node.type.encode(), *(text for n, text in lines if n not in without)])
