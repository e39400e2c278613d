"""The releases that the title of an entry names."""

from __future__ import annotations

import re

from codemods.review.facts.headings import Heading
from codemods.source.tree import Tree

_SINCE = re.compile(r"\bsince v?(\d+)\.(\d+)", re.IGNORECASE)
_ABOUT = ("docs/about/", "docs/system/deprecated")


def new(entry: Heading) -> set[tuple[int, int]]:
    """Return the releases behind "since" that the heading had not named before."""
    said = _said(entry.section.title)
    return said - _said(entry.earlier.title) if entry.earlier else said


def shown(release: tuple[int, int]) -> str:
    """Return "X.Y"."""
    return f"{release[0]}.{release[1]}"


def is_belated(before: Tree, entry: Heading) -> bool:
    """Tell whether the tree said already that what is listed is deprecated."""
    literals = [n for n in entry.names if n in entry.section.title and f"``{n}``" in
                entry.section.title]  # fmt: skip
    for name in literals:
        word = name.lstrip("-").encode()
        whole = re.compile(rb"(?<![\w-])" + re.escape(word) + rb"(?![\w-])")
        for hit in before.grep((name.lstrip("-"),)):
            if hit.path.startswith(_ABOUT) or not whole.search(hit.text):
                continue
            if b"deprecated" in hit.text.lower():
                return True
    return False


def _said(title: str) -> set[tuple[int, int]]:
    return {(int(major), int(minor)) for major, minor in _SINCE.findall(title)}
