"""What compiling a series told: of which files, and what could not be looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from codemods.errors import Problem

#: How many files that are not in a build are named.
_NAMED = 5


@dataclass(frozen=True)
class Compiled:
    """Which files were compiled, which ones this build does not compile, and what is wrong.

    `unusable` are the files whose command cannot be run, each with why; `warnings` tell what
    else could not be looked at.
    """

    files: frozenset[Path] = frozenset()
    missing: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    unusable: tuple[str, ...] = ()

    def said(self) -> str:
        """Return one line for a cover letter."""
        files = "1 file" if len(self.files) == 1 else f"{len(self.files)} files"
        said = [f"compiled {files} with the build's own commands"]
        said += [f"{len(self.unusable)} not for its command"] if self.unusable else []
        return ", ".join([*said, f"{len(self.missing)} not in this build"])

    def left_out(self) -> tuple[str, ...]:
        """Return one line for each thing that could not be looked at."""
        entry = "not compiled, for its entry in compile_commands.json"
        return (*self.warnings, *(f"{entry}: {text}" for text in self.unusable))

    def named(self) -> str:
        """Return that line, and behind it the first of the files that are not in the build."""
        names = [*self.missing[:_NAMED], *(["..."] if self.missing[_NAMED:] else [])]
        return f"{self.said()}: {', '.join(names)}" if names else self.said()


def together(patches: Iterable[Compiled]) -> Compiled:
    """Return what is to be said of several patches, each thing once."""
    files: set[Path] = set()
    missing: dict[str, None] = {}
    problems: dict[Problem, None] = {}
    warnings: dict[str, None] = {}
    unusable: dict[str, None] = {}
    for one in patches:
        files |= one.files
        missing |= dict.fromkeys(one.missing)
        problems |= dict.fromkeys(one.problems)
        warnings |= dict.fromkeys(one.warnings)
        unusable |= dict.fromkeys(one.unusable)
    return Compiled(
        frozenset(files), tuple(missing), tuple(problems), tuple(warnings), tuple(unusable)
    )
