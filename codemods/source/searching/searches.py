"""Search the files of a tree with `git grep`, or in texts at hand, for each thing once."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from codemods.source import answers
from codemods.source.searching.matching import MANY_PATHS, below, fields, hits, is_text, names, runs
from codemods.source.searching.spelling import FEW, everyday
from codemods.source.searching.words import Words
from codemods.source.tree import Hit

#: No setting of the user may add a colour or a column to what is parsed here.
GREP = ("grep", "--no-color", "--no-column", "-I", "-z")
#: A search that nobody waits for yet leaves the other processors to who began it.
_BESIDE = ("--threads=1",)
_SPECIAL = re.compile(r"[][.\\()*+?{}|^$]")

#: Begins a search with these options below these paths; what it returns waits for the output.
Start = Callable[[Sequence[str], Sequence[str]], Callable[[], bytes]]
Texts = Callable[[Sequence[str]], Mapping[str, bytes] | None]


class Searches:
    """What `git grep` finds in one tree, asked once for each question.

    A line with a word has each part of it, so that a search for one word answers the questions
    for all longer ones.

    Arguments:
        start: begins a search with the given options of GREP below the given paths.
        texts: returns the files below some paths where they are at hand, else None.
    """

    def __init__(self, start: Start, texts: Texts) -> None:
        self._start = start
        self._texts = texts
        self._begun: list[Callable[[], None]] = []
        self._suggested: dict[str, None] = {}
        self._found: list[_Found] = []
        self._hits: dict[object, tuple[Hit, ...]] = {}
        self._paths: dict[object, tuple[str, ...]] = {}

    def expect(self, words: Iterable[str]) -> None:
        """Begin to search all files for `words`, for which the caller is to ask."""
        if told := tuple(_shortest(_of_text(words))):
            out = self._start([*_BESIDE, "-n", *_any_of(told)], ())
            self._begun.append(lambda: self._found.append(_Found(told, (), _Lines(_hits(out())))))

    def expect_files(self, words: Iterable[str]) -> None:
        """Begin to look for the files that name each of the everyday `words`."""
        if told := tuple(dict.fromkeys(_of_text(words))):
            out = self._start([*_BESIDE, "-n", *_whole_words(told)], ())
            self._begun.append(lambda: self._paths.update(_by_word(told, out())))

    def suggest(self, words: Iterable[str]) -> None:
        """Look for `words`, too, when all files are searched for something else."""
        self._suggested |= dict.fromkeys(_of_text(words))

    def grep(self, words: Sequence[str], under: Sequence[str] = ()) -> Sequence[Hit]:
        """See Tree."""
        if not (words := _of_text(words)):
            return ()
        if len(under) > MANY_PATHS:
            # A command line has no room for them.
            wanted = frozenset(below((hit.path for hit in self.grep(words)), under))
            return tuple(hit for hit in self.grep(words) if hit.path in wanted)
        key = (tuple(words), tuple(under))
        if key not in self._hits:
            if unknown := self._unknown(*key):
                if not under:
                    unknown = self._with_suggested(unknown)
                found = _hits(self._start(["-n", *_any_of(unknown)], under)())
                self._found.append(_Found(tuple(unknown), key[1], _Lines(found)))
            self._hits[key] = self._known(*key)
        return self._hits[key]

    def naming(self, word: str, under: Sequence[str] = ()) -> Sequence[str]:
        """See Tree."""
        if not _of_text([word]):
            return ()
        if len(under) > MANY_PATHS and (word, ()) not in self._paths:
            self.naming(word)
        key = (word, tuple(under))
        if key not in self._paths:
            if self._suggested and not under and not everyday(word):
                self.grep((word,))
            if not self._unknown((word,), key[1]):
                named = (hit.path for hit in self._known((word,), key[1]) if names(hit.text, word))
                self._paths[key] = tuple(dict.fromkeys(named))
            elif (everywhere := self._paths.get((word, ()))) is not None:
                self._paths[key] = tuple(below(everywhere, under))
            else:
                out = _text(self._start(["-l", "-w", *_fixed([word])], under)())
                self._paths[key] = tuple(p for p in out.split("\0") if p)
        return self._paths[key]

    def _unknown(self, words: Sequence[str], under: tuple[str, ...]) -> list[str]:
        """Return those of `words` of which not all lines below `under` are known."""
        while self._begun:
            self._begun.pop()()
        unknown = [w for w in words if not any(f.tells(w, under) for f in self._found)]
        texts = self._texts(under) if unknown and under else None
        if texts is None:
            return unknown
        searched = {path: text for path, text in texts.items() if is_text(text)}
        found = [hit for path, text in searched.items() for hit in hits(path, text, unknown)]
        self._found.append(_Found(tuple(unknown), under, _Lines(found)))
        return []

    def _with_suggested(self, words: Sequence[str]) -> list[str]:
        """Return what to search for that answers for `words` and for what was suggested."""
        suggested, self._suggested = tuple(self._suggested), {}
        return _shortest([*words, *(self._unknown(suggested, ()) if suggested else ())])

    def _known(self, words: tuple[str, ...], under: tuple[str, ...]) -> tuple[Hit, ...]:
        """Return the lines with one of `words`, of which all are known."""
        asked: dict[_Lines, list[str]] = {}
        for word in words:
            found = next(f for f in self._found if f.tells(word, under))
            asked.setdefault(found.lines, []).append(word)
        lines = [hit for found, its in asked.items() for hit in found.having(its)]
        if under:
            paths = set(below(dict.fromkeys(h.path for h in lines), under))
            lines = [h for h in lines if h.path in paths]
        if len(asked) == 1:
            return tuple(lines)
        return tuple(sorted(set(lines), key=lambda hit: (os.fsencode(hit.path), hit.line)))


class _Lines:
    """Lines that a search found, in the order in which it found them."""

    def __init__(self, lines: Sequence[Hit]) -> None:
        self._lines = lines
        self._ends: list[int] = []
        self._with: dict[str, tuple[int, ...]] = {}

    def having(self, words: Sequence[str]) -> list[Hit]:
        """Return those with one of `words`."""
        for word in words:
            if word not in self._with:
                self._with[word] = tuple(self._having(os.fsencode(word)))
        found = {n for word in words for n in self._with[word]}
        return [self._lines[n] for n in sorted(found)]

    @cached_property
    def _text(self) -> bytes:
        # In one piece it is searched at the speed of memory.
        self._ends = list(accumulate(len(hit.text) + 1 for hit in self._lines))
        return b"\n".join(hit.text for hit in self._lines)

    def _having(self, word: bytes) -> Iterator[int]:
        at = self._text.find(word)
        while at >= 0:
            n = bisect_right(self._ends, at)
            if n >= len(self._ends):
                return
            yield n
            at = self._text.find(word, self._ends[n])


@dataclass(frozen=True, eq=False)
class _Found:
    """What a search found: among `lines` is each with one of `words` below `under`.

    Without `under`, of all files.  Lines with other words may be among them.
    """

    words: tuple[str, ...]
    under: tuple[str, ...]
    lines: _Lines

    def tells(self, word: str, under: Sequence[str]) -> bool:
        """Tell whether each line with `word` below `under` is among the hits."""
        if self.under and (not under or set(below(under, self.under)) != set(under)):
            return False
        return any(self._parts.parts(word))

    @cached_property
    def _parts(self) -> Words:
        return Words(self.words)


def _of_text(words: Iterable[str]) -> list[str]:
    """Return the words that a text file can hold, "" not among them; git takes no others."""
    return [word for word in words if word and "\0" not in word]


def _shortest(words: Iterable[str]) -> list[str]:
    """Return those of the words that are in each line with one of them."""
    each = list(dict.fromkeys(words))
    within = Words(each)
    return [word for word in each if all(part == word for part in within.parts(word))]


def _any_of(words: Sequence[str]) -> list[str]:
    # Of many words a single expression is found sooner.
    return _fixed(words) if len(words) <= FEW else ["-E", "-e", _expression(words)]


def _whole_words(words: Sequence[str]) -> list[str]:
    if len(words) <= FEW:
        return ["-w", *_fixed(words)]
    # -w would try a shorter word only where no longer one begins.
    return ["-E", "-e", f"(^|[^_[:alnum:]])({_expression(words)})($|[^_[:alnum:]])"]


def _fixed(words: Iterable[str]) -> list[str]:
    return ["-F", *(part for w in words for part in ("-e", w))]


def _expression(words: Iterable[str]) -> str:
    return "|".join(_SPECIAL.sub(r"\\\g<0>", word) for word in words)


def _hits(out: bytes) -> tuple[Hit, ...]:
    with answers.of("git grep"):
        return tuple(Hit(_text(path), int(number), text) for path, number, text in fields(out))


def _by_word(words: Sequence[str], out: bytes) -> dict[object, tuple[str, ...]]:
    """Return, as Searches keeps them, the files of each of `words` that are among lines found."""
    found: dict[bytes, dict[bytes, None]] = {word.encode(): {} for word in words}
    for path, _, text in fields(out):
        for run in found.keys() & runs(text):
            found[run][path] = None
    return {(word, ()): tuple(map(_text, found[word.encode()])) for word in words}


def _text(out: bytes) -> str:
    return out.decode(errors="surrogateescape")
