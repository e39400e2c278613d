"""Entries that list several features by name, of which some go and others stay.

Source: 46a2bd5257 in QEMU's history, the same for a title that is a range; 21c1270f41 ended such
a list at once, behind a patch for each of its boards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from codemods import kinds
from codemods.formats.rst.sections import Section
from codemods.qemu.listing import titles
from codemods.removal.documents.wanted import Listed, Wanted, owner_of
from codemods.source.tree import Tree

_NAME = r"``[^`\n]{1,100}``"
_LIST = re.compile(rf"{_NAME}(?:(?:,? and |, | ?/ ?){_NAME})+")
#: The plural beside a list: its own word, or that behind what specifies it ("CPU names").
_BEHIND = re.compile(r"((?: [A-Z][\w-]{0,40}){0,2} )([A-Za-z-]{2,40}[^su'i]s)(?= |$)")
_BEFORE = re.compile(r"\b[A-Za-z-]{2,40}[^su'i]s(?= $)")


@dataclass(frozen=True)
class Split:
    """The titles of what stays and of what goes, and the names in that which stay."""

    title: str
    gone: str
    staying: tuple[str, ...]

    def says(self, section: Section, source: bytes) -> str:
        """Return the first name that stays of which the text of the entry speaks, "" for none."""
        text = source[section.body : section.end].decode("utf-8", "replace")
        return next((name for name in self.staying if re.search(_word(name), text)), "")


def of(tree: Tree, one: Listed) -> Split | None:
    """Return how the title is split in two; None where it is no list of alike features.

    Each name of the list has to be a feature of the tree of the kind of those that go, or of one
    that goes; else nobody knows what the others are.
    """
    lists = list(_LIST.finditer(one.section.title))
    if len(lists) != 1:
        return None
    names = [text.strip("`") for text in titles.literals(lists[0][0])]
    going = [n for n in names if any(n in _called(w) for w in one.wanted)]
    staying = [n for n in names if n not in going]
    if not going or not staying or not all(_is_alike(tree, n, one.wanted[0]) for n in staying):
        return None
    if not all(any(n in _called(w) for n in going) for w in one.wanted):
        return None
    title = one.section.title
    start, end = lists[0].span()
    return Split(
        _titled(title, start, end, staying), _titled(title, start, end, going), tuple(staying)
    )


def _called(wanted: Wanted) -> set[str]:
    feature = wanted.feature
    return {feature.name, f"-{feature.name}", owner_of(feature), feature.qualified} - {""}


def _is_alike(tree: Tree, name: str, wanted: Wanted) -> bool:
    """Tell whether `name` is a feature like the wanted one, or owns one that is called alike."""
    kind = kinds.every()[wanted.feature.kind]
    plain = name.lstrip("-")
    return any(
        next(iter(kind.find(tree, one)), None) is not None
        for one in (plain, f"{plain}.{wanted.feature.name}")
    )


def _titled(title: str, start: int, end: int, names: list[str]) -> str:
    """Return the title with `names` in the place of its list; of one name as of a single thing."""
    before, behind = title[:start], title[end:]
    if len(names) == 1:
        single = _BEHIND.match(behind)
        if single is not None:
            behind = single[1] + titles.singular(single[2]) + behind[single.end() :]
        else:
            before = _BEFORE.sub(lambda found: titles.singular(found[0]), before)
    return before + titles.joined([f"``{name}``" for name in names]) + behind


def _word(name: str) -> str:
    return r"(?<![\w-])" + re.escape(name) + r"(?![\w-])"
