"""What a rule of a review is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from codemods.review.model import Finding
from codemods.review.scene import Scene


@dataclass(frozen=True)
class Rule:
    """One thing that reviewers ask for.

    `about` says in a few words what it finds, `explain` why, with the document or the
    commit of QEMU that says so.  `run(scene)` yields the findings.
    """

    id: str
    severity: str
    about: str
    explain: str
    run: Callable[[Scene], Iterable[Finding]]
