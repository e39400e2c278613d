"""From clues to verdicts: four rules, and the types behind what is marked.

1. What was named, and what one clue says the feature OWNS, is marked if it can
   be, and otherwise follows.
2. What the feature only TOUCHES is for a person to decide.
3. What merely MENTIONS it is skipped.
4. A type follows where all that uses it is marked or follows; where some of it
   is to be decided, so is the type; where other things use it, too, it is
   shared and stays.  What stands inside a type that follows needs no row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from codemods.related.book import Book, Use
from codemods.related.model import ASK, FOLLOWS, MARK, OWNS, SKIP, TOUCHES, TYPE, Clue, Known, Thing


def known(clues: Iterable[Clue]) -> Known:
    """Return the strongest of what the clues say of each thing: OWNS or TOUCHES."""
    found: Known = {}
    for clue in clues:
        if clue.strength == OWNS or (clue.strength == TOUCHES and clue.thing not in found):
            found[clue.thing] = clue.strength
    return found


def interface(thing: Thing, strength: str | None) -> str:
    """Return the verdict on a thing that is not a type of the schema."""
    if strength == OWNS:
        return MARK if thing.markable else FOLLOWS
    return ASK if strength == TOUCHES else SKIP


def types(book: Book, verdicts: Mapping[Thing, str], tied: Known) -> dict[Thing, str]:
    """Return FOLLOWS or ASK for each type that only such things use.

    Arguments:
        verdicts: those on commands, events, values and members.
        tied: what is known of types by themselves; it decides on unused ones.
    """
    candidates = {t for t in book.things.values() if t.kind == TYPE and book.uses.get(t.name)}
    settled = {t: interface(t, s) for t, s in tied.items()
               if t.kind == TYPE and t not in candidates}  # fmt: skip
    # Types may use each other: all are taken to depend until a use speaks against it.
    free = _closed(book, candidates, lambda u, kept: _covered(book, u, verdicts, settled, kept))
    rooted = _rooted(book, verdicts, settled, free)
    # Only marked interfaces and types that follow lead to these.
    firm = _closed(book, rooted, lambda u, kept: _certain(book, u, verdicts, settled, kept))
    return settled | {t: FOLLOWS if t in firm else ASK for t in rooted}


def _user(book: Book, use: Use) -> tuple[Thing | None, ...]:
    """Return what decides on a use: the member, the value that selects it, or the definition."""
    inner = book.of(use.definition, use.member) if use.member else None
    chosen = book.selector(use.definition, use.member) if use.member else None
    return inner, chosen, book.of(use.definition)


def _covered(
    book: Book, use: Use, verdicts: Mapping[Thing, str], settled: Mapping[Thing, str],
    free: set[Thing],
) -> bool:  # fmt: skip
    return any(
        t is not None and (verdicts.get(t) in (MARK, ASK) or t in settled or t in free)
        for t in _user(book, use)
    )


def _closed(book: Book, types: set[Thing], holds: Callable[[Use, set[Thing]], bool]) -> set[Thing]:
    """Return the most of `types` all whose uses hold, given that these are kept."""
    kept: set[Thing] | None = None
    while kept != types:
        kept = types
        types = {t for t in kept if all(holds(u, kept) for u in book.uses[t.name])}
    return types


def _rooted(
    book: Book, verdicts: Mapping[Thing, str], settled: Mapping[Thing, str], free: set[Thing]
) -> set[Thing]:
    """Return those of `free` that a marked or asked interface leads to."""
    found: set[Thing] = set()
    while True:
        more = {
            t for t in free - found
            if any(_covered(book, u, verdicts, settled, found) for u in book.uses[t.name])
        }  # fmt: skip
        if not more:
            return found
        found |= more


def _certain(
    book: Book, use: Use, verdicts: Mapping[Thing, str], settled: Mapping[Thing, str],
    firm: set[Thing],
) -> bool:  # fmt: skip
    return any(
        t is not None and (verdicts.get(t) == MARK or settled.get(t) == FOLLOWS or t in firm)
        for t in _user(book, use)
    )
