"""Whether a hook that the code does not tie to a feature speaks of what an entry is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from codemods.model import Feature, Listed
from codemods.qemu import targets
from codemods.qemu.hooks.hook import Hook
from codemods.qemu.listing import names

_WORD = re.compile(r"\w(?:[\w+-]*\w)?")
_QUOTED = re.compile(r"``([^`]+)``|\"([^\"\s]+)\"|'([^'\s]+)'")
#: Words that every message and title has.
_COMMON = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "been", "by", "deprecated", "for", "future", "going",
    "has", "in", "is", "it", "not", "of", "on", "or", "please", "qemu", "release", "removed", "s",
    "since", "support", "that", "the", "this", "to", "use", "used", "using", "when", "which",
    "will", "with", "instead",
})  # fmt: skip
#: So much of a title's words a message has to have, and so much where it has another's name.
_ENOUGH, _MOST = 0.4, 0.6


def spoken_of(hook: Hook, entries: Sequence[Listed]) -> tuple[Listed, ...]:
    """Return those of `entries` whose titles have a name or many of the words of `hook`.

    Fewer words are enough where no entry has a name that the hook has.
    """
    named = [e for e in entries if _typed(e) & set(hook.names)]
    enough = _MOST if named else _ENOUGH
    return tuple(e for e in entries if e in named or _has_words(hook, e, enough))


def _typed(entry: Listed) -> set[str]:
    """Return what the title quotes."""
    quoted = {"".join(m) for m in _QUOTED.findall(names.undated(entry.title))}
    quoted |= {name.text for name in entry.names}
    return {word.rstrip(":") for word in quoted if re.search(r"\w", word)}


def _has_words(hook: Hook, entry: Listed, enough: float) -> bool:
    target = _target(hook)
    named = {t for t in targets.titles() if re.search(rf"\b{re.escape(t)}\b", entry.title)}
    if target and named and target not in named:
        return False
    theirs = words(names.undated(entry.title))
    both = theirs & (words(hook.message) | _around(hook))
    # What is typed says more than a word of the sentence, but may be one as well.
    said = any(
        re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", hook.message, re.IGNORECASE)
        for word in _typed(entry)
    )
    said = said and enough == _ENOUGH
    return len(both) > 1 and (said or len(both) >= enough * len(theirs))


def is_part_of(feature: Feature, entry: Listed) -> bool:
    """Tell whether `entry` is about a part of `feature`, or of what owns it."""
    owner = feature.qualified.removesuffix(feature.name)
    own = {feature.name.rpartition(".")[2].casefold()}
    own |= {word.casefold() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", owner)}
    return any(names.is_part(n) and n.text.lstrip("-").casefold() in own for n in entry.names)


def _around(hook: Hook) -> frozenset[str]:
    """Return what the path and the function of a hook in code say it is about."""
    if hook.idiom in ("manual", "sentence"):
        return frozenset()
    return words(f"{_target(hook)} {hook.where.replace('_', ' ')}")


def _target(hook: Hook) -> str:
    """Return the title of the target whose folder holds the hook, or ""."""
    folder = hook.path.split("/")
    return targets.title(folder[1]) if len(folder) > 2 else ""


@lru_cache(maxsize=4096)
def words(text: str) -> frozenset[str]:
    """Return the words of `text` that tell something, in small letters and the singular."""
    found = (names.singular(word) for word in _WORD.findall(text.replace("``", " ")))
    return frozenset(w for w in found if w not in _COMMON and len(w) > 1)
