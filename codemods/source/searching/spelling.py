"""By which words the files of a tree may call what a user names."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Words of letters that are found all over a tree are hardly longer, but for those of C itself.
_EVERYDAY = re.compile(
    r"[A-Za-z]{0,5}|[A-Za-z]?\d+|continue|default|double|extern|register|return|signed|sizeof"
    r"|static|struct|switch|typedef|unsigned|volatile"
)
#: The owner of a name that can only be a type of the schema, by its case.
_TYPE = re.compile(r"[A-Z][A-Z0-9]*[a-z]\w*")
#: git looks for one fixed string after the other: of no more words than this that is the fastest.
FEW = 20
#: Before a part of a name.
_MARK = re.compile(r"[^A-Za-z0-9](?=[A-Za-z0-9])")


def everyday(word: str) -> bool:
    """Tell whether `word` may well be found all over a tree: short, without a mark or a number."""
    return _EVERYDAY.fullmatch(word) is not None


def spelled(name: str) -> tuple[str, ...]:
    """Return the words by which files may call what a user calls `name`: as typed, and in C.

    What `name` belongs to is among them: a search for it answers each one for the whole name.
    """
    if not name.strip() or not name.isprintable():
        return ()
    bare = re.split(r":(?=[^.:/]*[A-Za-z])", name)[-1]
    *_, owner, last = ["", *re.split(r"[./](?=[^./]*[A-Za-z])", bare)]
    last = last.lstrip("-") or name
    in_c = re.sub(r"\W", "_", last)
    owners = [owner] if owner and not everyday(owner) else []
    return tuple(dict.fromkeys((last, in_c, in_c.upper(), *owners)))


def worth_asking(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the words by which all lines about `names` are found, and everyday words of others.

    Of the everyday ones the files are worth a search, their lines are too many.
    """
    each = [(name, spelled(name)) for name in names]
    # What an everyday word belongs to is looked for instead.
    common = [word for _, words in each if all(map(everyday, words)) for word in words]
    told = [word for name, words in each for word in (*words, *strings(name))]
    if len(told) > FEW:
        # Types and their members are in few files: their owners' lines tell of all.
        told = [word for name, words in each for word in _owner(name) or (*words, *strings(name))]
    return [word for word in told if not everyday(word)], common


def _owner(name: str) -> tuple[str, ...]:
    """Return the type of the schema to which alone `name` can belong, if there is one."""
    owner = name.rpartition(":")[2].partition(".")[0]
    return (owner,) if "." in name and _TYPE.fullmatch(owner) and not everyday(owner) else ()


def strings(name: str) -> tuple[str, ...]:
    """Return the strings that make up `name` in C: all of it, or an end behind another one."""
    return (f'"{name}"', *ends(name))


def ends(name: str) -> tuple[str, ...]:
    """Return how strings in C end, or are, that make up `name` behind another one."""
    bare = name.rpartition(":")[2]
    marks = [mark.start() for mark in _MARK.finditer(bare)]
    return tuple(f'"{part}"' for n in marks for part in (bare[n:], bare[n + 1 :]))
