"""The command `deprecate-feature`."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any, NoReturn

import click

from codemods import __version__
from codemods.cli.options import apply_options
from codemods.errors import CheckFailed, CodemodError

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


@click.command(epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@apply_options
@click.version_option(__version__, "--version", "show_version", prog_name="deprecate-feature")
def command(**options: Any) -> None:
    """Deprecate each NAME in a QEMU tree and write the patch series that does it.

    NAME is what a user types (x-colo), KIND:NAME, or a qualified name
    (MigrationCapability.x-colo).  The QAPI schema, the C code and
    docs/about/deprecated.rst are changed together, every patch is checked with
    the tree's own scripts, and the files are named on standard output as
    git format-patch does.
    """
    from codemods.cli import report, run

    try:
        run.run(options, _argv())
    except CodemodError as err:
        report.error(err)
        if isinstance(err, CheckFailed):
            report.problems(err.problems)
        sys.exit(err.exit_code)
    except BrokenPipeError:
        _drop_output()
        sys.exit(CodemodError.exit_code)
    except OSError as err:
        report.error(CodemodError(f"{err.strerror or err}", path=str(err.filename or "")))
        sys.exit(CodemodError.exit_code)


def main() -> NoReturn:
    """Run the command line."""
    # As with an interrupt: what was begun is taken back, and no temporary folder stays.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    command(prog_name="deprecate-feature")
    sys.exit(0)


def _drop_output() -> None:
    """Let what is still buffered for a reader that has left go nowhere, without a word."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _argv() -> tuple[str, ...]:
    return tuple(sys.argv[1:])
