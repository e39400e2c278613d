"""Read and cut MAINTAINERS: sections of lines "X: value" below a title.

Source: the head of QEMU's MAINTAINERS.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from codemods.source.splice import Edit

_SECTION = re.compile(rb"(?m)^(?![A-Z]:)([^\s:][^\n]*)\n((?:[A-Z]:[^\n]*\n)+)")
#: The title of a group of sections, underlined.
_HEADING = re.compile(rb"(?m)^([^\s:][^\n:]*)\n[-=]{3,}[ \t]*\n")
#: Whatever a reader of the file may take for a pattern.
_ANY = re.compile(rb"(?m)^[FX]:([^\n]*)")
#: Where the text ends that a pattern begins with; and what makes it another than it seems.
_WILD = re.compile(rb"[*?]")
_REGEX = re.compile(rb"[][(){}|+^$\\@]")
_LINE = re.compile(rb"(?m)^([FX]):[ \t]*(\S+)(?!\S)[^\n]*\n")


_LIST = re.compile(rb"(?m)^L:[ \t]{0,20}(?:[^\n<]{0,200}<)?([^\s<>@]{1,200}@[^\s<>@]{1,200})")
#: An address alone in place of a person; people have their names there, as a rule.
_NAMELESS = re.compile(rb"(?m)^[MR]:[ \t]{0,20}([^\s<>@]{1,200}@[^\s<>@]{1,200})[ \t]{0,20}$")


def lists(source: bytes, path: str) -> frozenset[str]:
    """Return the addresses of mailing lists that the file names, in lower case.

    A list that only wants to hear of changes to `path` may stand there as a reviewer does.
    """
    found = _LIST.findall(source)
    for section in sections(source):
        if any(p.letter == "F" and p.covers(path) for p in section.patterns):
            found += _NAMELESS.findall(source[section.start : section.end])
    return frozenset(m.decode(errors="replace").lower() for m in found)


@dataclass(frozen=True)
class Pattern:
    """A line "F: pattern" or "X: pattern": bytes [start, end)."""

    letter: str
    text: str
    start: int
    end: int

    def covers(self, path: str) -> bool:
        """Tell whether the pattern is about the file `path`."""
        if self.text.endswith("/"):
            return path.startswith(self.text)
        if fnmatchcase(path, self.text):
            # A "*" does not reach into folders below.
            return path.count("/") == self.text.count("/") or "*" not in self.text
        return path.startswith(f"{self.text}/")


@dataclass(frozen=True)
class Section:
    """A section: its title, bytes [start, end), and its patterns."""

    title: str
    start: int
    end: int
    patterns: tuple[Pattern, ...]


def sections(source: bytes) -> Iterator[Section]:
    """Yield the sections of the file."""
    for found in _SECTION.finditer(source):
        patterns = tuple(
            Pattern(m[1].decode(), m[2].decode(errors="replace"), m.start(), m.end())
            for m in _LINE.finditer(source, found.start(2), found.end())
        )
        title = found[1].decode(errors="replace")
        yield Section(title, found.start(), found.end(), patterns)


def about(source: bytes, paths: Iterable[str]) -> tuple[bytes, frozenset[str]]:
    """Return `source` without the patterns that cannot match one of `paths`, line for line.

    A pattern is taken for one that can unless it begins with text that none of them begins with,
    so that it does not matter how it is read: as one for file names or as a regular expression.

    Returns:
        The text, in which a line that says nothing is in the place of each other pattern, and
        those of the patterns left that have no "/" at the end: they may mean folders.
    """
    wanted = sorted(path.encode(errors="surrogateescape") for path in paths)
    open_ended: set[str] = set()

    def kept(line: re.Match[bytes]) -> bytes:
        pattern = line[1].strip()
        plain = b"" if _REGEX.search(pattern) else _WILD.split(pattern, maxsplit=1)[0]
        at = bisect_left(wanted, plain)
        if not any(path.startswith(plain) for path in wanted[at : at + 1]):
            return b"W: -"
        if not pattern.endswith(b"/"):
            open_ended.add(pattern.decode(errors="surrogateescape"))
        return line[0]

    return _ANY.sub(kept, source), frozenset(open_ended)


def without_files(
    path: str, source: bytes, gone: Sequence[str], alive: Sequence[str]
) -> Iterator[Edit]:
    """Yield the edits that take out the patterns which matched only files that are gone.

    A section goes that has no pattern left which matches a file.
    """
    for section in sections(source):
        dead = [
            p
            for p in section.patterns
            if any(map(p.covers, gone)) and not any(map(p.covers, alive))
        ]
        if not dead:
            continue
        rest = [p for p in section.patterns if p not in dead and p.letter == "F"]
        if not any(p.covers(one) for p in rest for one in alive):
            end = section.end + (source[section.end : section.end + 1] == b"\n")
            yield Edit(path, section.start, end, b"")
        else:
            yield from (Edit(path, p.start, p.end, b"") for p in dead)


def without_empty_groups(path: str, source: bytes, before: bytes) -> Iterator[Edit]:
    """Yield the edits that take out the heading of each group that has no section any more.

    Arguments:
        before: the file as it was; a group that was empty then stays.
    """
    was = {text for text, *_ in _empty_groups(before)}
    for text, start, end in _empty_groups(source):
        if text not in was:
            yield Edit(path, start, end, b"")


def _empty_groups(source: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield each heading that the next one, or the end, follows: its text, and where it stands."""
    found = list(_HEADING.finditer(source))
    for n, heading in enumerate(found, 1):
        end = found[n].start() if n < len(found) else len(source)
        if not source[heading.end() : end].strip():
            yield heading[1], heading.start(), end
