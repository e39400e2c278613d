"""What goes, and the sections of deprecated.rst that list it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from codemods.formats.rst.sections import Section
from codemods.model import Entry, Feature
from codemods.qemu.listing import entries
from codemods.removal.documents import ranges


@dataclass(frozen=True)
class Wanted:
    """A feature that goes, and how deprecated.rst would list it."""

    feature: Feature
    entry: Entry


@dataclass(frozen=True)
class Listed:
    """A section of deprecated.rst, and those of the wanted features that it lists.

    What is `called` otherwise has a kind that knows it by the other names of the title.
    """

    section: Section
    wanted: tuple[Wanted, ...]
    called: bool = False

    @property
    def since(self) -> str | None:
        """The release "X.Y" that deprecated them, None where the title has none."""
        title = self.section.title
        return ranges.since(title, self.names) or entries.since_of(self.section)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the features."""
        return tuple(w.feature.name for w in self.wanted)


def owner_of(feature: Feature) -> str:
    """Return the name of what the feature belongs to, "" for nothing."""
    return re.split(r"[./]", feature.qualified.removesuffix(feature.name).rstrip("./"))[-1]


def word(name: str) -> str:
    """Return the pattern that finds a name of its own in a title, not a part of a longer one."""
    return r"(?<!\w)(?<!\w[-.])" + re.escape(name) + r"(?![\w-]|\.\d)"
