"""What the sweep says of a feature, and how refusals are told apart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from codemods.model import Feature

DONE, ALREADY, REFUSED, BAD, CRASHED = "done", "already", "refused", "bad", "crashed"
STATUSES = (DONE, ALREADY, REFUSED, BAD, CRASHED)

_PARTICULAR = (
    (re.compile(r"`[^`]*`|'[^']*'|\"[^\"]*\""), "..."),
    (re.compile(r"(?<![\w./-])[\w./-]+/[\w.-]+(:\d+)?"), "..."),
    (re.compile(r"\b\w+\(\)"), "...()"),
    (re.compile(r"\b\d+\b"), "N"),
)


@dataclass(frozen=True)
class Verdict:
    """What became of one feature.

    `status` is one of STATUSES.  `message` is the refusal, the problem or the
    last lines of the traceback, with `path` and `line` where it has them;
    `reason` the message without what is particular to this feature.
    """

    kind: str
    name: str
    status: str
    message: str = ""
    reason: str = ""
    path: str = ""
    line: int = 0
    seconds: float = 0.0

    def as_json(self) -> str:
        """Return the verdict as one line of JSON."""
        return json.dumps(asdict(self))


def parse(line: str) -> Verdict:
    """Return the verdict that as_json() wrote; ValueError for another text."""
    try:
        return Verdict(**json.loads(line))
    except TypeError as err:
        raise ValueError("not a verdict") from err


def reason(message: str, feature: Feature) -> str:
    """Return the refusal `message` so that it reads the same for every feature it hits."""
    text = message.split("\n")[0]
    for name in sorted({feature.qualified, feature.name, *feature.spellings}, key=len)[::-1]:
        text = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", "...", text) if name else text
    for pattern, instead in _PARTICULAR:
        text = pattern.sub(instead, text)
    head, found, _ = text.partition(", found")
    text = f"{head}, found ..." if found else text
    return re.sub(r"(\.\.\.(, | and | or |,)?)+\.\.\.", "...", text)


def failed(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Return those that show a fault of the tool."""
    return [v for v in verdicts if v.status in (BAD, CRASHED)]
