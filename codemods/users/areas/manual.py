"""Users in the manual: QMP objects, command lines, and texts that name the feature.

What deprecated.rst and removed-features.rst say of the feature itself is no use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from codemods.formats import qmp
from codemods.formats.qmp import Text
from codemods.formats.rst import sections as rst_sections
from codemods.source.tree import Tree
from codemods.users import keys, spots
from codemods.users import rules as move_rules
from codemods.users.model import Move, Use
from codemods.users.rules import Rules
from codemods.users.spots import Spot

AREA = "documentation"
_NAMES = (".rst", ".txt", ".md", ".rst.inc")
_LISTS = ("deprecated.rst", "removed-features.rst")
_QUOTES = (b"`", b"@", b'"', b"'")
_ENDS = (b"`", b'"', b"'", b" ", b"=", b",", b"[", b"")
#: A text that tells of test graphs names functions of theirs; others have paths of documents.
_GRAPH = b"qos_"
_TERM = re.compile(rb"[ \t]*\r?\n[ \t]+\S")
#: The option of a parameter is named so many bytes before it, at most.
_NEAR = 3000
#: What a plain word means is said so many bytes from it, at most.
_BESIDE = 200


def find(tree: Tree, move: Move) -> Iterator[Use]:
    """Yield the users in the manual."""
    rules = move_rules.rules(tree, move)
    for path, source in spots.files(tree, rules, _is_manual):
        text = qmp.plain(source)
        own = _entries(rules, path, source)
        for at in spots.named(rules, text):
            if any(start <= at < end for start, end in own):
                continue
            spot = spot_of(rules, path, text, at)
            if spot is not None and spot.what:
                yield spots.use(path, source, AREA, text, spot, rules)


def spot_of(rules: Rules, path: str, text: Text, at: int) -> Spot | None:
    """Return the name at `at` of a text for people as a use, None if it is none."""
    spot = spots.read(rules, path, text, at)
    full = spots.is_property(rules) and keys.is_in_full(rules.keys, text, at)
    if spot is not None and (spot.what or not full):
        return spot
    if spots.is_node(rules, text, at) and (path.startswith("tests/") or _GRAPH in text.data):
        return spots.exchanged(rules, path, text, at, "machine of a test graph")
    term = spots.is_property(rules) and _is_term(rules, text, at)
    plain = rules.of_command and spots.distinctive(rules.name)
    if not (full or term or plain or quoted(rules, text, at)):
        return None
    owned = rules.keys.is_head is not None
    if owned and not full and not keys.is_told_near(rules.keys, path, text, at):
        return None
    if rules.naming.key == "option":
        option = re.escape(rules.keys.options[0].encode())
        named = re.search(rb"-" + option + rb"\b", text.data[max(0, at - _NEAR) : at])
        if not named and not re.match(rb"[^\n]*\b" + option + rb"\b", text.data[at:]):
            return None
    return Spot(at, "mentioned in a text", "what the text says of it has to be looked at")


def quoted(rules: Rules, text: Text, at: int) -> bool:
    """Tell whether the name at `at` stands in quotes, as names do in a text.

    What is a plain word and chosen by an option is meant where the text says what it is.
    """
    end = at + len(rules.name)
    if text.data[at - 1 : at] not in _QUOTES or text.data[end : end + 1] not in _ENDS:
        return False
    shape = rules.naming
    if not shape.leads or shape.typed or spots.distinctive(rules.name):
        return True
    around = text.data[max(0, at - _BESIDE) : end + _BESIDE].lower()
    return any(word.encode() in around for word in shape.what.lower().split())


def _is_term(rules: Rules, text: Text, at: int) -> bool:
    """Tell whether the name alone is the term of a definition list."""
    alone = text.data[at - 1 : at] in (b"", b"\n")
    return alone and _TERM.match(text.data, at + len(rules.name)) is not None


def _is_manual(path: str) -> bool:
    inside = path.startswith("docs/") or "/" not in path
    return inside and path.endswith(_NAMES)


def _entries(rules: Rules, path: str, source: bytes) -> Sequence[tuple[int, int]]:
    """Return the sections that are about the feature's own deprecation or removal."""
    if not path.endswith(_LISTS):
        return ()
    named = qmp.whole(rules.name)
    sections = (
        s for s in rst_sections.sections(source) if named.search(s.title.encode(errors="replace"))
    )
    return [(s.start, s.end) for s in sections]
