"""One run of `deprecate-feature`: from options to an order, from an outcome to files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from codemods import interrupts, printable
from codemods import order as orders
from codemods.cli import common, recorded, related, report, status, users
from codemods.cli.early import Opened
from codemods.cli.terminal import given
from codemods.cli.terminal.progress import Progress
from codemods.errors import CodemodError, UsageError
from codemods.pipeline import deprecating
from codemods.pipeline.common import Outcome
from codemods.series import branches, commits, rendering, writing
from codemods.source.commit import GitTree
from codemods.source.folder import FolderTree

#: In KiB: a reason has a few paragraphs.
_LONGEST = 256


def run(options: Mapping[str, Any], argv: tuple[str, ...], opened: Opened) -> None:
    """Carry out the command line.

    Arguments:
        opened: returns the tree that the options name.

    Raises:
        CodemodError: see errors.py; nothing is written then.
    """
    _require_sense(options)
    order = _order(options, related.replayed(argv, options))
    tree = opened()
    if said := writing.half(tree.where):
        common.warnings([f"{said}: see --recover"])
    if options["status"]:
        status.show(tree, options)
        return
    if options["related"]:
        related.show(tree, options)
        return
    if options["users"]:
        users.show(tree, order, as_json=options["as_json"])
        return
    require_branch(tree, options)
    order = replace(order, whole=related.wish(tree, options))
    with Progress(shown=not options["quiet"]) as progress:
        outcome = deprecating.series(tree, order, progress.step)
    deliver(tree, outcome, options, related.answered(order.whole, options))


def require_branch(tree: GitTree | FolderTree, options: Mapping[str, Any]) -> None:
    """Make sure that --branch can be had.

    Raises:
        UsageError: the tree is no repository.
        Refused: see branches.check_branch().
    """
    if options["branch"] is not None:
        if isinstance(tree, FolderTree):
            raise UsageError("--branch needs a git repository")
        branches.check_branch(tree, options["branch"])


def deliver(
    tree: GitTree | FolderTree,
    outcome: Outcome,
    options: Mapping[str, Any],
    answers: tuple[Path, bytes] | None = None,
) -> None:
    """Write or show a series, as the options that all series commands share ask for.

    Arguments:
        answers: a file that is to be written with it.
    """
    if not options["quiet"]:
        common.warnings(outcome.warnings)
        report.for_the_sender(outcome)
    if options["dry_run"] and not options["as_json"]:
        _show(tree, outcome, options["color"])
        return
    # What is written is also said to be.
    with interrupts.held():
        written = _write(tree, outcome, options, answers)
        if not options["as_json"]:
            _told(lambda: report.names(written))
    if options["as_json"]:
        _told(lambda: report.as_json(outcome, written))
    if outcome.files and not options["quiet"]:
        common.warnings(report.strangers(options["folder"], outcome.files))


def _told(tell: Callable[[], None]) -> None:
    """Print what was done.

    Raises:
        CodemodError: it cannot be printed; it is done all the same.
    """
    try:
        tell()
    except BrokenPipeError:
        raise
    except OSError as err:
        raise CodemodError(
            f"standard output: {err.strerror or err}",
            hint="all was done that was asked for, it only could not be printed",
        ) from err


def require_output_sense(options: Mapping[str, Any]) -> None:
    """Make sure that the options say one thing about what becomes of the series.

    Raises:
        UsageError: they do not.
    """
    if options["dry_run"] and (options["apply_"] or options["branch"]):
        raise UsageError("--dry-run writes nothing: leave out --apply and --branch")
    if options["build"] is not None and options["no_verify"]:
        raise UsageError("--build runs compiler and generators: leave out --no-verify")
    if options["apply_"] and (options["folder"] or options["branch"]):
        raise UsageError("--apply writes no patches: leave out -o and --branch")


def _require_sense(options: Mapping[str, Any]) -> None:
    require_output_sense(options)
    users.require_sense(options)
    showing = next((n for n in ("status", "related", "users") if options[n]), None)
    if showing and options["removing"]:
        raise UsageError(f"--{showing} only shows: leave out --remove")


def _order(options: Mapping[str, Any], argv: tuple[str, ...]) -> orders.Order:
    return orders.Order(
        names=options["names"],
        argv=recorded.recorded(argv, options["names"]),
        since=options["since"],
        kind=options["kind"],
        reason=text_of("reason", options),
        message=text_of("message", options),
        warning_text=_warning_text(options["warning_text"]),
        replacements=tuple(" ".join(text.split()) for text in options["replacements"]),
        no_replacement=options["no_replacement"],
        together=options["together"],
        keep_unstable=options["keep_unstable"],
        title=" ".join(options["title"].split()),
        chapters=tuple(" ".join(text.split()) for text in options["chapters"]),
        warn=options["warn"],
        warn_at=options["warn_at"],
        when=tuple(text.strip() for text in options["when"]),
        format=rendering.Format(
            argv[0], options["version"], options["rfc"], options["cover_letter"],
            options["signoff"], options["to"], options["cc"],
        ),
        auto_cc=not options["no_cc"],
        explain=options["as_json"],
        verify=not options["no_verify"],
        build=common.build(options),
        mails=not (options["dry_run"] or options["apply_"]),
        migrate=options["migrate_users"],
        removing=options["removing"],
        arguments=users.arguments(options),
        account=options["as_json"] or not (options["dry_run"] or options["apply_"]),
    )  # fmt: skip


def text_of(what: str, options: Mapping[str, Any]) -> str:
    """Return the text that --WHAT or --WHAT-file gives, or "".

    Raises:
        UsageError: both are given, or the file is not text.
    """
    text, file = options[what], options[f"{what}_file"]
    if text is not None and file is not None:
        raise UsageError(f"--{what} and --{what}-file exclude each other")
    if file is None:
        return (text or "").strip()
    try:
        said = given.whole(f"--{what}-file", file, _LONGEST, what).decode().strip()
    except UnicodeDecodeError as err:
        raise UsageError(f"--{what}-file {file}: not UTF-8 text") from err
    common.require_printable(f"--{what}-file", said)
    return said


def _warning_text(text: str) -> str:
    """Return the user's words for run time as QEMU writes such messages.

    Raises:
        UsageError: they are not in ASCII.
    """
    said = " ".join(text.split())
    if not said.isascii():
        raise UsageError("--warning-text: messages of QEMU are plain ASCII")
    return said.rstrip(".")


def _write(
    tree: GitTree | FolderTree,
    outcome: Outcome,
    options: Mapping[str, Any],
    answers: tuple[Path, bytes] | None,
) -> tuple[str, ...]:
    if options["dry_run"]:
        return ()
    folder = options["folder"]
    beside: tuple[rendering.PatchFile, ...] = ()
    if answers and not options["apply_"] and answers[0].parent == (folder or Path()):
        beside = (rendering.PatchFile(answers[0].name, answers[1]),)
    elif answers:
        # They can be given again, whatever becomes of the series.
        writing.write_file(*answers)
        common.say(f"answers kept in {answers[0]}")
    if options["apply_"]:
        written = writing.apply(tree, outcome.patches)
    elif options["branch"] and isinstance(tree, GitTree):
        # The branch first: files can be taken back with it, and it not with them.
        with branches.branched(
            tree, options["branch"], outcome.patches, outcome.author, signoff=options["signoff"]
        ):
            written = writing.write_series(folder, outcome.files, beside)
    else:
        written = writing.write_series(folder, outcome.files, beside)
    if answers and beside:
        common.say(f"answers kept in {answers[0]}")
    return written


def _show(tree: GitTree | FolderTree, outcome: Outcome, color: str) -> None:
    coloured = color == "always" or (color == "auto" and common.on_terminal())
    shown = commits.diff(tree, outcome.patches)
    if not (coloured or common.on_terminal()):
        # What a program reads is to be applied, to the byte.
        click.echo(shown, nl=False)
        return
    for line in printable.shown(shown.decode(errors="surrogateescape")).splitlines():
        click.echo(_coloured(line) if coloured else line, color=coloured)


def _coloured(line: str) -> str:
    """Return a line of a diff with the colours that git gives it."""
    if line.startswith(("diff ", "index ", "--- ", "+++ ", "old mode ", "new mode ", "deleted ")):
        return click.style(line, bold=True)
    colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
    return click.style(line, fg=colour) if colour else line
