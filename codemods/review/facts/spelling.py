"""Slips of the pen, by comparison with what the tree writes elsewhere; no dictionary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

_WORD = re.compile(r"[A-Za-z][a-z]{5,}")
_TOKEN = re.compile(r"(?<![A-Za-z])[A-Za-z]+\d[\w-]*|(?<!\d)\d+[A-Za-z][\w-]*")
_DOUBLED = re.compile(r"\b(\w+)\s+\1\b", re.IGNORECASE)
_RIGHT_TWICE = frozenset({"that", "had", "is"})
#: A word is known when it is written so often.
_KNOWN = 3
_MARKED = re.compile(
    r"``[^`]*``|`[^`]*`|https?://\S+|<[^>]{0,300}>|'[^']*'|\"[^\"]*\"|[^\s_/@=]{0,80}[_/@=]\S*"
)


def doubled(text: str) -> str:
    """Return a word that stands twice in a row, with itself, or ""."""
    for found in _DOUBLED.finditer(text):
        if found[1].isalpha() and found[1].lower() not in _RIGHT_TWICE:
            return found[0]
    return ""


def words(text: str) -> Iterator[str]:
    """Yield the words of a prose text, in small letters; nothing that is marked or typed."""
    for word in _WORD.findall(_MARKED.sub(" ", text)):
        yield word.lower()


def counted(texts: Iterator[str]) -> Counter[str]:
    """Return how often each word is written."""
    return Counter(word for text in texts for word in words(text))


def slip(word: str, known: Mapping[str, int]) -> str:
    """Return the word of which `word` is a slip: one letter more, less or swapped; or "".

    With another letter in place of one, "wording" would be a slip of "working".
    """
    if known.get(word, 0):
        return ""
    found = [w for w in _near(word) if known.get(w, 0) >= _KNOWN and not _is_form(word, w)]
    return max(found, key=lambda w: known[w]) if found else ""


def tokens(text: str) -> list[str]:
    """Return what looks like the name of a device: letters and digits."""
    return _TOKEN.findall(text)


def is_near(one: str, other: str) -> bool:
    """Tell whether two names differ by one swapped, changed, missing or further character."""
    return one != other and other in set(_near(one, "abcdefghijklmnopqrstuvwxyz0123456789"))


def _near(word: str, letters: str = "abcdefghijklmnopqrstuvwxyz") -> Iterator[str]:
    for n in range(len(word) + 1):
        head, tail = word[:n], word[n:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in letters:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]


def _is_form(word: str, other: str) -> bool:
    """Tell whether two words are forms of one, or differ by one letter in the same place."""
    if len(word) == len(other):
        return sum(map(str.__ne__, word, other)) == 1
    short, long = sorted((word, other), key=len)
    return long.startswith(short) or long.endswith(short)
