"""Search the files of a tree: with `git grep`, or in texts at hand as git would."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from codemods.model import Hit

#: No setting of the user may add a colour or a column to what is parsed here.
GREP = ("grep", "--no-color", "--no-column", "-I", "-z")
#: git takes a file for binary that has a NUL in as many bytes.
_LOOKED_AT = 8000


class Searches:
    """What `git grep` finds in one tree, asked once for each question.

    Arguments:
        run: returns what GREP prints with the given options below the given paths.
    """

    def __init__(self, run: Callable[[Sequence[str], Sequence[str]], bytes]) -> None:
        self._run = run
        self._hits: dict[object, tuple[Hit, ...]] = {}
        self._paths: dict[object, tuple[str, ...]] = {}

    def grep(self, words: Sequence[str], under: Sequence[str] = ()) -> Sequence[Hit]:
        """See Tree."""
        key = (tuple(words), tuple(under))
        if key not in self._hits:
            out = self._run(["-n", *_fixed(words)], under) if words else b""
            self._hits[key] = tuple(
                Hit(_text(path), int(number), text) for path, number, text in fields(out)
            )
        return self._hits[key]

    def naming(self, word: str, under: Sequence[str] = ()) -> Sequence[str]:
        """See Tree."""
        if under and (everywhere := self._paths.get((word, ()))) is not None:
            return tuple(below(everywhere, under))
        key = (word, tuple(under))
        if key not in self._paths:
            out = _text(self._run(["-l", "-w", *_fixed([word])], under))
            self._paths[key] = tuple(p for p in out.split("\0") if p)
        return self._paths[key]


def fields(out: bytes, prefix: bytes = b"") -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield path, line number and text of each line found; a path may hold a newline."""
    at = 0
    while at < len(out):
        number = out.index(b"\0", at) + 1
        text = out.index(b"\0", number) + 1
        end = out.find(b"\n", text)
        end = len(out) if end < 0 else end
        yield out[at : number - 1].removeprefix(prefix), out[number : text - 1], out[text:end]
        at = end + 1


def below(paths: Iterable[str], under: Sequence[str]) -> Iterator[str]:
    """Yield those of `paths` that are among the files and folders `under`; all if it is empty."""
    folders = tuple(f"{u.rstrip('/')}/" for u in under)
    return (p for p in paths if not under or p in under or p.startswith(folders))


def is_text(data: bytes) -> bool:
    """Tell whether git searches a file with these bytes."""
    return b"\0" not in data[:_LOOKED_AT]


def hits(path: str, text: bytes, words: Iterable[str]) -> Iterator[Hit]:
    """Yield the lines of `text` in which one of `words` occurs."""
    wanted = [os.fsencode(word) for word in words]
    for n, line in enumerate(text.split(b"\n"), 1):
        if any(word in line for word in wanted):
            yield Hit(path, n, line)


def names(text: bytes, word: str) -> bool:
    """Tell whether `word` occurs in `text` as a whole word, as `git grep -w` means it."""
    start, wanted = 0, os.fsencode(word)
    while (at := text.find(wanted, start)) >= 0:
        around = (text[at - 1 : at] if at else b"") + text[at + len(wanted) : at + len(wanted) + 1]
        if not re.search(rb"\w", around):  # in bytes, \w is ASCII, as in git
            return True
        start = at + 1
    return False


def _fixed(words: Iterable[str]) -> list[str]:
    return ["-F", *(part for w in words for part in ("-e", w))]


def _text(out: bytes) -> str:
    return out.decode(errors="surrogateescape")
