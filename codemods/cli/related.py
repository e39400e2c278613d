"""`deprecate-feature NAME --related`: print the inventory of a feature."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from codemods import printable
from codemods.cli import common, interactive
from codemods.cli.options import WISHES
from codemods.cli.terminal.columns import columns
from codemods.errors import UsageError
from codemods.related import group, inventory, model
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree

if TYPE_CHECKING:
    from rich.table import Table

    from codemods.related.group import Wish
    from codemods.related.model import Inventory, Row

_HEADINGS = ("verdict", "kind", "name", "where", "carries", "evidence")
#: Columns that a terminal needs beside the others for the evidence to stand in one of its own.
_ROOM = 40
#: So many names tell what a topic is part of.
_NAMED = 4
_STYLES = {"mark": "bold red", "ask": "yellow", "follows": "green", "skip": "dim"}


def show(tree: GitTree | FolderTree, options: Mapping[str, Any]) -> None:
    """Print the inventory of each name: a table, plain columns in a pipe, or JSON.

    Raises:
        Refused: see inventory().
    """
    found = [inventory.inventory(tree, name, options["kind"]) for name in options["names"]]
    if options["as_json"]:
        common.out(json.dumps([document(each) for each in found], indent=2))
        return
    for each in found:
        if common.on_terminal():
            _print(table(each.rows, shutil.get_terminal_size().columns))
        else:
            for line in lines(each.rows):
                common.out(line)
        for text in (totals(each), *each.notes):
            common.say(text)


def wish(tree: GitTree | FolderTree, options: Mapping[str, Any]) -> Wish | None:
    """Return what the options want of the inventory; None if they do not want it.

    Raises:
        UsageError: they contradict each other, the name is a mere topic, or there is no
            terminal to ask on.
        Refused: see inventory().
    """
    if not any(options[name] for name in WISHES):
        return None
    if len(options["names"]) > 1:
        raise UsageError("--include-related and its like take one NAME")
    if not any(options[name] for name in ("include_related", "include", "interactive", "answers")):
        option = "--exclude" if options["exclude"] else "--mark-unstable"
        raise UsageError(f"{option} needs --include-related")
    found = inventory.inventory(tree, options["names"][0], options["kind"])
    if not found.seeds:
        raise _topic(found)
    file = options["answers"]
    # A missing file is only fine where this run is to write it.
    known = interactive.load(file, found) if file and _present(file, options) else {}
    if options["interactive"]:
        known = interactive.ask(found, known)
    return group.Wish(
        found, options["include_related"], options["include"], options["exclude"], known,
        options["mark_unstable"],
    )  # fmt: skip


def _topic(found: Inventory) -> UsageError:
    names = [row.qualified for row in found.of(model.MARK)]
    more = " and more" if len(names) > _NAMED else ""
    return UsageError(
        f"'{found.name}' is part of {', '.join(names[:_NAMED])}{more}: which one is the entry "
        "of deprecated.rst to be named after?",
        hint=f"name it, or give the whole a title: behaviour:{found.name} with --title, "
        "--chapter and --reason",
    )


def answered(asked: Wish | None, options: Mapping[str, Any]) -> tuple[Path, bytes] | None:
    """Return the file that keeps the answers of --interactive, where there are any to keep."""
    if asked is None or not options["interactive"] or options["dry_run"]:
        return None
    return _file(options), interactive.text(asked.inventory.name, asked.answers).encode()


def replayed(argv: Sequence[str], options: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the command line that makes the same series without asking."""
    if not options["interactive"]:
        return tuple(argv)
    answers = () if options["answers"] else ("--answers", str(_file(options)))
    at = argv.index("--interactive")
    return (*argv[:at], *answers, *(word for word in argv[at:] if word != "--interactive"))


def _file(options: Mapping[str, Any]) -> Path:
    """Return where the answers of --interactive are kept."""
    folder: Path = options["folder"] or Path()
    return options["answers"] or folder / f"{options['names'][0]}.answers.json"


def _present(file: Path, options: Mapping[str, Any]) -> bool:
    return file.exists() or not options["interactive"]


def lines(rows: Sequence[Row]) -> list[str]:
    """Return the rows as plain columns, with headings, the evidence last and uncut."""
    return columns(_HEADINGS, [_cells(row) for row in rows])


def table(rows: Sequence[Row], width: int) -> Table:
    """Return the rows as a table for a terminal of `width` columns.

    Where the evidence has no room beside the rest, it stands with the place
    below the name: no name and no path is broken.
    """
    # rich takes longer to import than the inventory takes to make.
    from rich.table import Table
    from rich.text import Text

    cells = [_HEADINGS, *map(_cells, rows)]
    others = sum(max(len(row[n]) for row in cells) + 2 for n in range(len(_HEADINGS) - 1))
    wide = width >= others + _ROOM
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), collapse_padding=True)
    for heading in _HEADINGS if wide else ("verdict", "kind", "carries", "name, where, evidence"):
        made.add_column(heading, overflow="fold", no_wrap=heading in _HEADINGS[:5])
    for row in rows:
        verdict, kind, name, where, carries, evidence = _cells(row)
        style = _STYLES[row.verdict]
        first = (Text(verdict, style), Text(kind))
        if wide:
            made.add_row(*first, Text(name, style), Text(where), Text(carries), Text(evidence))
        else:
            below = f"\n{where}  ", (evidence, "dim")
            made.add_row(*first, Text(carries), Text.assemble((name, style), *below))
    return made


def totals(found: Inventory) -> str:
    """Return one line that counts the verdicts."""
    counts = Counter(row.verdict for row in found.rows)
    return f"{found.name}: " + ", ".join(f"{counts[v]} {v}" for v in model.VERDICTS)


def document(found: Inventory) -> dict[str, Any]:
    """Return the JSON object of one inventory."""
    counts = Counter(row.verdict for row in found.rows)
    return {
        "name": found.name,
        "named": list(found.seeds),
        "totals": {verdict: counts[verdict] for verdict in model.VERDICTS},
        "rows": [asdict(row) for row in found.rows],
        "notes": list(found.notes),
    }


def _cells(row: Row) -> tuple[str, ...]:
    where = f"{row.path}:{row.line}"
    cells = row.verdict, row.kind, row.qualified, where, ", ".join(row.carries) or "-", row.evidence
    return tuple(map(printable.shown, cells))


def _print(what: Table) -> None:
    from rich.console import Console

    Console(width=max(shutil.get_terminal_size().columns, 60)).print(what)
