"""The options of `deprecate-feature`, in the order in which --help shows them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

_FOLDER = click.Path(path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=str)

_OPTIONS = (
    click.argument("names", metavar="NAME...", nargs=-1, required=True),
    click.option("--since", metavar="X.Y", help="Release that deprecates.  Default: the next "
                 "release after the tree's VERSION."),
    click.option("--tree", type=_FOLDER, metavar="DIR", help="QEMU checkout, bare clone or "
                 "plain source folder.  Default: the one around the current directory."),
    click.option("--rev", metavar="COMMIT", help="Commit to work on.  Default: HEAD."),
    click.option("--kind", metavar="KIND", help="Kind of feature, when NAME means several."),
    click.option("--title", default="", metavar="TEXT", help="Heading of the deprecated.rst entry, "
                 "without the version."),
    click.option("--chapter", default="", metavar="TEXT", help="Chapter of deprecated.rst that "
                 "the entry goes into."),
    click.option("--reason", metavar="TEXT", help="Why: body of the deprecated.rst entry and "
                 "of the commit message.  reStructuredText is kept."),
    click.option("--reason-file", type=_FILE, metavar="FILE", help="Read the reason from FILE "
                 "(- for standard input)."),
    click.option("--replacement", "replacements", multiple=True, metavar="NAME",
                 help="What to use instead; once for each NAME, in their order, '' for none; a "
                 "single one with --together is for all."),
    click.option("--no-replacement", is_flag=True, help='Say "without replacement".'),
    click.option("--together", is_flag=True, help="All NAMEs in one patch and one entry."),
    click.option("--related", is_flag=True, help="Print everything that is tied to NAME, with the "
                 "evidence, and stop."),
    click.option("--include-related", is_flag=True, help="Deprecate the whole feature: all that "
                 "--related marks."),
    click.option("--include", multiple=True, metavar="NAME", help="Deprecate this row of "
                 "--related with it."),
    click.option("--exclude", multiple=True, metavar="NAME", help="Leave this row of --related "
                 "out."),
    click.option("--interactive", is_flag=True, help="Ask about each row that --related asks "
                 "about, and keep the answers."),
    click.option("--answers", type=_FOLDER, metavar="FILE", help="Answers to take from FILE; "
                 "--interactive asks for the rest and writes all to it.  Its default: "
                 "NAME.answers.json beside the patches."),
    click.option("--mark-unstable", is_flag=True, help="First mark those of them 'unstable' that "
                 "are not and whose siblings are."),
    click.option("--users", is_flag=True, help="List who uses NAME in the tree, and who can be "
                 "moved to the --replacement, and stop."),
    click.option("--migrate-users", is_flag=True, help="Move the users to the --replacement, in "
                 "patches in front of the deprecation."),
    click.option("--argument", "arguments", multiple=True, metavar="OLD=NEW",
                 help="An argument of NAME has this name for the --replacement."),
    click.option("--warn", type=click.Choice(["auto", "none"]), default="auto", show_default=True,
                 help="Whether the C code gets a run-time warning where QEMU has a place for it."),
    click.option("--keep-unstable/--drop-unstable", default=True, help="What becomes of an "
                 "existing 'unstable' flag.  Default: keep."),
    click.option("--dry-run", is_flag=True, help="Show the series as one diff, write nothing."),
    click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto",
                 show_default=True, help="Colour the diff of --dry-run."),
    click.option("-o", "--output-directory", "folder", type=_FOLDER, metavar="DIR",
                 help="Where the patches go.  Default: the current directory."),
    click.option("-v", "--reroll-count", "version", type=click.IntRange(min=1), metavar="N",
                 help="Mark the series as its N-th version."),
    click.option("--rfc", is_flag=True, help="Use [RFC PATCH] in the subjects."),
    click.option("--cover-letter/--no-cover-letter", default=None, help="Write a cover letter.  "
                 "Default: from two patches on."),
    click.option("-s", "--signoff", is_flag=True, help="Add your Signed-off-by line."),
    click.option("--to", "to", multiple=True, metavar="ADDRESS", help="Add a To: header."),
    click.option("--cc", "cc", multiple=True, metavar="ADDRESS", help="Add a Cc: header."),
    click.option("--no-cc", is_flag=True, help="Do not ask the tree whom the patches go to."),
    click.option("--branch", metavar="NAME", help="Also leave the commits on the new branch NAME."),
    click.option("--apply", "apply_", is_flag=True, help="Change the work tree instead of "
                 "writing patches."),
    click.option("--json", "as_json", is_flag=True, help="Print the plan, the account and the "
                 "results as JSON."),
    click.option("--no-verify", is_flag=True, help="Run no script of the tree."),
    click.option("-q", "--quiet", is_flag=True, help="No progress, no warnings."),
)  # fmt: skip


def apply_options(command: F) -> F:
    """Decorate `command` with all options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
