"""A rule of the audit: what one file of audit/rules/ defines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from codemods.audit.model import Finding
from codemods.audit.scene import Scene
from codemods.source.splice import Edit


@dataclass(frozen=True)
class Rule:
    """A rule: `run(scene)` yields its findings.

    `severity` is that of most of them; `needs` says what it looks at: "tree", or also
    "history".  `about` is one sentence for people.
    """

    id: str
    severity: str
    about: str
    run: Callable[[Scene], Iterable[Finding]]
    needs: str = "tree"

    def finding(
        self, path: str, line: int, entity: str, message: str, *,
        severity: str = "", fix: str = "", edits: tuple[Edit, ...] = (),
    ) -> Finding:  # fmt: skip
        """Return a finding of this rule."""
        return Finding(self.id, severity or self.severity, path, line, entity, message, fix, edits)
