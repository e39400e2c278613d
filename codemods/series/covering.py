"""Whom the cover letter goes to: those of all patches, or where these are too many, of most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

#: To and Cc of one patch.
Recipients = tuple[Sequence[str], Sequence[str]]

#: A letter to more people is one to nobody.
MANY = 18


def addressed(each: Sequence[Recipients]) -> Recipients:
    """Return To and Cc of the cover letter of patches that go to `each`.

    Where all are more than MANY, it goes to the lists, and to the people of more than one patch,
    those of most first: whoever gets a single patch finds the letter on the list.
    """
    to = tuple(dict.fromkeys(name for one, _ in each for name in one))
    on = Counter(name for _, cc in each for name in dict.fromkeys(cc) if name not in to)
    if len(to) + len(on) <= MANY:
        return to, tuple(on)
    most = sorted(on, key=lambda name: (not _is_list(name), -on[name]))[: max(MANY - len(to), 0)]
    return to, tuple(name for name in on if name in most and (on[name] > 1 or _is_list(name)))


def said(each: Sequence[Recipients]) -> tuple[str, ...]:
    """Return what the sender should know of those who do not get the cover letter."""
    everyone = {name for to, cc in each for name in (*to, *cc)}
    to, cc = addressed(each)
    left = len(everyone) - len({*to, *cc})
    if not left:
        return ()
    return (f"the cover letter goes to lists and to people of several patches, not to {left} more",)


def _is_list(address: str) -> bool:
    """Tell whether it is a mailing list: get_maintainer.pl gives people with their names."""
    return "<" not in address
