"""The command `deprecate-feature`."""

from __future__ import annotations

from typing import Any, NoReturn

from codemods.cli import common
from codemods.cli.options import OPTIONS, WHOLE

TOOL = "deprecate-feature"

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
  NAME.answers.json                  what was answered to --interactive

\b
Examples:
  deprecate-feature zero-blocks --no-replacement --reason "It does nothing."
  deprecate-feature x-colo --since 11.0 --dry-run
  deprecate-feature a b --together --replacement c --replacement d -o outgoing

Nothing is written to your checkout, index or refs unless --apply or --branch asks for it.
Send the series with git send-email, or feed it to b4 or git-publish.
"""


@common.command(TOOL, _EPILOG, *OPTIONS)
def command(**options: Any) -> None:
    """Deprecate each NAME in a QEMU tree and write the patch series that does it.

    NAME is what a user types (x-colo), KIND:NAME, or a qualified name
    (MigrationCapability.x-colo).  The QAPI schema, the C code and
    docs/about/deprecated.rst are changed together, every patch is checked with
    the tree's own scripts, and the files are named on standard output as
    git format-patch does.
    """

    def run() -> None:
        # Imported here: --help and completion do without.  The tree comes first, for git to
        # search it meanwhile.
        from codemods.cli import early

        opened = early.opened(options, whole=any(options[name] for name in WHOLE))
        from codemods.cli import run

        run.run(options, common.argv(TOOL), opened)

    common.guarded(TOOL, run)


def main() -> NoReturn:
    """Run the command line."""
    common.main(command)
