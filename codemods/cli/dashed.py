"""Names that begin with a dash, as QEMU's users type them: "-device qxl", "-no-hpet".

Click would read them as a run of its own short options, of which "-o" and "-v" even take the
rest of the word.  What may be such a run ("-old-param", "-smp") is a name only where the command
line has no other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

_WITH_VALUE = re.compile(r"-[A-Za-z][\w-]+ +[^\s-].*", re.DOTALL)
_ALONE = re.compile(r"-[A-Za-z][\w-]+")


def is_name(word: str, short: Collection[str], *, alone: bool = False) -> bool:
    """Tell whether `word` is an option of QEMU and none of ours.

    Arguments:
        short: our short options, "-o" among them.
        alone: takes what may be either for QEMU's, but for "-v2" and runs of flags ("-qs").
    """
    if _WITH_VALUE.fullmatch(word):
        return True
    if _ALONE.fullmatch(word) is None:
        return False
    ours = word[-1].isdigit() or all(f"-{letter}" in short for letter in word[1:])
    return word[:2] not in short or (alone and not ours)


def shielded(words: Sequence[str], short: Collection[str], *, alone: bool = False) -> Iterator[str]:
    """Yield `words` so that click takes names for arguments: with a blank before them.

    What stands behind "--" is an argument anyway.  See is_name() for the arguments.
    """
    end = words.index("--") if "--" in words else len(words)
    for at, word in enumerate(words):
        yield f" {word}" if at < end and is_name(word, short, alone=alone) else word


def bare(value: object) -> object:
    """Return what click found without the blank that `shielded` put before it."""
    if isinstance(value, tuple):
        return tuple(bare(one) for one in value)
    return value[1:] if isinstance(value, str) and value.startswith(" -") else value
