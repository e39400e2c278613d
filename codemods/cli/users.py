"""`deprecate-feature NAME --users`: print who uses a feature, and who can be moved."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from codemods import order as orders
from codemods import printable
from codemods.cli import common
from codemods.cli.terminal.columns import columns
from codemods.errors import UsageError
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree
from codemods.users import areas, migrate

if TYPE_CHECKING:
    from codemods.users.model import Move, Use

_HEADINGS = ("place", "area", "use", "move")
#: The widths of columns on a terminal.
_LINES, _KINDS = 14, 24
_STYLES = {"by hand": "yellow", "rewritten": "green"}


def arguments(options: Mapping[str, Any]) -> dict[str, str]:
    """Return what `--argument old=new` renames.

    Raises:
        UsageError: one is not of that form, or renames what another one does.
    """
    found: dict[str, str] = {}
    for text in options["arguments"]:
        old, equals, new = (part.strip() for part in text.partition("="))
        if not (old and equals and new):
            raise UsageError(f"--argument {text}: give it as old=new")
        if found.setdefault(old, new) != new:
            raise UsageError(f"--argument: '{old}' is renamed twice")
    return found


def require_sense(options: Mapping[str, Any]) -> None:
    """Refuse options that only make sense together.

    Raises:
        UsageError: --migrate-users or --argument lacks what it works on.
    """
    if options["migrate_users"] and not any(options["replacements"]):
        raise UsageError("--migrate-users needs to know what to move to", hint="add --replacement")
    if options["arguments"] and not any(options["replacements"]):
        raise UsageError("--argument maps to arguments of a replacement", hint="add --replacement")
    if options["arguments"] and not (options["migrate_users"] or options["users"]):
        raise UsageError("--argument goes with --users or --migrate-users")
    if options["users"] and options["migrate_users"]:
        raise UsageError("--users only lists: leave out --migrate-users")


def show(tree: GitTree | FolderTree, order: orders.Order, *, as_json: bool) -> None:
    """Print the users of each name: a table, plain columns in a pipe, or JSON.

    Raises:
        Refused: a name means nothing, or several things.
    """
    moves = migrate.moves(orders.jobs(tree, order), order.arguments)
    found = [(move, migrate.consistent(tuple(areas.find(tree, move)))) for move in moves]
    if as_json:
        common.out(json.dumps([document(move, uses) for move, uses in found], indent=2))
        return
    for move, uses in found:
        if common.on_terminal():
            _table(move, uses)
        else:
            for line in lines(uses):
                common.out(line)
        common.say(totals(move, uses))


def lines(uses: Sequence[Use]) -> list[str]:
    """Return the uses as plain columns, with headings, the reason last and uncut."""
    return columns(_HEADINGS, [_cells(use) for use in uses])


def totals(move: Move, uses: Sequence[Use]) -> str:
    """Return one line that counts the uses."""
    counted = f"{move.feature.name}: {len(uses)} users in {len({u.path for u in uses})} files"
    if not move.replacement:
        return counted
    left = sum(1 for use in uses if use.by_hand)
    return f"{counted}, {len(uses) - left} can be rewritten, {left} by hand"


def document(move: Move, uses: Sequence[Use]) -> dict[str, Any]:
    """Return the JSON object of the users of one feature."""
    return {
        "feature": move.feature.qualified,
        "kind": move.feature.kind,
        "replacement": move.replacement or None,
        "users": [
            {
                "path": use.path,
                "line": use.line,
                "area": use.area,
                "use": use.what,
                "rewritten": bool(use.edits),
                "by_hand": use.by_hand or None,
            }
            for use in uses
        ],
    }


def _cells(use: Use) -> tuple[str, str, str, str]:
    moved = f"by hand: {use.by_hand}" if use.by_hand else "rewritten" if use.edits else ""
    where = printable.shown(f"{use.path}:{use.line}")
    return where, use.area, printable.shown(use.what), printable.shown(moved)


def _table(move: Move, uses: Sequence[Use]) -> None:
    """Print the uses below the files that they are in; alike ones share a row."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    console = Console(width=max(shutil.get_terminal_size().columns, 60), highlight=False)
    console.print(Text(printable.shown(f"Users of {move.feature.name}"), style="italic"))
    rows = migrate.alike(uses)
    kinds = max((len(use.what) for use, _ in rows), default=0)
    for path in dict.fromkeys(use.path for use, _ in rows):
        console.print(Text(printable.shown(path), style="bold"), soft_wrap=True)
        table = Table.grid(padding=(0, 2))
        for width in (_LINES, min(kinds, _KINDS) if move.replacement else kinds, None):
            table.add_column(width=width, overflow="fold")
        for use, lines in (row for row in rows if row[0].path == path):
            moved = _cells(use)[-1]
            style = _STYLES.get(moved.partition(":")[0], "")
            table.add_row(Text(lines), Text(printable.shown(use.what)), Text(moved, style=style))
        console.print(Padding(table, (0, 0, 0, 2)))
