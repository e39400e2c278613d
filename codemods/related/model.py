"""The values of an inventory: what may belong to a feature, what speaks for it, the verdict."""

from __future__ import annotations

from dataclasses import dataclass

#: How strongly a clue speaks; see verdict.py for what follows from each.
OWNS = "owns"
TOUCHES = "touches"
MENTIONS = "mentions"

MARK, ASK, FOLLOWS, SKIP = "mark", "ask", "follows", "skip"
VERDICTS = (MARK, ASK, FOLLOWS, SKIP)

#: Kinds of things that carry a flag of the schema, and those that carry a deprecation elsewhere.
FLAGGED = ("command", "event", "value", "member")
COMMAND_LINE = ("HMP command", "option")
#: Those of which only C knows; a kind says which of them its features are, as `row`.
OUTSIDE = ("device", "machine", "CPU model")
#: Those that can be deprecated by themselves.
MARKABLE = (*FLAGGED, *COMMAND_LINE, *OUTSIDE)
TYPE = "type"
#: Kinds of features outside of the schema that something has.
PARTS = ("property", "parameter")


@dataclass(frozen=True)
class Thing:
    """Something that may belong to a feature.

    `kind` is one of FLAGGED, COMMAND_LINE, OUTSIDE, TYPE, "help text", "document", "property",
    "C code", "maintainers", "build option" or "example"; `owner` is the schema definition
    it stands in, "" outside of the schema; `name` is its own name; `carries` are
    its flags.
    """

    kind: str
    owner: str
    name: str
    path: str
    line: int
    carries: tuple[str, ...] = ()

    @property
    def qualified(self) -> str:
        """The name that no other thing of this kind has."""
        return f"{self.owner}.{self.name}" if self.kind in ("value", "member") else self.name

    @property
    def markable(self) -> bool:
        """Whether it can be deprecated by itself."""
        return self.kind in MARKABLE

    @property
    def is_part(self) -> bool:
        """Whether it means something only with what has it, as a member or a property does."""
        return self.kind == "member" or self.kind in PARTS


@dataclass(frozen=True)
class Clue:
    """One reason to tie `thing` to the feature; `strength` is OWNS, TOUCHES or MENTIONS."""

    thing: Thing
    strength: str
    text: str


@dataclass(frozen=True)
class Row:
    """One line of an inventory."""

    kind: str
    qualified: str
    path: str
    line: int
    carries: tuple[str, ...]
    verdict: str
    evidence: str


@dataclass(frozen=True)
class Inventory:
    """Everything tied to a feature.

    `seeds` are the qualified names of what the user named, none for a mere
    topic; `notes` tell what was kept out, and how.
    """

    name: str
    seeds: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]

    @property
    def title(self) -> str:
        """The name without the kind that the user may have put before it."""
        return self.name.rpartition(":")[2]

    def of(self, verdict: str) -> tuple[Row, ...]:
        """Return the rows of one verdict."""
        return tuple(row for row in self.rows if row.verdict == verdict)


#: Thing by thing, what is known so far: OWNS or TOUCHES.
Known = dict[Thing, str]
