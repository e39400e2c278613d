"""The command `remove-feature`."""

from __future__ import annotations

from typing import Any, NoReturn

import click

from codemods.cli import common

TOOL = "remove-feature"

_EPILOG = """
\b
Exit status:
  0  the series was written (or shown, or applied)
  1  refused: the message says what was found and what to do by hand
  2  the command line makes no sense
  3  the tool's own output failed a check; nothing was written

\b
Environment:
  GIT_AUTHOR_NAME, GIT_AUTHOR_EMAIL  who the patches are from, if not user.name
                                     and user.email of the git configuration
  SOURCE_DATE_EPOCH                  when they are from, in seconds since 1970
  TMPDIR                             where scratch folders go during a run

\b
Files:
  .b4-config, .gitpublish            of the tree: the list to send a series to
  MAINTAINERS                        of the tree: the people to send it to

\b
Examples:
  remove-feature zero-blocks --reason "It was left behind by accident."
  remove-feature cli-option:sdl cli-option:curses --together --dry-run
  remove-feature query-migrationthreads --in 11.0 -o outgoing

A feature may go in the second release after the one that deprecated it.  Nothing is
written to your checkout, index or refs unless --apply or --branch asks for it.
Send the series with git send-email, or feed it to b4 or git-publish.
"""

OPTIONS = (
    click.argument("names", metavar="NAME...", nargs=-1),
    click.option("--in", "release", metavar="X.Y", help="Release that removes.  Default: the next "
                 "release after the tree's VERSION."),
    *common.TREE, *common.KIND,
    click.option("--reason", metavar="TEXT", help="Why: new body of the entry, and of the commit "
                 "message.  reStructuredText is kept."),
    click.option("--reason-file", type=common.FILE, metavar="FILE",
                 help="Read the reason from FILE (- for standard input)."),
    click.option("--keep-text", is_flag=True, help="Move the entry's own text word for word."),
    click.option("--no-grace", default="", metavar="WHY", help="Remove what was not deprecated "
                 "for two releases, or never listed; the message repeats WHY."),
    click.option("--together", is_flag=True, help="All NAMEs in one patch."),
    click.option("--with-unused", is_flag=True, help="Behind each removal a patch that takes out "
                 "what only it used in other files: functions, tables, fields, devices."),
    click.option("--include-related", is_flag=True, help="Remove the whole feature: all that "
                 "`deprecate-feature NAME --related` marks, each in a patch of its own."),
    click.option("--include", multiple=True, metavar="NAME", help="Remove this row of "
                 "--related with it."),
    click.option("--exclude", multiple=True, metavar="NAME", help="Leave this row of --related "
                 "out."),
    *common.SERIES, *common.JSON, *common.RUN,
)  # fmt: skip


@common.command(TOOL, _EPILOG, *OPTIONS)
def command(**options: Any) -> None:
    """Remove each deprecated NAME from a QEMU tree and write the patch series that does it.

    NAME is what a user types (x-colo), KIND:NAME, or a qualified name
    (MigrationCapability.x-colo).  The entry of docs/about/deprecated.rst moves
    to removed-features.rst, the QAPI schema, the C code, the tables and the build
    lose the feature and all that only it used, and every patch is checked with
    the tree's own scripts.  What no rule can take out is refused, with its place.
    """

    def run() -> None:
        # Imported here: --help and completion do without.  The tree comes first, for git to
        # search it meanwhile.
        from codemods.cli import early

        opened = early.opened(options, whole=False)
        from codemods.cli import removing

        removing.run_it(options, common.argv(TOOL), opened)

    common.guarded(TOOL, run)


def main() -> NoReturn:
    """Run the command line."""
    common.main(command)
