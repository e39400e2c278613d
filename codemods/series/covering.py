"""Whom the cover letter goes to: those of all patches, or where these are too many, of most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from email.utils import parseaddr

from codemods.formats import maintainers
from codemods.qemu.listing import entries
from codemods.source.tree import Tree, exists

#: To and Cc of one patch.
Recipients = tuple[Sequence[str], Sequence[str]]

#: A letter to more people is one to nobody.
MANY = 18
_MAINTAINERS = "MAINTAINERS"


def lists(tree: Tree) -> frozenset[str]:
    """Return the addresses that MAINTAINERS says are lists; a person may have no name there."""
    if not exists(tree, _MAINTAINERS):
        return frozenset()
    return maintainers.lists(tree.read(_MAINTAINERS), entries.document(tree))


def addressed(each: Sequence[Recipients], lists: Container[str]) -> Recipients:
    """Return To and Cc of the cover letter of patches that go to `each`.

    Where all are more than MANY, it goes to the lists, and to the people of more than one patch,
    those of most first: whoever gets a single patch finds the letter on the list.
    """

    def is_list(recipient: str) -> bool:
        return parseaddr(recipient)[1].lower() in lists

    to = tuple(dict.fromkeys(name for one, _ in each for name in one))
    on = Counter(name for _, cc in each for name in dict.fromkeys(cc) if name not in to)
    if len(to) + len(on) <= MANY:
        return to, tuple(on)
    most = sorted(on, key=lambda name: (not is_list(name), -on[name]))[: max(MANY - len(to), 0)]
    return to, tuple(name for name in on if name in most and (on[name] > 1 or is_list(name)))


def said(each: Sequence[Recipients], lists: Container[str]) -> tuple[str, ...]:
    """Return what the sender should know of those who do not get the cover letter."""
    everyone = {name for to, cc in each for name in (*to, *cc)}
    to, cc = addressed(each, lists)
    left = len(everyone) - len({*to, *cc})
    if not left:
        return ()
    return (f"the cover letter goes to lists and to people of several patches, not to {left} more",)
