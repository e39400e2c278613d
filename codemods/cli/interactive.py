"""Ask a person about what the inventory cannot decide, and keep the answers for the next time."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from codemods import printable
from codemods.cli import common
from codemods.cli.terminal import given
from codemods.errors import UsageError
from codemods.related.group import markable
from codemods.related.model import ASK, Inventory, Row

_FORMAT = 1
#: In KiB.
_LONGEST = 1024


def questions(found: Inventory, known: Mapping[str, bool]) -> tuple[Row, ...]:
    """Return the rows to ask about: those that can be marked and have no answer."""
    return tuple(
        row
        for row in found.of(ASK)
        if markable(row) and row.qualified not in known and "deprecated" not in row.carries
    )


def ask(found: Inventory, known: Mapping[str, bool]) -> dict[str, bool]:
    """Return `known` with an answer for every question, asked on the terminal.

    Raises:
        UsageError: there is no terminal.
    """
    answers = dict(known)
    rows = questions(found, known)
    if rows and not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(
            "--interactive needs a terminal", hint="replay recorded answers with --answers FILE"
        )
    for n, row in enumerate(rows, 1):
        where = f"({row.path}:{row.line})"
        common.say(f"\n[{n}/{len(rows)}] {row.kind} {row.qualified} {where}")
        common.say(f"  {row.evidence}")
        reply = click.prompt(
            printable.shown(f"Deprecate it with {found.name}?"),
            type=click.Choice(["y", "n"]),
            default="n",
            err=True,
        )
        answers[row.qualified] = reply == "y"
    return answers


def load(path: Path, found: Inventory) -> dict[str, bool]:
    """Return the answers that the file `path` holds for this inventory.

    Raises:
        UsageError: it is not such a file, is another feature's, or answers what is not asked.
    """
    try:
        data: Any = json.loads(given.whole("--answers", path, _LONGEST, "answers"))
    except (OSError, ValueError) as err:
        raise UsageError(f"--answers {path}: not a file of answers", hint=str(err)) from err
    answers = data.get("answers") if isinstance(data, dict) else None
    if not isinstance(answers, dict) or data.get("format") != _FORMAT:
        raise UsageError(f"--answers {path}: not a file of answers")
    if not all(isinstance(answer, bool) for answer in answers.values()):
        raise UsageError(f"--answers {path}: an answer is true or false")
    if data.get("name") != found.name:
        raise UsageError(f"--answers {path}: these are answers about {data.get('name')}")
    listed = {row.qualified for row in found.rows if markable(row)}
    if unknown := [name for name in answers if name not in listed]:
        raise UsageError(
            f"--answers {path}: {', '.join(unknown)} is not in the inventory of {found.name}",
            hint="take it out of the file; --related shows what is",
        )
    return answers


def text(name: str, answers: Mapping[str, bool]) -> str:
    """Return what the file of answers holds."""
    document = {"format": _FORMAT, "name": name, "answers": dict(sorted(answers.items()))}
    return json.dumps(document, indent=2) + "\n"
