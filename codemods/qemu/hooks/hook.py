"""A place that says that something is deprecated, and the feature it is tied to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Hook:
    """A place, outside the schema's flags and the lists, that says what is deprecated.

    `idiom` is how it says it: "reason", "note", "warning", "help", "description", "hx-help",
    "hx-manual", "meson", "sentence" (prose of a schema comment), "comment" (in C) or "manual"
    (below docs/).  `where` is the function, table row, block or heading around it.  `generic`
    says that it prints what others say.  `call` is the reporting function of a warning.
    `ties` are the features that the code shows it to be about, each as a kind's id and the
    qualified name there; none where that is not shown.  `names` are all names that the code
    around it tests, reads or sets, and the literals of the message, the nearest first.
    """

    path: str
    line: int
    message: str
    idiom: str
    where: str = ""
    generic: bool = False
    call: str = ""
    ties: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()


#: What a search for every hook looks for; "deprecat" alone would miss the capitals.
WORDS = ("deprecat", "Deprecat", "DEPRECAT")
