"""Users in the .hx files: what the texts of other options and monitor commands say."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.errors import Refused
from codemods.formats import hx, qmp
from codemods.source.tree import Tree
from codemods.users import rules as move_rules
from codemods.users import spots
from codemods.users.areas import manual
from codemods.users.model import Move, Use
from codemods.users.rules import Rules

AREA = "help texts"


def find(tree: Tree, move: Move) -> Iterator[Use]:
    """Yield the users in the documentation and the help of .hx files."""
    rules = move_rules.rules(tree, move)
    for path, source in spots.files(tree, rules, lambda p: p.endswith(".hx") and "/" not in p):
        try:
            found = hx.read(path, source)
        except Refused:
            continue
        own = _own(rules, found)
        for doc in (d for d in found.docs if d.start not in own):
            yield from _uses(rules, path, source, qmp.plain(source, doc.start, doc.end))
        for block in found.blocks:
            if block.name != rules.name or not rules.naming.tabled:
                yield from _uses(rules, path, source, _help(source, block))


def _own(rules: Rules, found: hx.File) -> set[int]:
    """Return where the documentation begins that is the feature's own."""
    if not rules.naming.tabled:
        return set()
    return {b.doc.start for b in found.blocks if b.doc is not None and b.name == rules.name}


def _help(source: bytes, block: hx.Block) -> qmp.Text:
    """Return the help of an option, one literal a line."""
    lines = [qmp.plain(source, literal.start, literal.end) for literal in block.help]
    ends = [qmp.Text(b"\n", (line.at[-1], line.at[-1])) for line in lines]
    return qmp.join([part for pair in zip(lines, ends, strict=True) for part in pair])


def _uses(rules: Rules, path: str, source: bytes, text: qmp.Text) -> Iterator[Use]:
    for at in spots.named(rules, text):
        spot = manual.spot_of(rules, path, text, at)
        if spot is not None and spot.what:
            yield spots.use(path, source, AREA, text, spot, rules)
