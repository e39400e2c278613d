"""Which of many words a text holds, in time that grows with the text, not with the words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

#: So many first bytes tell which words may stand at a place.
_HEAD = 4


class Words:
    """Words that are looked for in one text after the other; an empty one is none."""

    def __init__(self, words: Iterable[str]) -> None:
        self._known = {word.encode("utf-8", "surrogateescape"): word for word in words if word}
        self._head = min((*map(len, self._known), _HEAD))
        lengths: dict[bytes, set[int]] = {}
        for word in self._known:
            lengths.setdefault(word[: self._head], set()).add(len(word))
        self._lengths = {head: tuple(sorted(found)) for head, found in lengths.items()}

    def within(self, text: bytes) -> Iterator[str]:
        """Yield each word in `text`, once for each place."""
        known, head, lengths = self._known, self._head, self._lengths
        for at in range(len(text) - head + 1 if known else 0):
            for length in lengths.get(text[at : at + head], ()):
                if (found := known.get(text[at : at + length])) is not None:
                    yield found

    def parts(self, word: str) -> Iterator[str]:
        """Yield the words that are in `word`."""
        return self.within(word.encode("utf-8", "surrogateescape"))
