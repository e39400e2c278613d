"""What the prose of an entry says, by words that everybody uses for it."""

from __future__ import annotations

import re

#: A marked name at the beginning of an item of a list.
_ITEM = re.compile(r"(?m)^ *[-*] +(?:\"|``|')([\w.+-]+)(?:\"|``|')")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z`@(])")
_REPEATS = re.compile(
    r"(?:this|these|the)(?: ``[^`]+``)?(?: [\w-]+){0,3} (?:is|are|was|were|has been|have been)"
    r"(?: now)? deprecated(?: (?:now|since (?:qemu )?v?[\d.]+))?\.?",
    re.IGNORECASE,
)
#: What tells people where to go, or that there is nowhere to go.
_WAY_OUT = re.compile(
    r"\b(?:us(?:e|es|ed|ing)|instead|replac\w*|remov\w*|drop\w*|migrat\w+ to|switch\w*|rename\w*"
    r"|alternative\w*|prefer\w*|recommend\w*|superseded?|equivalent|same as|synonym|alias\w*"
    r"|no-op|ignored|no effect|only effect|does nothing|useless|meaningless|omit\w*|should|must"
    r"|need|duplicat\w*|redundant|intends? to|discontinue\w*|ceased|no longer|not required"
    r"|obsolete\w*|default|future)\b",
    re.IGNORECASE,
)
_WEAK = re.compile(r"\b(?:might|may|could|probably|perhaps) be (?:removed|dropped|deleted)\b", re.I)


def items(body: str) -> list[str]:
    """Return the names that begin the items of a list, without markup."""
    return _ITEM.findall(body)


def sentences(body: str) -> list[str]:
    """Return the sentences of a text, each on one line."""
    return [s for s in _SENTENCE.split(" ".join(body.split())) if s]


def repeats(sentence: str) -> bool:
    """Tell whether a sentence says no more than that something is deprecated."""
    return _REPEATS.fullmatch(sentence) is not None


def has_way_out(body: str) -> bool:
    """Tell whether a text says what to use instead, or that the thing goes or does nothing."""
    return _WAY_OUT.search(body) is not None


def weak(body: str) -> str:
    """Return the words that leave open whether the thing goes, or ""."""
    found = _WEAK.search(" ".join(body.split()))
    return found[0] if found else ""
