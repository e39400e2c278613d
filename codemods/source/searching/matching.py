"""Search in texts at hand as `git grep` would."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from codemods.source import answers
from codemods.source.tree import Hit

#: More paths than this are not named on a command line, whose length has a limit.
MANY_PATHS = 400
#: git takes a file for binary that has a NUL in as many bytes.
_LOOKED_AT = 8000
_RUN = re.compile(rb"\w+")


def fields(out: bytes, prefix: bytes = b"") -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield path, line number and text of each line found; a path may hold a newline."""
    at = 0
    with answers.of("git grep"):
        while at < len(out):
            number = out.index(b"\0", at) + 1
            text = out.index(b"\0", number) + 1
            end = out.find(b"\n", text)
            end = len(out) if end < 0 else end
            yield out[at : number - 1].removeprefix(prefix), out[number : text - 1], out[text:end]
            at = end + 1


def below(paths: Iterable[str], under: Sequence[str]) -> Iterator[str]:
    """Yield those of `paths` that are among the files and folders `under`; all if it is empty."""
    named, folders = frozenset(under), frozenset(u.rstrip("/") for u in under)
    return (p for p in paths if not named or p in named or not folders.isdisjoint(_above(p)))


def inside(paths: Sequence[str], under: Sequence[str]) -> tuple[str, ...]:
    """Return those of the sorted `paths` that are among the files and folders `under`."""
    found: set[int] = set()
    for path in under:
        at = bisect_left(paths, path)
        found.update(range(at, at + (paths[at : at + 1] == (path,))))
        # "0" is what follows on "/".
        start, end = (bisect_left(paths, path.rstrip("/") + mark) for mark in "/0")
        found.update(range(start, end))
    return tuple(paths[n] for n in sorted(found))


def _above(path: str) -> Iterator[str]:
    """Yield the folders around `path`, the innermost first."""
    while folder := path.rpartition("/")[0]:
        yield folder
        path = folder


def is_text(data: bytes) -> bool:
    """Tell whether git searches a file with these bytes."""
    return b"\0" not in data[:_LOOKED_AT]


def hits(path: str, text: bytes, words: Sequence[str]) -> Iterator[Hit]:
    """Yield the lines of `text` in which one of `words` occurs."""
    if not words:
        return
    wanted = re.compile(b"|".join(re.escape(os.fsencode(word)) for word in words))
    number, end = 1, -1
    while found := wanted.search(text, end + 1):
        number += text.count(b"\n", max(end, 0), found.start())
        start = text.rfind(b"\n", 0, found.start()) + 1
        end = text.find(b"\n", start)
        yield Hit(path, number, text[start:] if end < 0 else text[start:end])
        if end < 0:
            return


def names(text: bytes, word: str) -> bool:
    """Tell whether `word` occurs in `text` as a whole word, as `git grep -w` means it."""
    return _whole(word).search(text) is not None


def runs(text: bytes) -> frozenset[bytes]:
    """Return the runs of letters, digits and underscores in `text`: all that names() can find."""
    return frozenset(_RUN.findall(text))


@lru_cache(maxsize=64)
def _whole(word: str) -> re.Pattern[bytes]:
    # The word stands in front, for the pattern to be looked for at the speed of a plain search.
    # In bytes, \w is ASCII, as in git.
    plain = re.escape(os.fsencode(word))
    return re.compile(plain + rb"(?<!\w" + plain + rb")(?!\w)")
