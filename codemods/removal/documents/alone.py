"""Whether an entry lists nothing that stays."""

from __future__ import annotations

import re
from collections.abc import Sequence

from codemods import kinds
from codemods.errors import Refused
from codemods.qemu.listing import titles
from codemods.removal.documents import ranges, twins
from codemods.removal.documents.wanted import Listed, Wanted, owner_of, word
from codemods.removal.of_schema import generated
from codemods.source.tree import Tree


def require(tree: Tree, path: str, line: int, one: Listed, known: frozenset[str]) -> None:
    """Refuse an entry whose title names what stays.

    Arguments:
        known: the names of the tree's features of the kind, where the title is about versions.

    Raises:
        Refused: it does.
    """
    words = {w.feature.name for w in one.wanted} | {owner_of(w.feature) for w in one.wanted} - {""}
    named = re.compile("|".join(word(w) for w in sorted(words)))
    said = [f"{w.entry.before} {w.entry.befores} {w.entry.name}" for w in one.wanted]
    own = {t for text in said for t in titles.literals(text)}
    others = [t for t in titles.literals(one.section.title) if t not in own and not named.search(t)]
    if others:
        through = generated.carriers(tree, [owner_of(w.feature) for w in one.wanted])
        called = [twins.called(w.feature) for w in one.wanted]
        others = [t for t in others if not any(k.fullmatch(t.strip("`")) for k in called)]
        others = [t for t in others if t.strip("`") not in through]
        others = [t for t in others if not _is_family(tree, t.strip("`"), one.wanted)]
    if one.called and len(others) == 1:
        others = []
    text = titles.undated(one.section.title)
    versions = ranges.parts(one.section.title)
    ranged = re.search(r"`` (?:up )?to ``", text) is not None
    staying = [n for n in known if n not in one.names and any(p.holds(n) for p in versions)]
    going = [n for n in one.names if any(p.holds(n) for p in versions)]
    if ranged and (staying or not going):
        others = [text]
    if others:
        raise Refused(
            f"the entry also documents {titles.joined(others)}", path=path, line=line,
            hint="remove them together with --together, or split the entry by hand",
        )  # fmt: skip


def _is_family(tree: Tree, name: str, wanted: Sequence[Wanted]) -> bool:
    """Tell whether `name` is how all of the wanted ones begin, and nothing of their kind besides.

    A title may call a family so of which each member goes.
    """
    going = {w.feature.name for w in wanted}
    if len(going) == 1 or not all(one.startswith(name) for one in going):
        return False
    kind = kinds.every()[wanted[0].feature.kind]
    return all(f.name in going for f in kind.every(tree) if f.name.startswith(name))
