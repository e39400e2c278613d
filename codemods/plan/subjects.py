"""The subject line of a patch that deprecates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from codemods.model import Entry
from codemods.qemu.listing import titles
from codemods.series import words


def subject(paths: Sequence[str], named: str, listed: Sequence[Entry], *, dated: bool) -> str:
    """Return "PREFIX: Deprecate ...", shorter where all the words have no room.

    Arguments:
        paths: the changed files.
        named: what the patch is about in the user's words, or "".
        listed: the entries of what it deprecates.
        dated: it only corrects the release of an entry.
    """
    prefix = words.subsystem(paths)
    verb = "Correct the release that deprecates" if dated else "Deprecate"
    first, *more = dict.fromkeys(listed)
    if named:
        phrases = [named.replace("``", "")]
    else:
        phrases = [titles.brief(listed, prefix)]
        phrases += [several(names(listed), n) for n in range(len(more) + 1, 1, -1)]
        phrases += [f"{titles.brief([first], prefix)} and {len(more)} more"] if more else []
        phrases += [] if more else [*_of_owners(first), _bare(first)]
        phrases += [several(names(listed), 1)]
    return words.subject(prefix, [f"{verb} {phrase}" for phrase in phrases])


def names(listed: Sequence[Entry]) -> list[str]:
    """Return the bare names of the entries; what is called alike is told apart by its owner."""
    distinct = list(dict.fromkeys(listed))
    bare = [_bare(entry) for entry in distinct]
    count = Counter(bare)
    return [b if count[b] == 1 else _owned(e, b) for e, b in zip(distinct, bare, strict=True)]


def several(listed: Sequence[str], shown: int) -> str:
    """Return "a, b and 3 more", with the first `shown` names."""
    left = len(listed) - shown
    return titles.joined([*listed[:shown], *([f"{left} more"] if left else [])])


def _bare(entry: Entry) -> str:
    """Return the name that stands in a list of names."""
    name = (entry.short or entry).name.replace("``", "")
    return re.sub("^'(.*)'$", r"\1", name)


def _of_owners(entry: Entry) -> list[str]:
    """Return "@a of b and c" and "@a of b and 1 more", shorter than what tells what b and c are."""
    owners = [owner.strip("`") for owner in titles.literals(entry.before)]
    return [f"{_bare(entry)} of {several(owners, n)}" for n in range(len(owners), 0, -1)]


def _owned(entry: Entry, name: str) -> str:
    """Return the name with what tells it from others that are called so."""
    owners = titles.literals(entry.before)
    if entry.short is not None and not owners:
        return titles.typed(entry)
    return ".".join([*(owner.strip("`") for owner in owners[:1]), name.lstrip("@")])
