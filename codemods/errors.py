"""The tool's exit codes and the exceptions that carry them.

Only the command line turns an exception into text and an exit status; every
other module raises.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from codemods import PACKAGE

EXIT_REFUSED = 1
EXIT_USAGE = 2
EXIT_CHECK_FAILED = 3


@dataclass(frozen=True)
class Problem:
    """Something a check found wrong.

    `line` is 0 when no line is meant.  A `warning` says only that the check
    could not look.
    """

    check: str
    path: str
    line: int
    message: str
    hint: str = ""
    warning: bool = False


class CodemodError(Exception):
    """Base of every expected failure.

    Arguments:
        message: what was found, one sentence without a final newline.
        hint: what the user can do about it by hand, or "".
        path: file inside the QEMU tree that the message is about, or "".
        line: line in that file, counted from 1; 0 when no line is meant.
    """

    exit_code = EXIT_REFUSED

    def __init__(self, message: str, *, hint: str = "", path: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.path = path
        self.line = line

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}: " if self.line else f"{self.path}: " if self.path else ""
        return where + self.message


class Refused(CodemodError):
    """An edit cannot be shown to be right, so none is made."""


class NothingToDo(Refused):
    """The tree has everything already that was asked for."""


class NotFound(Refused):
    """A file or a name is not in the tree."""


class UsageError(CodemodError):
    """The command line asks for something that makes no sense."""

    exit_code = EXIT_USAGE


class CheckFailed(CodemodError):
    """The tool's own output failed a check: a bug of the tool, nothing is written.

    Arguments:
        problems: what the checks found, at least one.
    """

    exit_code = EXIT_CHECK_FAILED

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(
            f"{len(problems)} problem(s) in the tool's own output; nothing was written",
            hint=f"this is a bug in {PACKAGE}: please report it with the command line",
        )
        self.problems = tuple(problems)
