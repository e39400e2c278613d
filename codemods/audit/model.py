"""The values of an audit: findings, and the entries with all that is known of each."""

from __future__ import annotations

from dataclasses import dataclass

from codemods.model import Feature, Listed
from codemods.qemu.listing.names import undated
from codemods.source.splice import Edit

#: From the gravest on.
SEVERITIES = ("error", "style", "info")


@dataclass(frozen=True)
class Finding:
    """Something that a tree says wrongly, or not at all.

    `entity` is the feature or the entry it is about, "" for mere layout.  `message` says why,
    `fix` is the command that cures it; `edits` do where only the form of a text is wrong.
    """

    rule: str
    severity: str
    path: str
    line: int
    entity: str
    message: str
    fix: str = ""
    edits: tuple[Edit, ...] = ()

    @property
    def fingerprint(self) -> str:
        """What stays the same where lines above it change."""
        return f"{self.rule}:{self.path}:{self.entity}"


@dataclass(frozen=True)
class Spot:
    """A place, and what it says."""

    path: str
    line: int
    text: str = ""


@dataclass(frozen=True)
class Record:
    """An entry of deprecated.rst with what the tree has of it.

    `kind` is the id of the kind of its features, "behaviour" where no kind has it.
    `flagged` are places of the schema with the flag and `unflagged` those that could have it;
    `warned` are hooks that print it, `marked` help and manual text of the .hx tables, `said`
    other prose.
    """

    entry: Listed
    kind: str
    features: tuple[Feature, ...]
    flagged: tuple[Spot, ...]
    unflagged: tuple[Spot, ...]
    warned: tuple[Spot, ...]
    marked: tuple[Spot, ...]
    said: tuple[Spot, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What it is about: qualified names, else what its title names, else the title's words."""
        if self.features:
            return tuple(feature.qualified for feature in self.features)
        return tuple(called(self.entry).split(", "))


def called(entry: Listed) -> str:
    """Return what a finding calls `entry`: what its title names, else the title itself."""
    shown = [".".join((*n.owners[0], n.text) if n.owners else (n.text,)) for n in entry.names]
    return ", ".join(shown) or undated(entry.title).replace("``", "")
