"""The values that the search for users deals in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from codemods.model import Feature
from codemods.source.splice import Edit


@dataclass(frozen=True)
class Move:
    """From what to what users are to move.

    `replacement` is the new name, or "" when users are only listed; `arguments`
    maps the old name of an argument to its new one.
    """

    feature: Feature
    replacement: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Use:
    """One place that uses the feature.

    `area` is the area that found it, `what` the kind of use in a few words.
    `edits` move it to the replacement and are empty when it has to be done by
    hand or users are only listed; `by_hand` then says why, "" when it can be
    rewritten.
    """

    path: str
    line: int
    area: str
    what: str
    by_hand: str = ""
    edits: tuple[Edit, ...] = ()
