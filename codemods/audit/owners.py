"""Who looks after a file, by the tree's MAINTAINERS, read without its Perl script."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache

from codemods.source.tree import Tree, exists

_FILE = "MAINTAINERS"
_FIELD = re.compile(r"([A-Z]):\s+(.*\S)")


@dataclass(frozen=True)
class Section:
    """A section: its title, the people of its M: lines, its F: and X: patterns."""

    title: str
    people: tuple[str, ...]
    files: tuple[str, ...]
    excluded: tuple[str, ...]


def of(tree: Tree, path: str) -> Section | None:
    """Return the section that names `path` most closely, or None."""
    best: tuple[int, Section] | None = None
    for section in _sections(tree.read(_FILE) if exists(tree, _FILE) else b""):
        length = max((len(p) for p in section.files if _matches(p, path)), default=0)
        if length > (best[0] if best else 0):
            excluded = any(_matches(p, path) for p in section.excluded)
            best = best if excluded else (length, section)
    return best[1] if best else None


@lru_cache(maxsize=4)
def _sections(source: bytes) -> tuple[Section, ...]:
    found: list[Section] = []
    lines = source.decode("utf-8", "replace").splitlines()
    for n, line in enumerate(lines):
        following = lines[n + 1] if n + 1 < len(lines) else ""
        if line and _FIELD.match(following) and not _FIELD.match(line):
            fields = []
            for text in lines[n + 1 :]:
                field = _FIELD.match(text)
                if field is None:
                    break
                fields.append((field[1], field[2]))
            each = {letter: tuple(v for k, v in fields if k == letter) for letter in "MFX"}
            found.append(Section(line.strip(), each["M"], each["F"], each["X"]))
    return tuple(found)


def _matches(pattern: str, path: str) -> bool:
    if pattern in ("*", "*/"):
        return False
    if pattern.endswith("/"):
        return path.startswith(pattern)
    if pattern[0] != path[0] and pattern[0] not in "*?[":
        return False
    # "*" does not go into folders, as get_maintainer.pl has it.
    return path.count("/") == pattern.count("/") and fnmatchcase(path, pattern)
