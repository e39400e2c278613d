"""One run of `remove-feature`: from options to an order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from codemods import order as orders
from codemods.cli import common, recorded, related, run
from codemods.cli.terminal.progress import Progress
from codemods.pipeline import removing
from codemods.removal import plan
from codemods.series import rendering, writing
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree

#: What only the other command asks of an inventory.
_UNASKED = {"interactive": False, "answers": None, "mark_unstable": False}


def run_it(
    options: Mapping[str, Any],
    argv: tuple[str, ...],
    opened: Callable[[], GitTree | FolderTree],
) -> None:
    """Carry out the command line.

    Arguments:
        opened: returns the tree that the options name.

    Raises:
        CodemodError: see errors.py; nothing is written then.
    """
    run.require_output_sense(options)
    order = _order(options, argv)
    tree = opened()
    order = replace(order, whole=related.wish(tree, {**_UNASKED, **options}))
    if said := writing.half(tree.where):
        common.warnings([f"{said}: see --recover"])
    run.require_branch(tree, options)
    asked = plan.Asked(
        plan.release(tree, options["release"]), order.argv, order.reason, options["keep_text"],
        " ".join(options["no_grace"].split()), with_unused=options["with_unused"],
    )  # fmt: skip
    with Progress(shown=not options["quiet"]) as progress:
        outcome = removing.series(tree, order, asked, progress.step)
    run.deliver(tree, outcome, options)


def _order(options: Mapping[str, Any], argv: tuple[str, ...]) -> orders.Order:
    return orders.Order(
        names=options["names"],
        argv=recorded.recorded(argv, options["names"]),
        kind=options["kind"],
        reason=run.text_of("reason", options),
        together=options["together"],
        format=rendering.Format(
            argv[0], options["version"], options["rfc"], options["cover_letter"],
            options["signoff"], options["to"], options["cc"],
        ),
        auto_cc=not options["no_cc"],
        explain=options["as_json"],
        verify=not options["no_verify"],
        build=common.build(options),
        mails=not (options["dry_run"] or options["apply_"]),
        account=options["as_json"] or not (options["dry_run"] or options["apply_"]),
    )  # fmt: skip
