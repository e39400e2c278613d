"""Whether a hook that the code does not tie to a feature speaks of what an entry is about."""

from __future__ import annotations

import re
from functools import lru_cache

from codemods.model import Listed
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
_ENOUGH = 0.5


def speaks_of(hook: Hook, entry: Listed) -> bool:
    """Tell whether the words of `hook` are those of the title of `entry`.

    A name that the title quotes and the hook has, or half of the title's other words.
    """
    title = names.undated(entry.title)
    quoted = {"".join(m) for m in _QUOTED.findall(title)} | {n.text for n in entry.names}
    typed = {word.rstrip(":") for word in quoted if re.search(r"\w", word)}
    if typed & set(hook.names):
        return True
    theirs = words(title)
    both = theirs & words(hook.message)
    # What is typed says more than a word of the sentence, but may be one as well.
    said = any(re.search(rf"(?<![\w-]){re.escape(w)}(?![\w-])", hook.message, re.I) for w in typed)
    return len(both) > 1 and (said or len(both) >= _ENOUGH * len(theirs))


@lru_cache(maxsize=4096)
def words(text: str) -> frozenset[str]:
    """Return the words of `text` that tell something, in small letters and the singular."""
    found = (names.singular(word) for word in _WORD.findall(text.replace("``", " ")))
    return frozenset(w for w in found if w not in _COMMON and len(w) > 1)
